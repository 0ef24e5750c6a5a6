// Jobs of every kind put into a ledger as the intake would, and a pool that works on them before the counting backend.

import CountingBackend
import FileAccess
import Foundation
import Inspection
import JobModel
import Ledger
import LedgerSQLite
import Media
import NemoAPI
import Outbox
import Synchronization
import Telemetry
import TestSupport
import Testing
import Timing

@testable import Pipeline

/// A root without an inbox's watcher, everything a pool works with, and words for what is asked of them.
final class JobBench: Sendable {
    let folder: TemporaryFolder
    let share: ShareRoot
    let ledger: any LedgerWriter & RequestTray
    let epoch: Epoch
    let backend: CountingServer
    let sink = RecordingSink()
    let outbox: ShareOutbox
    private let client: NemoClient
    private let pool: WorkerPool
    private let bell: Bell
    private let numbers = Atomic(0)

    /// Makes a bench, has its pool work, and clears it away.
    static func with(
        _ change: (inout OutboxSettings) -> Void = { _ in }, _ body: (JobBench) async throws -> Void
    ) async throws {
        let bench = try await JobBench(change)
        let working = Task { try await bench.pool.run() }
        defer {
            working.cancel()
            bench.backend.stop()
        }
        try await body(bench)
        working.cancel()
        _ = await working.result
        await bench.client.shutdown()
    }

