// The pool and its ledger: without it nothing may be done, and nobody must be left to guess why.

import Inspection
import JobModel
import Ledger
import LedgerSQLite
import Media
import NemoAPI
import Telemetry
import TestSupport
import Testing
import Timing

@testable import Pipeline

@Suite(.timeLimit(.minutes(5)))
struct WorkerPoolTests {
    /// A pool over a ledger that holds one job whose root is not served, so that the job's first record is "waiting".
    private struct Bench {
        let ledger: SQLiteLedger
        let job: Job
        let sink = RecordingSink()
        let pool: WorkerPool
        private let client: NemoClient

        /// Makes a bench, works at it, and clears it away.
        static func with(
            _ ledger: (SQLiteLedger) -> any LedgerWriter, _ body: (Bench) async throws -> Void
        ) async throws {
            let bench = try await Bench(ledger)
            try await body(bench)
            await bench.client.shutdown()
        }

        private init(_ ledger: (SQLiteLedger) -> any LedgerWriter) async throws {
            let time = ManualTimekeeper().timekeeper
            let inner = try SQLiteLedger.inMemory()
            let epoch = try await inner.beginEpoch(holder: "test", at: time.wall())
            let admitted = Job(
                id: JobID("job-1"), kind: .drop, origin: Origin(root: "/elsewhere", folder: .root, stem: "clip"),
                members: [Member(name: "clip.mp4", role: .media, size: 1, contentType: "video/mp4")],
                plan: Plan(prompt: ["brighten it"]), language: "en", admitted: time.wall(), take: 1)
            try await inner.admit(admitted, under: epoch)
            job = try await inner.confirmClaimed(admitted.id, under: epoch, at: time.wall())
            self.ledger = inner

            let api = try #require(BackendAddress("http://127.0.0.1:9"))
            client = NemoClient(
                settings: NemoSettings(api: api, web: api),
                credentials: CredentialSources(givenToken: "a-token", stateFolder: "/nonexistent") { "uuid" },
                now: time.wall)
            let writer = ledger(inner)
            let workshop = JobRun.Workshop(
                ledger: writer, epoch: epoch, client: client,
                media: MediaCheck(database: try MagicDatabase(), probe: nil), outboxes: [:],
                settings: PipelineSettings(), events: sink, time: time, appointments: SteadyClock(time),
                gates: CallGates(settings: GateSettings(PipelineSettings()), time: time) {
                    [client] () async throws(APIFailure) in try await client.balance()
                }, newRenderID: { RenderID("render_1") })
            pool = WorkerPool(
                ledger: writer, epoch: epoch, settings: PipelineSettings(), workshop: workshop, bell: Bell(time: time))
        }
    }

    @Test func `a ledger that cannot be written ends the pool with the reason`() async throws {
        try await Bench.with({ LedgerOnFullDisk($0, refusing: .record) }) { bench in
            let error = await #expect(throws: LedgerError.self) { try await bench.pool.run() }
            #expect(error?.code == .noRoom)
        }
    }

    @Test func `a job whose root is not served waits, and its worker is free for others`() async throws {
        try await Bench.with({ $0 }) { bench in
            let running = Task { try await bench.pool.run() }
            _ = await bench.sink.first { event -> Bool? in
                if case .job(_, .waiting(let waiting)) = event, waiting.reason == .root { true } else { nil }
            }
            while try await bench.ledger.tally().waiting == 0, !Task.isCancelled { await Task.yield() }
            running.cancel()
            _ = await running.result
            let job = try await bench.ledger.job(bench.job.id)
            guard case .waiting(let waiting, .claimed) = job?.state else {
                Issue.record("\(String(describing: job?.state))")
                return
            }
            #expect(waiting.reason == .root)
        }
    }
}
