// `archive_days`: originals go after their time, which no clock can hurry.

import FileAccess
import Foundation
import JobModel
import Ledger
import LedgerSQLite
import Outbox
import Pipeline
import TestSupport
import Testing
import Timing

@Suite(.timeLimit(.minutes(1)))
struct ArchiveSweepTests {
    private static let day: Duration = .seconds(86_400)

    /// A root with one archived clip, and a sweep whose clocks a test sets.
    private final class Bench: Sendable {
        let folder: TemporaryFolder
        let outbox: ShareOutbox
        let ledger: SQLiteLedger
        let epoch: Epoch
        let hands = ManualTimekeeper()
        let sink = RecordingSink()

        init() async throws {
            folder = try TemporaryFolder()
            let share = try ShareRoot.open(folder.path)
            outbox = ShareOutbox(share: share, settings: OutboxSettings())
            ledger = try SQLiteLedger.inMemory()
            epoch = try await ledger.beginEpoch(holder: "test", at: hands.wall)
            let job = Job(
                id: JobID("job-1"), kind: .drop, origin: Origin(root: share.path, folder: .root, stem: "clip"),
                members: [Member(name: "clip.mp4", role: .media, size: 4, contentType: "video/mp4")],
                plan: Plan(prompt: ["brighten it"]), language: "en", admitted: hands.wall, take: 1)
            try ClaimedFolder.making(job.id, in: share).files.createFile("clip.mp4", mode: 0o600).write([1, 2, 3, 4])
            let archived = try #require(try outbox.archiveOriginals(of: job, at: job.admitted))
            #expect(archived.files.count == 1)
            try await ledger.note(archived.files, under: epoch)
        }

        var isThere: Bool {
            (FileManager.default.subpaths(atPath: folder.path + "/archive") ?? []).contains { $0.hasSuffix("clip.mp4") }
        }

        /// Runs a daemon's sweep for some time.
        /// - Parameter wall: the wall clock it sees.
        func run(for duration: Duration, days: Int = 30, wall: (@Sendable () -> Timestamp)? = nil) async throws {
            let own = hands.timekeeper
            let time = Timekeeper(wall: wall ?? own.wall, elapsed: own.elapsed, sleep: own.sleep)
            let archive = ArchiveSweep.Archive(outbox: outbox, days: days)
            let sweep = ArchiveSweep(book: ledger, epoch: epoch, archives: [archive], events: sink, time: time)
            let running = Task { try await sweep.run() }
            await hands.sleepers(1)
            hands.advance(by: duration)
            await hands.sleepers(1)
            running.cancel()
            try await running.value
        }
    }

    @Test func `a file goes when daemons have run for as long as it is kept, and not before`() async throws {
        let bench = try await Bench()
        for _ in 1...29 { try await bench.run(for: Self.day) }
        #expect(bench.isThere)
        try await bench.run(for: Self.day + .seconds(1))
        #expect(!bench.isThere)
        #expect(bench.sink.events.isEmpty)
        #expect(try await bench.ledger.archived(in: bench.outbox.share.path, longerThan: .zero, limit: 9).isEmpty)
    }

    @Test func `0 days keep it for ever`() async throws {
        let bench = try await Bench()
        try await bench.run(for: Self.day * 10_000, days: 0)
        #expect(bench.isThere)
    }

    @Test(arguments: [3650, -3650])
    func `a clock that jumps by ten years ages nothing`(days: Int) async throws {
        let bench = try await Bench()
        let jumped = bench.hands.wall + Self.day * days
        for _ in 1...3 { try await bench.run(for: .seconds(3600), wall: { jumped }) }
        #expect(bench.isThere)
    }

    @Test func `time in which no daemon runs does not count`() async throws {
        let bench = try await Bench()
        try await bench.run(for: Self.day)
        bench.hands.advance(by: Self.day * 365)
        try await bench.run(for: Self.day)
        #expect(bench.isThere)
    }

    @Test func `a file that a person changed is forgotten, and stays`() async throws {
        let bench = try await Bench()
        try ChildShell.run("for clip in archive/*/clip.mp4; do printf x >> $clip; done", in: bench.folder.path)
        try await bench.run(for: Self.day * 31)
        #expect(bench.isThere)
        #expect(try await bench.ledger.archived(in: bench.outbox.share.path, longerThan: .zero, limit: 9).isEmpty)
    }
}
