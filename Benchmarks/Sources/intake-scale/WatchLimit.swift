// More folders than this user may watch: the log says how to raise the limit, and what is not watched is polled.

import Foundation
import Measuring

/// The daemon runs in a user namespace of its own, in which the limit can be set.
enum WatchLimit {
    private static let folders = 300
    private static let limit = 100
    /// Every so many folders get a drop.
    private static let stride = 30
    /// What is not watched is looked at every five seconds; a drop is found within two looks.
    private static let twoPolls = 10.0

    static func measure(_ options: Options, clip: [UInt8], in folder: String) async throws -> Figures {
        try makeFolder(folder)
        let inbox = "\(folder)/daemon/root/inbox"
        let script = "echo \(limit) > /proc/sys/user/max_inotify_watches && exec \"$0\" \"$@\""
        let daemon = try Daemon(
            options.longtake, in: "\(folder)/daemon", settings: ["timing.rescan=1h"],
            wrapper: ["/usr/bin/unshare", "-Ur", "/bin/sh", "-c", script]
        ) { _ in
            for number in 1...folders { try makeFolder("\(inbox)/\(number)") }
        }
        defer { daemon.end() }
        let meters = try await daemon.meters()
        try await daemon.waits(for: "the log says that the limit is reached, and what to do") {
            daemon.logged.contains("sysctl fs.inotify.max_user_watches=")
        }

        let start = SuspendingClock.now
        var waiting = Set(Swift.stride(from: 1, through: folders, by: stride).map { "\(inbox)/\($0)" })
        for folder in waiting { try drop("clip", clip: clip, in: folder) }
        var reactions: [Double] = []
        try await daemon.waits(for: "drops in folders beyond the limit are taken", within: .seconds(60)) {
            for folder in waiting where try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty {
                waiting.remove(folder)
                reactions.append((SuspendingClock.now - start) / .seconds(1))
            }
            return waiting.isEmpty
        }
        let slowest = reactions.max() ?? 0
        let memory = try Memory(of: meters)

        return Figures(
            table: [
                Table.row(
                    "\(folders) folders, \(limit) watches", ["drops", "first s", "last s", "peak MB", "watcher"]),
                Table.row(
                    "  drops in every \(stride)th",
                    ["\(reactions.count)"] + [reactions.min() ?? 0, slowest].map { Table.number($0, digits: 1) }
                        + memory.columns),
            ].joined(separator: "\n"),
            requirements: [
                Requirement(
                    title: "watch limit: s until the last is taken", limit: twoPolls, measured: slowest, digits: 1)
            ])
    }
}
