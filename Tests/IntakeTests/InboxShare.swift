// A share with an inbox, a ledger in memory and time that stands still, and the desk that works on them.

import FileAccess
import Foundation
import Inspection
import Intake
import JobModel
import Ledger
import LedgerSQLite
import Outbox
import Synchronization
import Telemetry
import TestSupport
import Timing
import Watching

/// A temporary root and everything the intake works with.
final class InboxShare: Sendable {
    private let folder: TemporaryFolder
    let root: ShareRoot
    let outbox: ShareOutbox
    let ledger: any LedgerWriter & RequestTray
    let epoch: Epoch
    let told = RecordingSink()
    let time = ManualTimekeeper()
    private let lastNumber = Atomic(0)
    private let rings = Atomic(0)

    /// - Parameters:
    ///   - script: run in the root, with its folders there; see ``sh(_:)``.
    ///   - parent: where to make the root; `nil` for the system's temporary directory.
    init(_ script: String = ":", below parent: String? = nil) async throws {
        folder = try TemporaryFolder(below: parent)
        root = try ShareRoot.open(folder.path)
        outbox = ShareOutbox(share: root, settings: OutboxSettings())
        ledger = try SQLiteLedger.inMemory()
        epoch = try await ledger.beginEpoch(holder: "test", at: time.wall)
        try sh(script)
    }

    var path: String { folder.path }

    /// Runs a shell script in the root. `$clip` is a real clip, `$prompt` a prompt, `drop STEM` makes a drop of them in
    /// the inbox.
    func sh(_ script: String) throws {
        let drop = "drop() { cp \"$clip\" \"inbox/$1.mp4\"; printf '%s' \"$prompt\" > \"inbox/$1.prompt.txt\"; }"
        try ChildShell.run("clip='\(SampleClip.bikes)'; prompt='brighten it'; \(drop); \(script)", in: folder.path)
    }

    /// Every file and link below a folder of the root, by its path.
    func names(in name: String) throws -> Set<String> {
        let top = path + "/" + name
        let items = try FileManager.default.subpathsOfDirectory(atPath: top).filter { item in
            let type = try FileManager.default.attributesOfItem(atPath: top + "/" + item)[.type] as? FileAttributeType
            return type != .typeDirectory
        }
        return Set(items)
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }

    func fingerprint(_ name: FileName, in folder: RelativePath = .root) throws -> FileFingerprint? {
        try root.inbox.directory(folder).status(of: name)?.fingerprint
    }

    // MARK: The intake

    var claimer: DropClaimer { claimer(ledger) }

    func ring() { rings.add(1, ordering: .relaxed) }

    private func claimer(_ ledger: any LedgerWriter) -> DropClaimer {
        DropClaimer(share: root, ledger: ledger, epoch: epoch, now: { [time] in time.wall })
    }

    /// The claimer of an agent that has just started.
    func claimerAfterRestart() async throws -> DropClaimer {
        DropClaimer(
            share: root, ledger: ledger, epoch: try await ledger.beginEpoch(holder: "again", at: time.wall),
            now: { [time] in time.wall })
    }

    var log: EditorLog { EditorLog(outbox: outbox, events: told, now: { [time] in time.wall }) }

    func desk(
        _ settings: IntakeSettings = IntakeSettings(), trust: Readiness.Trust = .events, time: Timekeeper? = nil,
        ledger: (any LedgerWriter)? = nil, requests: (any RequestBox)? = nil
    ) throws -> IntakeDesk {
        let tools = IntakeDesk.Tools(
            claimer: claimer(ledger ?? self.ledger),
            inspector: DropInspector(settings: settings, magic: try MagicDatabase()), outbox: outbox,
            log: log, events: told, time: time ?? self.time.timekeeper, requests: requests ?? self.ledger,
            newID: { [self] in nextID() }, admitted: { [self] _ in ring() })
        return IntakeDesk(tools: tools, settings: settings, trust: trust)
    }

    private func nextID() -> JobID { JobID("job-\(lastNumber.add(1, ordering: .relaxed).newValue)") }

    /// How often it was said that there is a job.
    var timesAdmitted: Int { rings.load(ordering: .relaxed) }

    /// All jobs, the first admitted first.
    var jobs: [Job] {
        get async throws { try await ledger.jobs(.all, limit: .max).reversed() }
    }

    /// The reasons for which drops are held, in order.
    var holdReasons: [String] {
        told.intakeEvents.compactMap { if case .holding(_, let reason) = $0 { reason } else { nil } }
    }

    // MARK: Jobs made by hand

    /// The job of a drop that lies in the inbox, as the intake would make it.
    func job(
        _ id: String = "job-1", folder: RelativePath = .root, stem: FileName = "clip",
        files: [FileName] = ["clip.mp4", "clip.prompt.txt"]
    ) throws -> Job {
        let inbox = try root.inbox.directory(folder)
        return Job(
            id: JobID(id), kind: .drop, origin: Origin(root: path, folder: folder, stem: stem),
            members: try files.map { name in
                Member(
                    name: name, role: name.text.hasSuffix(".prompt.txt") ? .prompt : .media,
                    size: try inbox.status(of: name)?.size ?? 0, contentType: nil)
            },
            plan: Plan(prompt: ["brighten it"]), language: "en", admitted: time.wall, take: 1)
    }

    /// What the files of a job look like now.
    func conditions(of job: Job) throws -> [FileName: FileFingerprint] {
        var conditions: [FileName: FileFingerprint] = [:]
        for member in job.members { conditions[member.name] = try fingerprint(member.name, in: job.origin.folder) }
        return conditions
    }

    /// The names in a job's claimed folder; `nil` when there is none.
    func claimedNames(_ id: JobID) throws -> Set<FileName>? {
        try ClaimedFolder.existing(id, in: root).map { try Set($0.files.entries().map(\.name)) }
    }
}

/// A path in a test, of a name that is fine.
func path(_ text: String) -> RelativePath { RelativePath(text) ?? .root }

/// A clip and its prompt.
let pair: Set<FileName> = ["clip.mp4", "clip.prompt.txt"]
