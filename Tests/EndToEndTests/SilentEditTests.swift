// Edits that say nothing, edits that go on by themselves, and edits that change nothing: the timeline tells them apart
// (PROTOCOL 5 and 9).

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SilentEditTests {
    @Test func `an edit without a word is told by what changed on the timeline`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "[silent] opening\n---\n[silent] add \"Urban Dreams\"")
        try await share.delivers(from: daemon)
        let log = share.text(of: "outbox/clip.log")
        for sentence in [
            "Changed: video added: [silent] opening (0-1s, 35%); length 0 s → 1 s.",
            "Timeline (1 track): 1. Video: [silent] opening (0-1s, 35%)",
            "title added: \"Urban Dreams\" (0-3s)", "length 1 s → 2 s",
            "Timeline (2 tracks): 1. Video:", "2. Title: \"Urban Dreams\" (0-3s)",
        ] { #expect(log.contains(sentence), "\(sentence) is missing in\n\(log)") }
        #expect(!log.contains("The editor's AI says"), "\(log)")
        #expect(!log.contains("functionCall") && !log.contains("extend_video"), "\(log)")
        #expect(share.backend.acceptedMessages() == 2)
        #expect(share.backend.tally.exports.map(\.draft) == [.latest])
        #expect(share.backend.violations.isEmpty)
    }

    @Test func `a reply in pieces is told once, thoughts and words that mean nothing not at all`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "[issue] extend to 2 seconds")
        try await share.delivers(from: daemon)
        let log = share.text(of: "outbox/clip.log")
        #expect(log.components(separatedBy: "I extended").count == 2, "\(log)")
        #expect(!log.contains("temporary issue"), "\(log)")
        #expect(!log.contains("pacing"), "\(log)")
        #expect(!log.contains("keep-alive"), "\(log)")
    }

    // MARK: Two stages

    @Test func `the export waits until an edit that goes on by itself is done`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon(["timing.quiet_check": "500ms"])
        try await daemon.wrote("under watch")
        try share.drop(prompt: "[two stages] make a film")
        try await share.delivers(from: daemon)
        try exportedWhole(share, segments: 2)
    }

    @Test func `after a lost answer the export waits longer for an edit that goes on by itself`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(
            .message, .first(1),
            .stream([
                .call("generate_video"), .edit, .editLater(.milliseconds(300)), .editLater(.milliseconds(600)), .reset,
            ]))
        let daemon = share.daemon(["timing.quiet_check": "1ms", "timing.recheck_next": "400ms"])
        try await daemon.wrote("under watch")
        try share.drop(prompt: "make a film")
        try await share.delivers(from: daemon)
        try exportedWhole(share, segments: 3)
    }

    @Test func `a timeline that does not come to rest is waited for, not failed`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon(["timing.message_limit": "500ms", "timing.quiet_check": "200ms"])
        try await daemon.wrote("under watch")
        // Read before each look, so that no two looks see the same.
        let restless = Gate()
        share.backend.faults.on(
            .state,
            where: { facts in
                let session = facts.session ?? ""
                if !restless.isOpen, share.backend.draft(session: session) != nil {
                    share.backend.edit(session: session, "[generate] by itself")
                }
                return false
            }, .status(500))
        try share.drop(prompt: "make a film")
        try await daemon.wrote("the timeline is still changing by itself")
        #expect(share.backend.tally.requests(.export).isEmpty)
        restless.open()
        try await share.delivers(from: daemon)
        #expect(share.backend.tally.exports.map(\.draft) == [.latest])
        #expect(share.backend.acceptedMessages() == 1)
        #expect(share.names(in: "failed").isEmpty)
    }

    // MARK: Nothing

    @Test func `a question fails with what the editor's AI said, and nothing is exported`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "[question] make it longer")
        try await share.givesBack(from: daemon)
        let lines = share.text(of: "failed/clip.log").split(separator: "\n")
        #expect(
            lines.first
                == "Nothing was changed. The editor's AI said: Which of the two clips should be longer?", "\(lines)")
        #expect(lines.last?.contains("prompt") == true, "\(lines)")
        #expect(share.backend.tally.requests(.export).isEmpty)
        #expect(share.backend.acceptedMessages() == 1)

        // Brought back as it is, it asks for nothing that costs.
        try await share.dragBack(daemon: daemon)
        try await share.givesBack(from: daemon)
        #expect(share.text(of: "failed/clip.log").hasPrefix("Nothing was changed."))
        #expect(share.backend.tally.requests(.message).count == 1)
        #expect(share.backend.tally.requests(.export).isEmpty)
        #expect(share.backend.violations.isEmpty)
    }

    @Test func `an answer without words and without an edit fails as well`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(
            .message, .first(1), .stream([.call("extend_video"), .response("extend_video"), .nothing, .charge]))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "make it longer")
        try await share.givesBack(from: daemon)
        #expect(share.text(of: "failed/clip.log").hasPrefix("Nothing was changed."))
        #expect(share.text(of: "failed/clip.log").contains("The timeline has not changed."))
        #expect(share.backend.tally.requests(.export).isEmpty)
    }

    @Test func `a question between two edits does not keep their result back`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "one\n---\n[question] two\n---\nthree")
        try await share.delivers(from: daemon)
        #expect(share.backend.acceptedMessages() == 3)
        #expect(share.backend.tally.exports.map(\.draft) == [.latest])
        #expect(share.text(of: "outbox/clip.log").contains("Which of the two clips should be longer?"))
    }

    // MARK: Means

    /// One export, of a timeline with as many segments as were ever made.
    private func exportedWhole(_ share: CountedShare, segments: Int) throws {
        let tally = share.backend.tally
        #expect(tally.exports.map(\.draft) == [.latest])
        #expect(tally.acceptedMessages() == 1)
        let log = share.text(of: "outbox/clip.log")
        #expect(log.contains("length 0 s → \(segments) s"), "\(log)")
        let session = try #require(tally.sessions.first)
        let draft = try #require(share.backend.draft(session: session))
        #expect(draft.contains("\"d\":\(segments * 1000),"), "\(draft)")
        #expect(share.names(in: "failed").isEmpty)
    }
}
