// Ten thousand pairs that came while nobody looked, and a daemon that starts.

import Foundation
import Measuring

/// From the start of the daemon to an empty inbox, beside a mover that does the least a safe claim needs.
enum Backlog {
    /// Seconds that ten thousand pairs may take.
    static let secondsLimit = 60.0
    /// Megabytes that the daemon and its watcher may have resident, at their highest.
    static let memoryLimit = 150.0

    static func measure(_ pairs: Pairs, _ options: Options, in folder: String) async throws -> Figures {
        try makeFolder(folder)
        let half = Pairs(count: max(1, pairs.count / 2), clip: pairs.clip)
        let moverBefore = try move(half, in: "\(folder)/mover-before")

        var start = SuspendingClock.now
        let daemon = try Daemon(options.longtake, in: "\(folder)/daemon", settings: []) { root in
            try pairs.lay(in: "\(root)/inbox")
            start = SuspendingClock.now
        }
        defer { daemon.end() }
        let meters = try await daemon.meters()
        try await pairs.haveLeft(daemon, within: .seconds(900))
        let took = SuspendingClock.now - start
        let memory = try Memory(of: meters)
        let astray = try await pairs.astray(of: daemon)
        daemon.end()
        // In halves around the daemon: what else the machine does falls on both.
        let moverTook = moverBefore + (try move(half, in: "\(folder)/mover-after"))

        let columns = { (pairs: Int, time: Duration) in
            [
                Table.number(time / .seconds(1), digits: 1),
                Table.number(Double(pairs) * (.seconds(1) / time), digits: 0),
            ]
        }
        return Figures(
            table: [
                Table.row("\(pairs.count) pairs before the start", ["s", "pairs/s", "peak MB", "watcher", "ratio"]),
                Table.row(
                    "  longtake",
                    columns(pairs.count, took) + memory.columns + [Table.number(took / moverTook, digits: 1)]),
                Table.row("  limit: sync, claim, sync, and nothing else", columns(2 * half.count, moverTook)),
            ].joined(separator: "\n"),
            requirements: [
                Requirement(
                    title: "before the start: s until all are taken", limit: secondsLimit,
                    measured: took / .seconds(1), digits: 1),
                Requirement(
                    title: "before the start: peak MB, both", limit: memoryLimit, measured: memory.highest, digits: 1),
                Requirement(
                    title: "before the start: pairs not taken once", limit: 1, measured: Double(astray), digits: 0),
            ])
    }

    private static func move(_ pairs: Pairs, in folder: String) throws -> Duration {
        let mover = try LeastMover(in: folder)
        try pairs.lay(in: mover.inbox)
        let start = SuspendingClock.now
        try mover.moveAll()
        return SuspendingClock.now - start
    }
}

/// Resident memory at its highest, in megabytes.
struct Memory {
    private let peaks: [Double]

    /// - Parameter meters: of the daemon and its watcher.
    init(of meters: [ProcessMeter]) throws {
        peaks = try meters.map { Double(try $0.residentMemory().highest) / 1024 }
    }

    var highest: Double { peaks.reduce(0, +) }
    var columns: [String] { peaks.map { Table.number($0, digits: 1) } }
}
