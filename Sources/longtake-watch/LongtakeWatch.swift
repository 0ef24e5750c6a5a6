// SPDX-License-Identifier: GPL-2.0-or-later
// The program: watches the tree below its one argument until nobody listens or there is nothing left to watch.

import CInotifytools
import Glibc

@main
enum LongtakeWatch {
    /// Seconds an event is waited for before looking after what no event tells.
    private static let upkeepInterval = 1

    static func main() {
        guard CommandLine.argc == 2, let argument = CommandLine.unsafeArgv[1] else {
            let usage = "usage: longtake-watch DIRECTORY\n"
            write(STDERR_FILENO, usage, usage.utf8.count)
            exit(2)
        }
        endWithParent()
        let records = RecordWriter(descriptor: STDOUT_FILENO)
        do {
            try records.append(.hello)
            try records.flush()
            if let last = watch(argument, records) {
                try records.append(last)
                try records.flush()
                exit(1)
            }
        } catch {
            exit(0)
        }
    }

    /// Watches until the end.
    /// - Returns: what to say last; `nil` when nobody listens.
    private static func watch(_ root: UnsafePointer<CChar>, _ records: RecordWriter) -> Record? {
        do throws(WatchTree.Ending) {
            var tree = try WatchTree(root: try find(root), inotify: try startInotify(), records: records)
            try tree.watchWholeTree()
            var nextUpkeep = ContinuousClock.now
            while true {
                if ContinuousClock.now >= nextUpkeep {
                    try tree.lookAfter()
                    nextUpkeep = .now + .seconds(upkeepInterval)
                }
                try tree.takeEvents(within: upkeepInterval)
            }
        } catch {
            switch error {
            case .readerGone: return nil
            case .rootGone: return .rootGone
            case .failed(let sentence): return .failed(sentence)
            }
        }
    }

    private static func find(_ root: UnsafePointer<CChar>) throws(WatchTree.Ending) -> RootPath {
        do { return try RootPath(root) } catch { throw WatchTree.ending(error) }
    }

    private static func startInotify() throws(WatchTree.Ending) -> Inotify {
        do { return try Inotify() } catch {
            throw .failed(error.code == EMFILE ? Inotify.instanceLimitSentence : error.sentence)
        }
    }

    /// Goes down with the process that started it. A reader that went away unnoticed is met by the next write, so
    /// that must be an error and not a signal.
    private static func endWithParent() {
        signal(SIGPIPE, SIG_IGN)
        _ = end_with_parent()
    }
}
