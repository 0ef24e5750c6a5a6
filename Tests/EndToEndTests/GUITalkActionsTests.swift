// The backend talks to a person at a screen: the log does not, and what it asked for is done (PROTOCOL 7 and 8).

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct GUITalkActionsTests {
    private static let drag = "Drag the clip to the end of the timeline."

    @Test func `words about buttons stay out of the log, the rest of the reply stays in it`() async throws {
        let (share, log) = try await log(of: "[gui] extend to 2 seconds")
        #expect(log.contains("The editor's AI says: I extended the video."), "\(log)")
        for word in ["Click", "Export button", "点击", "导出"] { #expect(!log.contains(word), "\(word) in\n\(log)") }
        #expect(share.backend.acceptedMessages() == 1)
        #expect(share.backend.tally.exports.count == 1)
    }

    @Test func `where it wants the account looked at, the balance is in the log`() async throws {
        let (share, log) = try await log(of: "[billing] extend to 2 seconds", credits: 150)
        #expect(log.contains("Credits: 100 available."), "\(log)")
        #expect(!log.contains("Check your account"), "\(log)")
        #expect(share.backend.tally.received(.credits) >= 1)
    }

    @Test func `where it wants a preview, the tracks are in the log`() async throws {
        let (_, log) = try await log(of: "[preview] extend to 2 seconds")
        #expect(log.contains("Timeline (1 track): 1. Video: [preview] extend to 2 se"), "\(log)")
        #expect(!log.contains("Preview it"), "\(log)")
    }

    // MARK: Edits by hand

    @Test func `an edit that it wants made by hand is handed back to it, once`() async throws {
        let (share, log) = try await log(of: "[drag] put the clip last")
        let texts = share.backend.tally.messages.map(\.text)
        #expect(texts.count == 2, "\(texts)")
        #expect(texts.last?.contains("yourself") == true && texts.last?.contains(Self.drag) == true, "\(texts)")
        #expect(share.backend.acceptedMessages() == 2)
        #expect(!log.contains("says: Drag"), "\(log)")
        #expect(share.backend.violations.isEmpty)
    }

    @Test func `an edit by hand is not asked for where the timeline has changed`() async throws {
        let (share, log) = try await log(of: "put the clip last") {
            $0.faults.on(.message, .first(1), .stream([.edit, .text("I cut it. " + Self.drag)]))
        }
        #expect(share.backend.tally.messages.count == 1)
        #expect(log.contains("I cut it."), "\(log)")
        #expect(!log.contains("Drag"), "\(log)")
    }

    @Test func `at most one follow-up goes out a step, whatever comes back`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.message, .stream([.text(Self.drag), .charge]))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "put the clip last")
        try await share.givesBack(from: daemon)
        #expect(share.backend.tally.requests(.message).count == 2)
        #expect(share.text(of: "failed/clip.log").hasPrefix("Nothing was changed."))
        #expect(share.backend.violations.isEmpty)
    }

    @Test func `each step may have its follow-up`() async throws {
        let (share, _) = try await log(of: "[drag] one\n---\n[drag] two\n---\nthree")
        let texts = share.backend.tally.messages.map { String($0.text.prefix(10)) }
        #expect(texts == ["[drag] one", "Please mak", "[drag] two", "Please mak", "three"])
    }

    @Test(arguments: [false, true])
    func `a follow-up whose answer is lost is a message like any other`(isEdited: Bool) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.message, .only(2), .reset(at: isEdited ? .worked : .read))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "[drag] put the clip last")
        if isEdited {
            try await share.delivers(from: daemon)
        } else {
            try await share.givesBack(from: daemon)
            #expect(share.text(of: "failed/clip.log").hasPrefix("It is uncertain whether the edit was made"))
            #expect(share.backend.tally.requests(.export).isEmpty)
        }
        #expect(share.backend.tally.requests(.message).count == 2)
        #expect(share.backend.violations.isEmpty)
    }

    /// Of the readings of the timeline: before the upload, before the message, two for quiet, before the follow-up.
    @Test(arguments: [3, 4, 5])
    func `a kill before the follow-up costs no follow-up, and none twice`(reading: Int) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.state, .only(reading), .hold(Gate(), at: .read))
        let first = share.daemon()
        try await first.wrote("under watch")
        try share.drop(prompt: "[drag] put the clip last")
        try await share.backend.saw("the timeline is read") { $0.received(.state) == reading }
        try await first.killAtOnce()
        let second = share.daemon()
        try await share.delivers(from: second)
        #expect(share.backend.tally.messages.count == 2)
        #expect(share.backend.violations.isEmpty)
    }

    // MARK: Commands

    @Test func `an export between two edits is a take of its own, and the last line of the log names the last`()
        async throws
    {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "one\n---\nexport\n---\ncredits\n---\nstatus\n---\n导出\n---\ntwo\n---\nexport")
        try await share.waits(for: "outbox/clip.take3.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        let tally = share.backend.tally
        #expect(tally.messages.map(\.text) == ["one", "two"])
        #expect(tally.exports.map(\.draft) == [.latest, .latest, .latest])
        #expect(Set(tally.exports.map(\.id)).count == 3)
        #expect(share.names(in: "outbox") == ["clip.log", "clip.mp4", "clip.take2.mp4", "clip.take3.mp4"])
        for (name, export) in zip(["clip", "clip.take2", "clip.take3"], tally.exports) {
            #expect(share.render(of: "outbox/\(name).mp4") == export.id)
        }
        let log = share.text(of: "outbox/clip.log")
        #expect(log.contains("Credits: 99950 available."), "\(log)")
        let delivered = log.split(separator: "\n").filter { $0.contains("Delivered ") }
        #expect(delivered.count == 3, "\(log)")
        #expect(delivered.last?.contains("clip.take3.mp4") == true, "\(log)")
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    @Test(arguments: ["credits", "余额", "status", "upload", "credits\n---\nstatus"])
    func `commands send no message and want no export`(prompt: String) async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: prompt)
        try await daemon.wrote("The originals are in archive")
        try await share.isWorkedOff(by: daemon)
        let tally = share.backend.tally
        #expect(tally.requests(.message).isEmpty)
        #expect(tally.requests(.export).isEmpty)
        #expect(tally.uploads.count == 1)
        #expect(share.names(in: "outbox") == ["clip.log"])
        let log = share.text(of: "outbox/clip.log")
        if prompt.hasPrefix("credits") { #expect(log.contains("Credits: 100000 available."), "\(log)") }
        if prompt.hasSuffix("status") { #expect(log.contains("The timeline is still empty."), "\(log)") }
    }

    @Test(arguments: ["export", "Send me the video!", "下载"])
    func `an export with nothing on the timeline fails and says what to write`(prompt: String) async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: prompt)
        try await share.givesBack(from: daemon)
        let log = share.text(of: "failed/clip.log")
        #expect(log.hasPrefix("There is nothing on the timeline to export."), "\(log)")
        #expect(log.contains("Write into the prompt what should be done"), "\(log)")
        #expect(share.backend.tally.requests(.message).isEmpty)
        #expect(share.backend.tally.requests(.export).isEmpty)
    }

    // MARK: Means

    /// Has a clip worked on to its delivery.
    private func log(
        of prompt: String, credits: Int = 100_000, _ arrange: (CountingServer) -> Void = { _ in }
    ) async throws -> (share: CountedShare, log: String) {
        let share = try await CountedShare(credits: credits)
        arrange(share.backend)
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: prompt)
        try await share.delivers(from: daemon)
        #expect(share.names(in: "failed").isEmpty)
        return (share, share.text(of: "outbox/clip.log"))
    }
}
