// What was measured, for people; and whether it is what was promised.

import Foundation

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
            requirementTable,
        ].joined(separator: "\n\n")
    }

    private var heading: String {
        let machine = ProcessInfo.processInfo
        let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first ?? "?"
        return """
            \(run.program) on \(run.filesystem), \(machine.operatingSystemVersionString), \
            \(machine.activeProcessorCount) processors, load \(load) at the end
            \(run.drops) drops of each kind of \(run.clip) (\(run.clipSize / 1000) kB), \
            settle_prompt \(Int(Daemon.settling.milliseconds)) ms, rescan 1 h
            """
    }

    /// The last column is the median of the first line as a multiple of that of each other line.
    private func table(_ title: String, _ lines: [Series.Line], beyond settling: Duration) -> String {
        let head = row(title, ["min", "median", "p90", "p99", "max", "ratio"])
        let subject = lines[0].figures.median - settling
        let rows = lines.enumerated().map { index, line in
            let figures = line.figures
            let columns = [
                figures.least, figures.median, figures.percentile(90), figures.percentile(99), figures.greatest,
            ]
            let ratio = index == 0 ? "" : number(subject / (figures.median - settling), digits: 1)
            return row("  " + line.title, columns.map { number(($0 - settling).milliseconds, digits: 2) } + [ratio])
        }
        return ([head] + rows).joined(separator: "\n")
    }

    private var idleTable: String {
        let head = row("Idle", ["CPU %", "CPU ms", "over s", "RSS MB", "peak MB"])
        let rows = idle.flatMap { figures in
            figures.lines.map { line in
                row(
                    "  \(line.title), \(figures.moment)",
                    [
                        number(figures.load(of: line), digits: 1), number(line.processorTime.milliseconds, digits: 2),
                        number(figures.span / .seconds(1), digits: 1), number(Double(line.resident) / 1024, digits: 1),
                        number(Double(line.highest) / 1024, digits: 1),
                    ])
            }
        }
        return ([head] + rows).joined(separator: "\n")
    }

    // MARK: Requirements

    private struct Requirement {
        let title: String
        let limit: Double
        let measured: Double
        let digits: Int

        var isMet: Bool { measured < limit }
    }

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

    private var requirementTable: String {
        let head = row("Required", ["below", "measured", "of limit", ""])
        let rows = requirements.map { requirement in
            row(
                "  " + requirement.title,
                [
                    number(requirement.limit, digits: 2), number(requirement.measured, digits: requirement.digits),
                    number(requirement.measured / requirement.limit, digits: 2), requirement.isMet ? "met" : "MISSED",
                ])
        }
        return ([head] + rows).joined(separator: "\n")
    }

    // MARK: Columns

    private func row(_ title: String, _ columns: [String]) -> String {
        let cells = columns.map { String(repeating: " ", count: max(1, 9 - $0.count)) + $0 }
        return title.padding(toLength: 44, withPad: " ", startingAt: 0) + cells.joined()
    }

    private func number(_ value: Double, digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
