// Ten thousand pairs that come faster than they are read: the kernel's queue overflows, and nothing may be stranded.

import Foundation
import Measuring

/// The watcher is stopped while the pairs are dropped, so that their events must overflow the queue.
enum Overflow {
    static func measure(_ pairs: Pairs, _ options: Options, in folder: String) async throws -> Figures {
        try makeFolder(folder)
        // No slow rescan: what is found is found because the overflow was noticed.
        let daemon = try Daemon(options.longtake, in: "\(folder)/daemon", settings: ["timing.rescan=1h"])
        defer { daemon.end() }
        let meters = try await daemon.meters()
        try await daemon.waits(for: "the inbox is under watch") { daemon.logged.contains("under watch") }
        let watcher = meters[meters.count - 1]
        watcher.send(SIGSTOP)
        try pairs.lay(in: "\(daemon.root)/inbox")
        let start = SuspendingClock.now
        watcher.send(SIGCONT)
        try await pairs.haveLeft(daemon, within: .seconds(900))
        let took = SuspendingClock.now - start
        let memory = try Memory(of: meters)
        let astray = try await pairs.astray(of: daemon)
        let wasTold = daemon.logged.contains("too many events at once; everything is looked at again")

        return Figures(
            table: [
                Table.row("\(pairs.count) pairs at once, events lost", ["s", "pairs/s", "peak MB", "watcher"]),
                Table.row(
                    "  longtake",
                    [
                        Table.number(took / .seconds(1), digits: 1),
                        Table.number(Double(pairs.count) * (.seconds(1) / took), digits: 0),
                    ] + memory.columns),
            ].joined(separator: "\n"),
            requirements: [
                Requirement(
                    title: "events lost: s until all are taken", limit: Backlog.secondsLimit,
                    measured: took / .seconds(1), digits: 1),
                Requirement(
                    title: "events lost: peak MB, both", limit: Backlog.memoryLimit, measured: memory.highest,
                    digits: 1),
                Requirement(title: "events lost: pairs not taken once", limit: 1, measured: Double(astray), digits: 0),
                Requirement(
                    title: "events lost: not told in the log", limit: 1, measured: wasTold ? 0 : 1, digits: 0),
            ])
    }
}
