// Twenty thousand folders: how long until all are watched, what that takes, and how soon a drop in the last is taken.

import Foundation
import Measuring

enum WideTree {
    /// Drops in the deepest folder.
    private static let drops = 20

    static func measure(_ options: Options, clip: [UInt8], in folder: String) async throws -> Figures {
        try makeFolder(folder)
        var start = SuspendingClock.now
        var deepest = ""
        let daemon = try Daemon(options.longtake, in: "\(folder)/daemon", settings: ["timing.rescan=1h"]) { root in
            deepest = try Tree(of: options.folders, below: "\(root)/inbox").deepest
            start = SuspendingClock.now
        }
        defer { daemon.end() }
        let meters = try await daemon.meters()
        try await daemon.waits(for: "all folders are under watch", within: .seconds(300)) {
            daemon.logged.contains(": \(options.folders + 1) folders are under watch")
        }
        let took = SuspendingClock.now - start

        let departures = try FolderObserver(deepest, .movedAway)
        var reactions: [Duration] = []
        for number in 1...drops {
            let closing = try drop("clip\(number)", clip: clip, in: deepest)
            let names: Set = ["clip\(number).mp4", "clip\(number).prompt.txt"]
            reactions.append(try departures.wait(for: names, within: patience) - closing)
        }
        reactions.sort()
        let first = reactions[0] / .milliseconds(1)
        let median = reactions[drops / 2] / .milliseconds(1)
        let memory = try Memory(of: meters)

        return Figures(
            table: [
                Table.row("\(options.folders) folders", ["s", "peak MB", "watcher", "min ms", "median ms"]),
                Table.row(
                    "  until watched; pick-up in the deepest",
                    [Table.number(took / .seconds(1), digits: 1)] + memory.columns
                        + [Table.number(first, digits: 0), Table.number(median, digits: 0)]),
            ].joined(separator: "\n"),
            requirements: [
                Requirement(
                    title: "tree: peak MB, both", limit: Backlog.memoryLimit, measured: memory.highest, digits: 1)
            ])
    }
}
