// Prompts without a clip, dropped as editors do: follow-ups, questions, and shortcuts in a clip's place
// (FOLDER-CONTRACT 1).

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct FollowUpDropTests {
    private static let quick = ["timing.lone": "100ms", "timing.settle_prompt": "20ms"]

    private func watched() async throws -> (CountedShare, ProgramUnderTest) {
        let share = try await CountedShare()
        let daemon = share.daemon(Self.quick)
        try await daemon.wrote("under watch")
        return (share, daemon)
    }

    // MARK: Follow-ups

    @Test func `a follow-up goes on with the finished clip; the results are its takes`() async throws {
        let (share, daemon) = try await watched()
        try share.drop(prompt: "extend it")
        try await share.delivers(from: daemon)
        for (take, prompt) in [(2, "make the title red"), (3, "export")] {
            try share.drop(prompt: prompt, as: take == 2 ? "clip.next.prompt.txt" : "CLIP.next.prompt.txt")
            try await share.delivers("clip.take\(take)", from: daemon)
        }
        let tally = share.backend.tally
        #expect(tally.sessions.count == 1)
        #expect(tally.uploads.count == 1)
        #expect(tally.messages.map(\.text) == ["extend it", "make the title red"])
        #expect(tally.exports.map(\.draft) == [.latest, .latest, .latest])
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    @Test func `dropped while the clip is running it waits its turn, across a restart`() async throws {
        let (share, first) = try await watched()
        share.backend.faults.on(.renderStatus, .first(1), .hang(at: .read))
        try share.drop(prompt: "extend it")
        try await eventually("it renders", seen: { share.account(of: first) }) {
            share.backend.tally.exports.count == 1
        }
        try share.drop(prompt: "make the title red", as: "clip.next.prompt.txt")
        try await share.waits(for: "outbox/clip.take2.log", from: first)
        try await first.killAtOnce()
        let second = share.daemon(Self.quick)
        try await share.delivers("clip.take2", from: second)
        let tally = share.backend.tally
        #expect(share.exists("outbox/clip.mp4"))
        #expect(tally.messages.map(\.text) == ["extend it", "make the title red"])
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    @Test func `when the session has ended it says to drop the clip again, and pays nothing`() async throws {
        let (share, daemon) = try await watched()
        try share.drop(prompt: "extend it")
        try await share.delivers(from: daemon)
        share.backend.forgetSessions()
        try share.drop(prompt: "make the title red", as: "clip.next.prompt.txt")
        try await share.waits(for: "failed/clip.next.prompt.txt", from: daemon)
        try await share.isWorkedOff(by: daemon)
        let log = share.text(of: "failed/clip.log")
        #expect(log.contains("has ended"), "\(log)")
        #expect(log.hasSuffix("Drop the clip again, with this text as clip.prompt.txt.\n"), "\(log)")
        #expect(share.backend.acceptedMessages() == 1)
        #expect(share.backend.tally.sessions.count == 1)
    }

    @Test func `a message of a follow-up whose fate is unknown is not sent again by itself`() async throws {
        let (share, daemon) = try await watched()
        try share.drop(prompt: "extend it")
        try await share.delivers(from: daemon)
        share.backend.faults.on(.message, .first(1), .reset(at: .read))
        try share.drop(prompt: "make the title red", as: "clip.next.prompt.txt")
        try await share.waits(for: "failed/clip.next.prompt.txt", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.backend.receivedMessages(text: "make the title red") == 1)
        #expect(share.backend.tally.exports.count == 1)

        try share.drop(prompt: "add music", as: "clip.next.prompt.txt")
        try await eventually("the other is refused", seen: { share.account(of: daemon) }) {
            share.names(in: "failed").filter { $0.hasSuffix(".next.prompt.txt") }.count == 2
        }
        try await share.isWorkedOff(by: daemon)
        #expect(share.backend.receivedMessages(text: "add music") == 0)

        try FileManager.default.moveItem(
            atPath: share.path("failed/clip.next.prompt.txt"), toPath: share.path("inbox/clip.next.prompt.txt"))
        try await share.waits(for: "outbox/clip.take2.mp4", from: daemon)
        #expect(share.backend.acceptedMessages(text: "make the title red") == 1)
    }

    // MARK: Questions

    @Test func `lone questions are answered in the outbox, and cost nothing`() async throws {
        let (share, daemon) = try await watched()
        try share.drop(prompt: "credits", as: "money.prompt.txt")
        try await share.waits(for: "outbox/money.log", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.text(of: "outbox/money.log").contains("Credits: 100000 available."))
        #expect(share.backend.tally.sessions.isEmpty)

        try share.drop(prompt: "extend it")
        try await share.delivers(from: daemon)
        try share.drop(prompt: "status", as: "clip.prompt.txt")
        try await share.waits(for: "outbox/clip.take2.log", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.text(of: "outbox/clip.take2.log").contains("Timeline (1 track)"))
        #expect(share.backend.tally.messages.count == 1)
        #expect(share.backend.tally.sessions.count == 1)
        #expect(share.names(in: "inbox").isEmpty)
        #expect(share.names(in: "failed").isEmpty)
    }

    // MARK: Shortcuts

    @Test(arguments: [
        ("clip.url", "[InternetShortcut]\r\nURL=https://cdn.example/a.mp4?key=hush\r\n"),
        ("clip.url.txt", "https://cdn.example/a.mp4?key=hush\n"),
    ])
    func `a shortcut is uploaded by its address, and archived with its prompt`(
        name: String, content: String
    ) async throws {
        let (share, daemon) = try await watched()
        try share.drop(prompt: content, as: name)
        try share.drop(prompt: "extend it", as: "clip.prompt.txt")
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        #expect(tally.uploads.map(\.address) == ["https://cdn.example/a.mp4?key=hush"])
        #expect(tally.acceptedMessages() == 1)
        #expect(tally.violations.isEmpty, "\(tally.account)")
        let log = share.text(of: "outbox/clip.log")
        #expect(log.contains("Uploaded \(name) (from cdn.example)."), "\(log)")
        #expect(!log.contains("hush"))
        let day = share.names(in: "archive").first ?? ""
        #expect(share.names(in: "archive/\(day)") == ["clip.prompt.txt", name])
    }
}
