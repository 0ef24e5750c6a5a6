// What was measured, for people; and whether it is what was promised.

import Foundation
import Measuring

/// The figures of one run.
struct Report {
    /// What was run, and where.
    struct Run {
        let program: String
        let clip: String
        let clipSize: Int
        let drops: Int
        let filesystem: String
    }

    let run: Run
    /// The daemon first, then what it is measured against.
    let clipLast: [Series.Line]
    let promptLast: [Series.Line]
    let idle: [IdleFigures]

    /// The most that may pass beyond settling, at the median.
    private static let latencyLimit = Duration.milliseconds(20)
    /// Percent of a processor that round to 0.0.
    private static let idleLimit = 0.05

    var meetsRequirements: Bool { requirements.allSatisfy(\.isMet) }

    var text: String {
        [
            heading,
            table("Clip last: ms from its close to the claim", clipLast, beyond: .zero),
            table("Prompt last: ms beyond settle_prompt", promptLast, beyond: Daemon.settling),
            idleTable,
            Table.requirements(requirements),
        ].joined(separator: "\n\n")
    }

    private var heading: String {
        """
        \(run.program) on \(run.filesystem), \(Table.machine)
        \(run.drops) drops of each kind of \(run.clip) (\(run.clipSize / 1000) kB), \
        settle_prompt \(Int(Daemon.settling.milliseconds)) ms, rescan 1 h
        """
    }

    /// The last column is the median of the first line as a multiple of that of each other line.
    private func table(_ title: String, _ lines: [Series.Line], beyond settling: Duration) -> String {
        let head = Table.row(title, ["min", "median", "p90", "p99", "max", "ratio"])
        let subject = lines[0].figures.median - settling
        let rows = lines.enumerated().map { index, line in
            let figures = line.figures
            let columns = [
                figures.least, figures.median, figures.percentile(90), figures.percentile(99), figures.greatest,
            ]
            let ratio = index == 0 ? "" : Table.number(subject / (figures.median - settling), digits: 1)
            return Table.row(
                "  " + line.title, columns.map { Table.number(($0 - settling).milliseconds, digits: 2) } + [ratio])
        }
        return ([head] + rows).joined(separator: "\n")
    }

    private var idleTable: String {
        let head = Table.row("Idle", ["CPU %", "CPU ms", "over s", "RSS MB", "peak MB"])
        let rows = idle.flatMap { figures in
            figures.lines.map { line in
                Table.row(
                    "  \(line.title), \(figures.moment)",
                    [
                        Table.number(figures.load(of: line), digits: 1),
                        Table.number(line.processorTime.milliseconds, digits: 2),
                        Table.number(figures.span / .seconds(1), digits: 1),
                        Table.number(Double(line.resident) / 1024, digits: 1),
                        Table.number(Double(line.highest) / 1024, digits: 1),
                    ])
            }
        }
        return ([head] + rows).joined(separator: "\n")
    }

    // MARK: Requirements

    private var requirements: [Requirement] {
        [
            Requirement(
                title: "clip last, median ms", limit: Self.latencyLimit.milliseconds,
                measured: clipLast[0].figures.median.milliseconds, digits: 2),
            Requirement(
                title: "prompt last, median ms", limit: (Daemon.settling + Self.latencyLimit).milliseconds,
                measured: promptLast[0].figures.median.milliseconds, digits: 2),
        ]
            + idle.map { figures in
                Requirement(
                    title: "idle \(figures.moment), both, CPU %", limit: Self.idleLimit, measured: figures.load,
                    digits: 3)
            }
    }
}
