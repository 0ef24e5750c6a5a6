// Follow-ups go on in the session of the job they name, and in no other (FOLDER-CONTRACT 1, "Iterate").

import CountingBackend
import JobModel
import Ledger
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct FollowUpTests {
    @Test func `a follow-up works on the same timeline, and its result is the next take`() async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "clip", "extend it")
            let next = try await bench.does(.followUp, "clip", "make the title red")
            #expect(next.state == .finished)
            #expect(bench.tally.sessions.count == 1)
            #expect(bench.tally.uploads.count == 1)
            #expect(bench.tally.messages.map(\.text) == ["extend it", "make the title red"])
            #expect(bench.tally.exports.map(\.draft) == [.latest, .latest])
            #expect(bench.tally.violations.isEmpty, "\(bench.tally.account)")
            #expect(bench.names(in: "outbox") == ["clip.log", "clip.mp4", "clip.take2.log", "clip.take2.mp4"])
            #expect(bench.render(of: "clip.take2.mp4") == bench.tally.exports.last?.id)
            #expect(bench.text("outbox/clip.take2.log").contains("Going on with the timeline of \u{201C}clip\u{201D}."))
        }
    }

    @Test func `one that comes while the job runs waits for it, and a second for the first`() async throws {
        try await JobBench.with { bench in
            let gate = Gate()
            bench.backend.faults.on(.message, .only(1), .hold(gate, at: .read))
            try await bench.take(.drop, "clip", "one")
            _ = try await bench.backend.saw("the first message") { $0.received(.message) == 1 }
            let second = try await bench.take(.followUp, "clip", "two")
            let third = try await bench.take(.followUp, "clip", "three")
            gate.open()
            #expect(try await bench.over(second).state == .finished)
            #expect(try await bench.over(third).state == .finished)
            #expect(bench.tally.messages.map(\.text) == ["one", "two", "three"])
            #expect(bench.tally.sessions.count == 1)
            #expect(bench.tally.violations.isEmpty, "\(bench.tally.account)")
        }
    }

    @Test func `it goes on where a job has failed after its edit`() async throws {
        try await JobBench.with { bench in
            bench.backend.faults.on(.export, .only(1), .refuse(402, "no", status: 402))
            let first = try await bench.does(.drop, "clip", "one")
            #expect(first.failure?.code == Failure.Code("plan-forbids-export"))
            #expect(try await bench.does(.followUp, "clip", "two").state == .finished)
            #expect(bench.tally.messages.map(\.text) == ["one", "two"])
            #expect(bench.tally.sessions.count == 1)
        }
    }

    @Test func `export alone renders the timeline as it is, and commands are answered`() async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "clip", "one")
            let asking = try await bench.take(.followUp, "clip", "status", "credits", "export")
            #expect(try await bench.over(asking).deliveries.map(\.take) == [2])
            #expect(bench.tally.messages.count == 1)
            #expect(bench.tally.exports.count == 2)
            let log = bench.text("outbox/clip.take2.log")
            #expect(log.contains("Timeline (1 track)"), "\(log)")
            #expect(log.contains("Credits: "), "\(log)")
        }
    }

    @Test func `in a project it goes on in the session of that clip`() async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "a", "one", in: RelativePath(["spring"]))
            try await bench.does(.drop, "b", "two", in: RelativePath(["spring"]), clip: "b")
            let next = try await bench.does(.followUp, "a", "three", in: RelativePath(["spring"]))
            #expect(next.state == .finished)
            #expect(bench.tally.sessions.count == 1)
            #expect(bench.names(in: "outbox/spring").contains("a.take2.mp4"))
        }
    }

    // MARK: What has ended

    @Test(arguments: [CallKind.state, .message, .export])
    func `a session that has ended fails it with what to do, and none is opened`(call: CallKind) async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "clip", "one")
            bench.backend.faults.on(call, .always, .refuse(1002, "session not found"))
            let next = try await bench.does(.followUp, "clip", "two")
            #expect(next.failure?.code == .sessionEnded)
            #expect(next.failure?.remedy == "Drop the clip again, with this text as clip.prompt.txt.")
            #expect(bench.tally.sessions.count == 1)
            let id = try #require(next.session)
            #expect(try await bench.ledger.session(id)?.isAlive == false)
            #expect(bench.names(in: "failed") == ["clip.log", "clip.next.prompt.txt"])

            bench.backend.faults.clear()
            let calls = bench.tally.exchanges.count
            #expect(try await bench.does(.followUp, "clip", "two again").failure?.code == .sessionEnded)
            #expect(bench.tally.exchanges.count == calls, "a session known to have ended was asked for")

            #expect(try await bench.does(.drop, "clip", "one", clip: "another").state == .finished)
            #expect(try await bench.does(.followUp, "clip", "two").state == .finished)
            #expect(bench.tally.sessions.count == 2)
        }
    }

    @Test func `without a timeline of that name there is nothing to go on with`() async throws {
        try await JobBench.with { bench in
            bench.backend.faults.on(.session, .always, .status(400))
            try await bench.does(.drop, "clip", "one")
            let next = try await bench.does(.followUp, "clip", "two")
            #expect(next.failure?.message == "There is no timeline of \u{201C}clip\u{201D} to go on with.")
            #expect(bench.tally.messages.isEmpty)
        }
    }

    @Test func `while nobody knows whether the last edit was made, it is refused, until a person settles that`()
        async throws
    {
        try await JobBench.with { bench in
            bench.backend.faults.on(.message, .first(1), .reset(at: .read))
            let first = try await bench.does(.drop, "clip", "one")
            #expect(first.failure?.code == .uncertain)
            let next = try await bench.does(.followUp, "clip", "two")
            #expect(next.failure?.code == Failure.Code("uncertain-before"))
            #expect(bench.tally.messages.count == 1)
            _ = try await bench.ledger.record(
                .cancelled, ofUnclaimed: first.id, under: bench.epoch, at: Timestamp(milliseconds: 0))
            #expect(try await bench.does(.followUp, "clip", "three").state == .finished)
            #expect(bench.tally.messages.map(\.text) == ["one", "three"])
        }
    }
}
