// The same clip and prompt dropped again: its result again, and the bill stays as it was (FOLDER-CONTRACT 5).

import CountingBackend
import EndToEndSupport
import Foundation
import LocalBackend
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct DuplicateDropTests {
    private static let reuse = ["duplicates": "reuse"]

    /// A share on which the clip was done once.
    private func done() async throws -> (CountedShare, ProgramUnderTest) {
        let share = try await CountedShare()
        let daemon = share.daemon(Self.reuse)
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.delivers(from: daemon)
        return (share, daemon)
    }

    @Test
    func `the result that is there is delivered again, and nothing is asked of the backend but a link for people`()
        async throws
    {
        let (share, daemon) = try await done()
        let calls = share.backend.tally.exchanges.count { $0.call != .claimLink }
        try share.drop(prompt: "extend it")
        try await share.delivers("clip.take2", from: daemon)
        #expect(
            share.backend.tally.exchanges.count { $0.call != .claimLink } == calls, "\(share.backend.tally.account)")
        #expect(share.render(of: "outbox/clip.take2.mp4") == share.render(of: "outbox/clip.mp4"))
        let log = share.text(of: "outbox/clip.take2.log")
        #expect(log.contains("its result is delivered again, free"), "\(log)")
        let day = share.names(in: "archive").first ?? ""
        #expect(share.names(in: "archive/\(day)").count == 4)
    }

    @Test func `with the outbox emptied the recorded draft is rendered again, by another daemon too`() async throws {
        let (share, first) = try await done()
        try FileManager.default.removeItem(atPath: share.path("outbox/clip.mp4"))
        try await first.send(SIGTERM)
        _ = try await first.ending()
        let second = share.daemon(Self.reuse)
        try await second.wrote("under watch")
        try share.drop("other", prompt: "extend it")
        try await share.delivers("other", from: second)
        let tally = share.backend.tally
        #expect(tally.acceptedMessages() == 1)
        #expect(tally.uploads.count == 1)
        #expect(tally.exports.map(\.draft) == [.latest, .latest])
        #expect(share.render(of: "outbox/other.mp4") == tally.exports.last?.id)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    @Test func `with the session gone as well it fails, and a person decides`() async throws {
        let (share, daemon) = try await done()
        try FileManager.default.removeItem(atPath: share.path("outbox/clip.mp4"))
        share.backend.forgetSessions()
        try share.drop("other", prompt: "extend it")
        try await share.givesBack("other", from: daemon)
        #expect(share.text(of: "failed/other.log").contains("change the wording of the prompt"))
        #expect(share.backend.acceptedMessages() == 1)
        #expect(share.backend.tally.sessions.count == 1)
        try await share.dragBack("other", daemon: daemon)
        try await share.givesBack("other", from: daemon)
        #expect(share.backend.acceptedMessages() == 1)

        try await daemon.send(SIGTERM)
        _ = try await daemon.ending()
        let paying = share.daemon(["duplicates": "redo"])
        try await paying.wrote("under watch")
        try await share.dragBack("other", daemon: paying)
        try await share.delivers("other", from: paying)
        #expect(share.backend.acceptedMessages() == 2)
    }

    @Test func `what is rendered again is what was delivered, not what has become of it since`() async throws {
        let share = try await LocalShare()
        let clip = try await share.smallClip()
        let daemon = share.daemon(Self.reuse)
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds", as: "clip.prompt.txt")
        try share.drop(clip: clip, as: "clip.mp4")
        try await share.waits(for: "outbox/clip.mp4", from: daemon)
        try share.drop(prompt: "extend to 3 seconds", as: "clip.next.prompt.txt")
        try await share.waits(for: "outbox/clip.take2.mp4", from: daemon)
        try FileManager.default.removeItem(atPath: share.path("outbox/clip.mp4"))
        try share.drop(prompt: "extend to 2 seconds", as: "other.prompt.txt")
        try share.drop(clip: clip, as: "other.mp4")
        try await share.waits(for: "outbox/other.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        for (name, seconds) in [("clip.take2", 3.0), ("other", 2.0)] {
            let facts = try await SmallClip.facts(of: share.path("outbox/\(name).mp4"))
            #expect(abs(facts.seconds - seconds) <= 1.0 / 24, "\(name): \(facts)")
        }
        #expect(share.backend.faults.counts.acceptedMessages == 2)
        #expect(share.backend.faults.counts.received(.export) == 3)
    }

    /// Kills the daemon at each step of handing a result out again; another goes on.
    @Test(arguments: [CallKind.export, .renderStatus, .download])
    func `a crash in the middle costs nothing but time`(call: CallKind) async throws {
        let (share, first) = try await done()
        try FileManager.default.removeItem(atPath: share.path("outbox/clip.mp4"))
        let before = share.backend.tally.received(call)
        share.backend.faults.on(call, .first(1), .hang(at: .worked))
        try share.drop("other", prompt: "extend it")
        try await eventually("the call stands", seen: { share.account(of: first) }) {
            share.backend.tally.received(call) > before
        }
        try await first.killAtOnce()
        let second = share.daemon(Self.reuse)
        try await share.delivers("other", from: second)
        let tally = share.backend.tally
        #expect(tally.acceptedMessages() == 1)
        #expect(tally.exports.count == 2, "\(tally.account)")
        #expect(share.render(of: "outbox/other.mp4") == tally.exports.last?.id)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    @Test func `while the first is running the second waits, across a restart`() async throws {
        let share = try await CountedShare()
        let gate = Gate()
        share.backend.faults.on(.renderStatus, .first(1), .hold(gate, at: .read))
        let first = share.daemon(Self.reuse)
        try await first.wrote("under watch")
        try share.drop("a", prompt: "extend it")
        try await eventually("a renders", seen: { share.account(of: first) }) { share.backend.tally.exports.count == 1 }
        try share.drop("b", prompt: "extend it")
        try await eventually("b waits", seen: { share.account(of: first) }) {
            share.text(of: "outbox/b.log").contains("Waiting: \u{201C}a\u{201D} is the same clip and prompt")
        }
        try await first.killAtOnce()
        gate.open()
        let second = share.daemon(Self.reuse)
        for stem in ["a", "b"] { try await share.waits(for: "outbox/\(stem).mp4", from: second) }
        try await share.isWorkedOff(by: second)
        #expect(share.backend.acceptedMessages() == 1)
        #expect(share.backend.tally.exports.count == 1)
        #expect(share.render(of: "outbox/a.mp4") == share.render(of: "outbox/b.mp4"))
    }

    @Test func `redo makes and pays for a new one`() async throws {
        let (share, first) = try await done()
        try await first.send(SIGTERM)
        _ = try await first.ending()
        let second = share.daemon(["duplicates": "redo"])
        try await second.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.delivers("clip.take2", from: second)
        #expect(share.backend.acceptedMessages() == 2)
        #expect(share.backend.tally.sessions.count == 2)
    }
}
