// Questions without a clip: answered in the log, at no cost, and without a session of their own (FOLDER-CONTRACT 1).

import CountingBackend
import Foundation
import JobModel
import Ledger
import Outbox
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct LoneCommandTests {
    @Test func `credits needs neither a clip nor a session, nor that any job ever ran`() async throws {
        try await JobBench.with { bench in
            let job = try await bench.does(.command, "money", "credits")
            #expect(job.state == .finished)
            #expect(bench.tally.sessions.isEmpty)
            #expect(bench.tally.messages.isEmpty)
            #expect(bench.text("outbox/money.log").contains("Credits: 100000 available."))
            let day = bench.names(in: "archive").first ?? ""
            #expect(bench.names(in: "archive/\(day)") == ["money.prompt.txt"])
        }
    }

    @Test func `where originals are deleted the prompt goes`() async throws {
        try await JobBench.with({ $0.originals = .delete }) { bench in
            try await bench.does(.command, "money", "credits")
            #expect(bench.names(in: "archive").isEmpty)
            #expect(bench.names(in: ".longtake/claimed").isEmpty)
            #expect(bench.names(in: "failed").isEmpty)
        }
    }

    @Test func `status tells of the timeline of the job of that name`() async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "clip", "extend it")
            let asked = try await bench.does(.command, "CLIP", "status")
            #expect(asked.state == .finished)
            #expect(bench.tally.sessions.count == 1)
            #expect(bench.tally.messages.count == 1)
            let log = bench.text("outbox/CLIP.log")
            #expect(log.contains("Timeline (1 track)"), "\(log)")
        }
    }

    @Test func `in a project status tells of the project's timeline, whatever the prompt is called`() async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "clip", "extend it", in: RelativePath(["spring"]))
            try await bench.does(.command, "how", "status", in: RelativePath(["spring"]))
            #expect(bench.text("outbox/spring/how.log").contains("Timeline (1 track)"))
        }
    }

    @Test func `without a timeline the log says how to ask for one`() async throws {
        try await JobBench.with { bench in
            let job = try await bench.does(.command, "how", "status")
            #expect(job.state == .finished)
            #expect(bench.text("outbox/how.log").contains("There is no timeline of \u{201C}how\u{201D} yet."))
            #expect(bench.tally.exchanges.isEmpty)
        }
    }

    @Test func `of a project that has ended the log says so`() async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "clip", "extend it")
            bench.backend.forgetSessions()
            #expect(try await bench.does(.command, "clip", "status").state == .finished)
            #expect(bench.text("outbox/clip.take2.log").contains("at the video service has ended"))
            #expect(bench.tally.sessions.count == 1)
        }
    }
}