    private init(_ change: (inout OutboxSettings) -> Void) async throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.appending("share"), withIntermediateDirectories: true)
        share = try ShareRoot.open(folder.appending("share"))
        var outboxSettings = OutboxSettings()
        change(&outboxSettings)
        outbox = ShareOutbox(share: share, settings: outboxSettings)
        var backendSettings = CountingSettings()
        backendSettings.anonymousCredits = 100_000
        backend = try CountingServer(
            clip: [UInt8](try Data(contentsOf: URL(fileURLWithPath: SampleClip.bikes))), settings: backendSettings)
        try await backend.start()
        ledger = try SQLiteLedger.inMemory()
        let time = Timekeeper.real
        epoch = try await ledger.beginEpoch(holder: "test", at: time.wall())
        let api = try #require(BackendAddress(backend.address))
        client = NemoClient(
            settings: NemoSettings(api: api, web: api),
            credentials: CredentialSources(stateFolder: folder.appending("state")) { UUID().uuidString }, now: time.wall
        )
        let settings = PipelineSettings.quick
        let gates = CallGates(settings: GateSettings(settings), time: time) {
            [client] () async throws(APIFailure) in try await client.balance()
        }
        bell = Bell(time: time)
        let workshop = JobRun.Workshop(
            ledger: ledger, epoch: epoch, client: client, media: MediaCheck(database: try MagicDatabase(), probe: nil),
            outboxes: [
                share.path: JobRun.RootOutbox(
                    outbox: outbox, log: EditorLog(outbox: outbox, events: sink, now: time.wall))
            ],
            settings: settings, events: sink, time: time, appointments: SteadyClock(time), gates: gates,
            requests: ledger, newRenderID: { RenderID("render_\(UUID().uuidString.lowercased())") })
        pool = WorkerPool(ledger: ledger, epoch: epoch, settings: settings, workshop: workshop, bell: bell)
    }

    // MARK: Drops

    /// Admits a job as the intake does, its files in the claimed folder.
    /// - Parameters:
    ///   - clip: what is in the clip.
    ///   - link: makes a shortcut of the clip, which names this address.
    /// - Returns: its name.
    @discardableResult
    func take(
        _ kind: Job.Kind = .drop, _ stem: FileName = "clip", _ prompt: String..., in project: RelativePath = .root,
        clip: String = "a clip", link: String? = nil
    ) async throws -> JobID {
        let origin = Origin(root: share.path, folder: project, stem: stem)
        var members: [Member] = []
        if kind == .drop {
            members.append(
                Member(
                    name: stem.appending(link == nil ? ".mp4" : ".url"), role: .media,
                    size: Int64(clip.utf8.count), contentType: link == nil ? "video/mp4" : nil, link: link))
        }
        let text = prompt.joined(separator: "\n---\n")
        let ending = kind == .followUp ? ".next.prompt.txt" : ".prompt.txt"
        members.append(
            Member(name: stem.appending(ending), role: .prompt, size: Int64(text.utf8.count), contentType: nil))
        let number = numbers.add(1, ordering: .relaxed).newValue
        let job = Job(
            id: JobID("job-\(number)"), kind: kind, origin: origin, members: members, plan: Plan(prompt: prompt),
            language: "en", admitted: Timekeeper.real.wall(), take: try outbox.freeTake(for: origin))
        try await ledger.admit(job, under: epoch)
        let claimed = try ClaimedFolder.making(job.id, in: share)
        for member in members {
            let file = try claimed.files.createFile(member.name, mode: 0o600)
            try file.write((member.role == .media ? clip : text).utf8)
        }
        _ = try await ledger.confirmClaimed(job.id, under: epoch, at: Timekeeper.real.wall())
        EditorLog(outbox: outbox, events: sink, now: Timekeeper.real.wall)
            .tell(.pickedUp(files: members.map { ($0.name, $0.size) }), of: job)
        bell.ring()
        return job.id
    }

    /// Takes a job's files out of `failed/`, as when a person moves them back to the inbox.
    func bringBack(_ ended: Job) async throws {
        let reopening = Reopening(
            of: ended, members: ended.members, from: .failed, take: try outbox.freeTake(for: ended.origin),
            mayResend: true)
        while true {
            do throws(LedgerError) {
                _ = try await ledger.record(
                    .reopened(reopening), ofUnclaimed: ended.id, under: epoch, at: Timekeeper.real.wall())
                break
            } catch {
                // Its worker has not let go of it yet.
                guard error.code == .claimed else { throw error }
                try await Task.sleep(for: .milliseconds(2))
            }
        }
        let claimed = try ClaimedFolder.making(ended.id, in: share)
        for member in ended.members { try share.failed.rename(member.name, to: claimed.files, as: member.name) }
        _ = try await ledger.confirmClaimed(ended.id, under: epoch, at: Timekeeper.real.wall())
        bell.ring()
    }

    /// Takes a job and waits until it is over.
    @discardableResult
    func does(
        _ kind: Job.Kind = .drop, _ stem: FileName = "clip", _ prompt: String, in project: RelativePath = .root,
        clip: String = "a clip", link: String? = nil
    ) async throws -> Job {
        try await over(try await take(kind, stem, prompt, in: project, clip: clip, link: link))
    }

    /// Waits until a job is over.
    func over(_ id: JobID) async throws -> Job {
        while true {
            try Task.checkCancellation()
            if let job = try await ledger.job(id), job.state.isOver { return job }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Waits until a job waits for another one.
    func waitsForOther(_ id: JobID) async throws {
        while true {
            try Task.checkCancellation()
            if case .waiting(let waiting, _) = try await ledger.job(id)?.state, waiting.reason == .otherJob { return }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    // MARK: What is there

    func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path(folder)))?.sorted() ?? []
    }

    func text(_ name: String) -> String { (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? "" }

    /// The render that a file of the outbox came from.
    func render(of name: String) -> String? {
        FileManager.default.contents(atPath: path("outbox/" + name)).flatMap { MarkedClip.render(of: $0) }
    }

    func path(_ name: String) -> String { share.path + "/" + name }

    var tally: Tally { backend.tally }
}

extension Job {
    var failure: Failure? { if case .failed(let failure, _, _) = state { failure } else { nil } }
}

extension FileName {
    func appending(_ ending: String) -> FileName { FileName(bytes: bytes + Array(ending.utf8)) ?? self }
}

extension Timekeeper {
    fileprivate static let real: Timekeeper = {
        let start = ContinuousClock.now
        return Timekeeper(
            wall: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
            elapsed: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0) })
    }()
}

extension PipelineSettings {
    /// Waits short enough for a test.
    fileprivate static var quick: PipelineSettings {
        var settings = PipelineSettings()
        settings.quietCheck = .milliseconds(10)
        settings.renderPoll = .milliseconds(10)
        settings.recheckFirst = .milliseconds(20)
        settings.recheckNext = .milliseconds(20)
        settings.breaker = .milliseconds(50)
        settings.retry = Backoff(base: .milliseconds(5), cap: .milliseconds(50))
        return settings
    }
}
