// The work of the intake, one input at a time: see, judge, take.

import FileAccess
import JobModel
import Ledger
import Outbox
import Telemetry
import Timing
import Watching

/// What the intake knows and does. Used by one task at a time: an actor only so that this is checked.
package actor IntakeDesk {
    /// What the desk works with.
    package struct Tools: Sendable {
        package let claimer: DropClaimer
        package let inspector: DropInspector
        package let outbox: ShareOutbox
        package let log: EditorLog
        package let events: any EventSink
        package let time: Timekeeper
        package let newID: @Sendable () -> JobID
        /// Called with a job that was admitted, or with none when something else was left to be done.
        package let admitted: @Sendable (Job?) -> Void
        /// Where wishes about jobs are left.
        package let requests: any RequestBox

        package init(
            claimer: DropClaimer, inspector: DropInspector, outbox: ShareOutbox, log: EditorLog,
            events: any EventSink, time: Timekeeper, requests: any RequestBox, newID: @escaping @Sendable () -> JobID,
            admitted: @escaping @Sendable (Job?) -> Void
        ) {
            self.claimer = claimer
            self.inspector = inspector
            self.outbox = outbox
            self.log = log
            self.events = events
            self.time = time
            self.requests = requests
            self.newID = newID
            self.admitted = admitted
        }
    }

    let tools: Tools
    let settings: IntakeSettings
    let trust: Readiness.Trust
    var index = InboxIndex()
    /// Jobs that were asked to stop, as long as the note that says so lies in the inbox.
    var askedToStop: [InboxIndex.Group: Set<JobID>] = [:]
    /// Notes that were left since their reason came up: one that somebody removes does not come again.
    var notesLeft: [InboxIndex.Group: Set<FileName>] = [:]
    /// Groups to look at again, and when.
    private var looks = LookTimes()

    var inbox: Directory { get throws(FileError) { try tools.claimer.share.inbox } }
    var now: Duration { tools.time.elapsed() }

    package init(tools: Tools, settings: IntakeSettings, trust: Readiness.Trust) {
        self.tools = tools
        self.settings = settings
        self.trust = trust
    }

    /// When a group has to be looked at again, by the monotonic clock.
    package var nextLook: Duration? { looks.next() }

    /// Settles what a crash interrupted.
    package func recover() async throws {
        let recovery = ArrivalRecovery(claimer: tools.claimer, outbox: tools.outbox, events: tools.events)
        for (job, reopening) in try await recovery.run() { announce(job, after: reopening) }
    }

    package func take(_ event: FolderEvent) async throws {
        var touched: Set<InboxIndex.Group> = []
        switch event {
        case .appeared(let path): see(path, isClosed: true, &touched)
        case .changed(let path): see(path, isClosed: false, &touched)
        case .vanished(let path): forget(path, &touched)
        case .rescanNeeded(let folder): scan(folder, &touched)
        }
        for group in inOrder(touched) { try await judge(group) }
    }

    /// Looks again at the groups whose time has come.
    package func lookAgain() async throws {
        for group in inOrder(looks.popDue(at: now)) {
            var touched: Set<InboxIndex.Group> = []
            for name in index[group].keys { see(group.folder / name, isClosed: false, &touched) }
            try await judge(group)
        }
    }

    // MARK: Seeing

    /// Looks at one entry. What cannot be looked at is left to the next rescan.
    private func see(_ path: RelativePath, isClosed: Bool, _ touched: inout Set<InboxIndex.Group>) {
        guard let name = path.last, !IgnoredNames.contains(path), Self.misnamedFolder(on: path.parent) == nil else {
            return
        }
        do {
            guard let status = try inbox.directory(path.parent).status(of: name) else {
                return forget(path, &touched)
            }
            see(path, status, isClosed: isClosed, &touched)
        } catch {
            if error.isMissing { forget(path, &touched) } else { hold(path, "\(error)") }
        }
    }

    private func see(
        _ path: RelativePath, _ status: FileStatus, isClosed: Bool, _ touched: inout Set<InboxIndex.Group>
    ) {
        guard
            let group = index.see(
                path, status.fingerprint, isClosed: isClosed, obstacle: Obstacle(status), at: now)
        else {
            if status.kind == .directory { scan(path, &touched) }
            return
        }
        touched.insert(group)
    }

    /// The first folder of a path that is called as only a file should be; none of those is ever looked into.
    private static func misnamedFolder(on path: RelativePath) -> RelativePath? {
        path.names.firstIndex { DropName($0) != nil }.map { RelativePath(Array(path.names[...$0])) }
    }

    /// Forgets an entry that is gone. What it held back may be complete now.
    private func forget(_ path: RelativePath, _ touched: inout Set<InboxIndex.Group>) {
        if let group = index.forget(path) { touched.insert(group) }
    }

    /// Looks at everything below a folder.
    private func scan(_ folder: RelativePath, _ touched: inout Set<InboxIndex.Group>) {
        guard !IgnoredNames.contains(folder) else { return }
        if let entry = Self.misnamedFolder(on: folder) { return see(entry, isClosed: false, &touched) }
        do {
            let directory = try inbox.directory(folder)
            let entries = try directory.entries().filter { !IgnoredNames.contains($0.name) }
            index.forgetAll(in: folder, except: Set(entries.map(\.name)))
            for (name, status) in try inOrder(entries, of: directory) {
                see(folder / name, status, isClosed: false, &touched)
            }
            let files = entries.count { $0.kind != .directory }
            tools.events.record(.intake(.scanned(folder: folder, files: files)))
        } catch {
            if error.isMissing { index.forget(folder) } else { hold(folder, "\(error)") }
        }
    }

    // MARK: Order

    /// What may matter of a listing, the first come first: clips of a project are worked on in the order they came.
    private func inOrder(
        _ entries: [Directory.Entry], of directory: Directory
    ) throws(FileError) -> [(name: FileName, status: FileStatus)] {
        var found: [(name: FileName, status: FileStatus)] = []
        for entry in entries where entry.kind == .directory || entry.kind == nil || DropName(entry.name) != nil {
            if let status = try directory.status(of: entry.name) { found.append((entry.name, status)) }
        }
        return found.sorted { one, other in
            one.status.statusChanged == other.status.statusChanged
                ? one.name.precedesNaturally(other.name)
                : one.status.statusChanged < other.status.statusChanged
        }
    }

    /// Groups by when the last of their files came.
    private func inOrder(_ groups: Set<InboxIndex.Group>) -> [InboxIndex.Group] {
        let arrivals = groups.map { group in
            (
                group, time: index[group].values.map(\.since).max() ?? .zero,
                name: index[group].keys.map(\.text).min() ?? ""
            )
        }
        return arrivals.sorted { ($0.time, $0.name) < ($1.time, $1.name) }.map(\.0)
    }

    // MARK: Looking again

    /// Begins to judge a group: what had to be looked at is looked at now.
    func forgetLook(at group: InboxIndex.Group) { looks.clear(group) }

    func lookAgain(at group: InboxIndex.Group, by time: Duration) { looks.set(group, by: time) }

    func hold(_ path: RelativePath, _ reason: String) {
        tools.events.record(.intake(.holding(path, reason: reason)))
    }
}
