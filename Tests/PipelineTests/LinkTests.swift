// Shortcuts: the backend fetches the video, and nothing of the address but its host is told (FOLDER-CONTRACT 1).

import CountingBackend
import JobModel
import Ledger
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct LinkTests {
    private static let address = "https://cdn.example:8443/a/clip.mp4?key=hush-hush"

    @Test func `what a shortcut names is uploaded by its address, once`() async throws {
        try await JobBench.with { bench in
            let job = try await bench.does(.drop, "clip", "extend it", link: Self.address)
            #expect(job.state == .finished)
            #expect(bench.tally.uploads.map(\.address) == [Self.address])
            #expect(bench.tally.violations.isEmpty, "\(bench.tally.account)")
            let log = bench.text("outbox/clip.log")
            #expect(log.contains("Uploaded clip.url (from cdn.example:8443)."), "\(log)")
            #expect(!log.contains("hush"))
        }
    }

    @Test func `after a lost answer the session tells whether it has arrived`() async throws {
        try await JobBench.with { bench in
            bench.backend.faults.on(.upload, .only(1), .reset(at: .worked))
            let job = try await bench.does(.drop, "clip", "extend it", link: Self.address)
            #expect(job.state == .finished)
            #expect(bench.tally.uploads.count == 1)
        }
    }

    @Test(arguments: [
        Effect.refuse(4001, "cannot read \(address)"), .refuse(404, "no \(address)", status: 404),
        .refuse(400, "bad url \(address)", status: 400), .refuse(4002, "too large"),
    ])
    func `an address that is refused fails the job with what to do, and the secret stays one`(
        refusal: Effect
    ) async throws {
        try await JobBench.with { bench in
            bench.backend.faults.on(.upload, .always, refusal)
            let job = try await bench.does(.drop, "clip", "extend it", link: Self.address)
            let failure = try #require(job.failure)
            #expect(failure.code == Failure.Code("link-refused"))
            #expect(failure.message.contains("cdn.example:8443"))
            #expect(failure.remedy.contains("in place of the shortcut"))
            #expect(bench.tally.received(.upload) == 1)
            #expect(bench.tally.sessions.count == 1)
            #expect(!"\(failure) \(failure.cause ?? "")".contains("hush"))
            #expect(!bench.text("failed/clip.log").contains("hush"))
        }
    }
}
