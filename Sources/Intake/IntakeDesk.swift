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
        /// Called after a job was admitted.
        package let admitted: @Sendable () -> Void
        /// Where wishes about jobs are left.
        package let requests: any RequestBox

        package init(
            claimer: DropClaimer, inspector: DropInspector, outbox: ShareOutbox, log: EditorLog,
            events: any EventSink, time: Timekeeper, requests: any RequestBox, newID: @escaping @Sendable () -> JobID,
            admitted: @escaping @Sendable () -> Void
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
    private let trust: Readiness.Trust
    var index = InboxIndex()
    /// Jobs that were asked to stop, as long as the note that says so lies in the inbox.
    var askedToStop: [InboxIndex.Group: Set<JobID>] = [:]
    /// Groups to look at again, and when.
    private var due: [InboxIndex.Group: Duration] = [:]

    var inbox: Directory { get throws(FileError) { try tools.claimer.share.inbox } }
    var now: Duration { tools.time.elapsed() }

    package init(tools: Tools, settings: IntakeSettings, trust: Readiness.Trust) {
        self.tools = tools
        self.settings = settings
        self.trust = trust
    }

    /// When a group has to be looked at again, by the monotonic clock.
    package var nextLook: Duration? { due.values.min() }

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
        let now = now
        for group in inOrder(Set(due.filter { $0.value <= now }.keys)) {
            due[group] = nil
            var touched: Set<InboxIndex.Group> = []
            for name in index[group].keys { see(group.folder / name, isClosed: false, &touched) }
            try await judge(group)
        }
    }

    // MARK: Seeing

    /// Looks at one entry. What cannot be looked at is left to the next rescan.
    private func see(_ path: RelativePath, isClosed: Bool, _ touched: inout Set<InboxIndex.Group>) {
        guard let name = path.last, !IgnoredNames.contains(path) else { return }
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
        if status.kind == .directory { return scan(path, &touched) }
        let group = index.see(path, status.fingerprint, isClosed: isClosed, at: now)
        if let group { touched.insert(group) }
    }

    /// Forgets an entry that is gone. What it held back may be complete now.
    private func forget(_ path: RelativePath, _ touched: inout Set<InboxIndex.Group>) {
        if let group = index.forget(path) { touched.insert(group) }
    }

    /// Looks at everything below a folder.
    private func scan(_ folder: RelativePath, _ touched: inout Set<InboxIndex.Group>) {
        guard !IgnoredNames.contains(folder) else { return }
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
                ? one.name.bytes.lexicographicallyPrecedes(other.name.bytes)
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

    // MARK: Judging

    private func judge(_ group: InboxIndex.Group) async throws {
        due[group] = nil
        for drop in Pairing.drops(among: index[group].keys) { try await judge(drop, in: group) }
        if let note = cancelNote(in: group) {
            try await cancel(by: note, in: group)
        } else {
            askedToStop[group] = nil
        }
    }

    private func judge(_ drop: Drop, in group: InboxIndex.Group) async throws {
        // Every inspection settles one file, so this ends.
        for _ in 0...drop.names.count {
            let readiness = Readiness.of(
                drop, sightings: index[group], settings: settings, trust: trust, now: now)
            switch readiness {
            case .inspect(let name): guard inspect(name, in: group) else { return }
            case .take: return try await take(drop, in: group)
            case .hold(let reason): return hold(group.folder / drop.stem, reason)
            case .wait(let until, let reason):
                lookAgain(at: group, by: until)
                return hold(group.folder / drop.stem, reason)
            }
        }
    }

    /// - Returns: whether something is known about the file now.
    private func inspect(_ name: FileName, in group: InboxIndex.Group) -> Bool {
        let path = group.folder / name
        do {
            let inspected = try tools.inspector.inspect(name, in: inbox.directory(group.folder))
            _ = index.see(path, inspected.condition, isClosed: false, at: now)
            index.keep(inspected.report, of: name, in: group, for: inspected.condition)
            return true
        } catch {
            if (error as? FileError)?.isMissing == true { index.forget(path) } else { hold(path, "\(error)") }
            return false
        }
    }

    // MARK: Taking

    private func take(_ drop: Drop, in group: InboxIndex.Group) async throws {
        let sightings = index[group].filter { drop.names.contains($0.key) }
        let origin = Origin(root: tools.claimer.share.path, folder: group.folder, stem: drop.stem)
        do {
            let job = Job.of(
                drop, at: origin, sightings: sightings, id: tools.newID(), admitted: tools.time.wall(),
                take: try tools.outbox.freeTake(for: origin),
                refusal: cancelNote(in: group).map { _ in .cancelledBeforeItBegan })
            let conditions = sightings.mapValues(\.fingerprint)
            if let twin = try await endedTwin(of: job) {
                try await take(twin, conditions: conditions)
            } else {
                try await giveUpUncertain(replacedBy: job)
                announce(try await tools.claimer.claim(job, conditions: conditions))
            }
        } catch let error as DropClaimer.NotTaken {
            tools.events.record(.intake(.notTaken(group.folder / drop.stem, reason: error.reason)))
            return lookAgain(at: group, by: now + max(settings.settle, Self.shortestRest))
        } catch let error as FileError {
            tools.events.record(.intake(.notTaken(group.folder / drop.stem, reason: error.description)))
            return lookAgain(at: group, by: now + settings.settleRemote)
        }
        for name in drop.names { index.forget(group.folder / name) }
    }

    /// A drop that could not be taken is not tried again at once, however impatient the settings are.
    private static let shortestRest: Duration = .milliseconds(500)

    func lookAgain(at group: InboxIndex.Group, by time: Duration) { due[group] = min(time, due[group] ?? time) }

    func hold(_ path: RelativePath, _ reason: String) {
        tools.events.record(.intake(.holding(path, reason: reason)))
    }
}
