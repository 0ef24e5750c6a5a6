// What the watcher tells about itself; the folder's own events are not telemetry.

import JobModel

/// Something about how a root is watched. `root` is the root's path.
package enum WatchingEvent: Sendable, Equatable {
    /// - Parameter driver: `events` or `polling`.
    case started(root: String, driver: String)
    /// The whole tree is watched or was read for the first time; also after a restart.
    case ready(root: String, folders: Int)
    /// The watcher ended by itself; until it is back the root is polled.
    case watcherDied(root: String, reason: String, restartIn: Duration)
    /// There is no watcher to run at that path; the root is polled.
    case watcherMissing(root: String, path: String)
    /// More events than could be kept; everything is looked at again.
    case overflow(root: String)
    /// So many folders are beyond the user's limit of watches and are polled instead; 0 when that is over.
    case watchLimit(root: String, unwatched: Int, limit: Int)
    /// The root is missing, moved away or unmounted.
    case rootGone(root: String)
    /// The root is there, but cannot be read.
    case rootUnreadable(root: String, reason: String)

    /// Whether an operator should look.
    package var isTrouble: Bool {
        switch self {
        case .started, .ready, .overflow: false
        case .watchLimit(_, let unwatched, _): unwatched > 0
        case .watcherDied, .watcherMissing, .rootGone, .rootUnreadable: true
        }
    }

    /// What an operator can do about it; empty where there is nothing to do.
    package var remedy: String {
        switch self {
        case .started, .ready, .overflow: ""
        case .watcherDied: "It is started again by itself; if it keeps ending, report the reason."
        case .watcherMissing: "Install longtake-watch beside longtake."
        case .watchLimit(_, let unwatched, let limit):
            unwatched == 0
                ? ""
                : "Raise the limit: sysctl fs.inotify.max_user_watches=\(max(2 * limit, limit + 2 * unwatched)), "
                    + "and a line of that in /etc/sysctl.d/ to keep it. It is noticed by itself."
        case .rootUnreadable: "Let the daemon's user read it; watching goes on by itself."
        case .rootGone: "Mount it again or put it back; watching goes on by itself."
        }
    }
}

extension WatchingEvent: CustomStringConvertible {
    /// One sentence, and the remedy where there is one.
    package var description: String { remedy.isEmpty ? sentence : "\(sentence) \(remedy)" }

    private var sentence: String {
        switch self {
        case .started(let root, let driver): "\(root.shownOnOneLine) is watched by \(driver)."
        case .ready(let root, let folders): "\(root.shownOnOneLine): \(folders) folders are under watch."
        case .watcherDied(let root, let reason, let restartIn):
            "\(root.shownOnOneLine): the watcher ended (\(reason.shownOnOneLine)) and is started again in "
                + "\(restartIn.inMilliseconds) ms; until then the folder is polled."
        case .watcherMissing(let root, let path):
            "\(root.shownOnOneLine): there is no watcher at \(path.shownOnOneLine); the folder is polled, which is slower."
        case .overflow(let root): "\(root.shownOnOneLine): too many events at once; everything is looked at again."
        case .watchLimit(let root, 0, _): "\(root.shownOnOneLine): every folder is within the limit of watches again."
        case .watchLimit(let root, let unwatched, let limit):
            "\(root.shownOnOneLine): \(unwatched) folders are beyond this user's limit of \(limit) watches and are polled."
        case .rootUnreadable(let root, let reason): "\(root.shownOnOneLine) cannot be read (\(reason.shownOnOneLine))."
        case .rootGone(let root): "\(root.shownOnOneLine) is missing or not mounted; nothing is taken from it."
        }
    }
}
