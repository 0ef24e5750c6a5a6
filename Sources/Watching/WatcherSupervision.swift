// What to make of the records and deaths of `longtake-watch`, as a value without process, clock or disk.

import JobModel
import Telemetry

/// The course of one root's watcher, through all its restarts.
struct WatcherSupervision {
    enum Action: Equatable {
        case emit(FolderEvent)
        case tell(WatchingEvent)
    }

    /// Why a run of the watcher is over.
    enum Ending: Equatable {
        /// There is nothing to run at the path.
        case missing(path: String)
        /// It ended, or had to be ended: in words.
        case died(String)
    }

    /// What one run of the watcher has come to.
    private enum Run: Equatable {
        /// It has not greeted yet; what it says cannot be trusted before. Becomes `greeted`.
        case silent
        /// It is going through the tree. Becomes `ready`.
        case greeted
        /// The tree is watched.
        case ready
        /// It said why it ends: the root is gone, or a sentence.
        case leaving(String)
    }

    private let root: String
    private let pauses: RestartPauses
    private var run = Run.silent
    private var unwatched: Set<RelativePath> = []
    private var endsInARow = 0
    /// What was told once is not told again until the watcher was ready in between.
    private var toldMissing = false
    private var toldRootGone = false

    /// The version of the record format this side speaks.
    private static let version = 1

    init(root: String, pauses: RestartPauses) {
        self.root = root
        self.pauses = pauses
    }

    /// The folders no event comes from at present: all of them, while the watcher is not ready.
    var polled: Set<RelativePath> { run == .ready ? unwatched : [.root] }

    /// - Throws: ``WatchRecordParser/Malformed`` when the watcher does not speak this version.
    mutating func take(_ record: WatchRecord) throws(WatchRecordParser.Malformed) -> [Action] {
        if case .hello(let version) = record {
            guard run == .silent, version == Self.version else { throw WatchRecordParser.Malformed() }
            run = .greeted
            return []
        }
        guard run != .silent else { throw WatchRecordParser.Malformed() }
        switch record {
        case .hello: return []
        case .ready(let folders):
            run = .ready
            toldMissing = false
            toldRootGone = false
            return [.tell(.ready(root: root, folders: folders)), .emit(.rescanNeeded(below: .root))]
        case .event(let event):
            if case .vanished(let path) = event {
                unwatched = unwatched.filter { $0 != path && !$0.isBelow(path) }
            }
            return [.emit(event)]
        case .overflow:
            unwatched = []
            return [.tell(.overflow(root: root))]
        case .unwatched(let path):
            unwatched.insert(path)
            return [.emit(.rescanNeeded(below: path))]
        case .watchedAgain(let path):
            unwatched.remove(path)
            return []
        case .limitReached(let unwatched, let limit):
            return [.tell(.watchLimit(root: root, unwatched: unwatched, limit: limit))]
        case .rootGone:
            run = .leaving("the root is gone")
            defer { toldRootGone = true }
            return toldRootGone ? [] : [.tell(.rootGone(root: root)), .emit(.rescanNeeded(below: .root))]
        case .failed(let sentence):
            run = .leaving(sentence)
            return []
        }
    }

    /// - Parameter ranFor: how long that run took.
    /// - Returns: what to do, and how long to wait before the next run.
    mutating func end(_ ending: Ending, ranFor: Duration) -> (actions: [Action], restartIn: Duration) {
        if ranFor >= pauses.steady { endsInARow = 0 }
        let last = run
        run = .silent
        unwatched = []
        switch ending {
        case .missing(let path):
            defer { toldMissing = true }
            return (toldMissing ? [] : [.tell(.watcherMissing(root: root, path: path))], pauses.longest)
        case .died(let how):
            let pause = pauses.pause(after: endsInARow)
            endsInARow += 1
            if toldRootGone { return ([], pause) }
            let reason = if case .leaving(let sentence) = last { sentence } else { how }
            return ([.tell(.watcherDied(root: root, reason: reason, restartIn: pause))], pause)
        }
    }
}
