// Whether an edit was made is uncertain: a person decides, and the timeline is looked at before anything is sent again
// (PROTOCOL 6, FOLDER-CONTRACT 1 and 5).

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct UncertainTests {
    // MARK: By dragging the files back

    @Test func `files brought back: the timeline is read, and the message goes out once more if it is unchanged`()
        async throws
    {
        let (share, daemon) = try await uncertain()
        let before = share.backend.tally.exchanges.count
        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        let calls = share.backend.tally.exchanges.dropFirst(before).map(\.call)
        #expect(calls.prefix(1) == [.state])
        #expect(calls.filter { $0 == .message }.count == 1)
        #expect(share.names(in: "failed").isEmpty)
        let log = share.text(of: "outbox/clip.log")
        #expect(log.contains("Taken up again"), "\(log)")
        #expect(log.contains("no trace of the edit"), "\(log)")
        sentOnceMore(share)
    }

    @Test func `files brought back after the edit was made after all: nothing is sent, the result is delivered`()
        async throws
    {
        let (share, daemon) = try await uncertain()
        share.backend.edit(session: try #require(share.backend.tally.sessions.first))
        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        #expect(tally.requests(.message).count == 1)
        #expect(tally.exports.map(\.draft) == [.latest])
        #expect(tally.uploads.count == 1)
        #expect(tally.violations.isEmpty, "\(tally.account)")
        #expect(share.names(in: "failed").isEmpty)
        let log = share.text(of: "outbox/clip.log")
        #expect(log.contains("The edit was made."), "\(log)")
    }

    @Test func `each time the files are brought back allows one message, and no more`() async throws {
        let (share, daemon) = try await uncertain(losing: .first(3))
        for sent in 2...3 {
            try await share.dragBack(daemon: daemon)
            try await share.givesBack(from: daemon)
            #expect(share.text(of: "failed/clip.log").hasPrefix("It is uncertain whether the edit was made"))
            #expect(share.backend.tally.requests(.message).count == sent)
        }
        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        #expect(share.backend.tally.requests(.message).count == 4)
        #expect(share.backend.acceptedMessages() == 1)
        #expect(share.backend.tally.uploads.count == 1)
    }

    @Test func `a kill before the message that was allowed once more still allows it, and only once`() async throws {
        let (share, first) = try await uncertain()
        let gate = Gate()
        let reads = share.backend.tally.received(.state)
        share.backend.faults.on(.state, .first(1), .hold(gate, at: .read))
        try await share.dragBack(daemon: first)
        try await share.backend.saw("the timeline is read") { $0.received(.state) > reads }
        try await first.killAtOnce()
        let second = share.daemon()
        try await share.delivers(from: second)
        sentOnceMore(share)
    }

    @Test(arguments: [false, true], [false, true])
    func `a kill after the message that was allowed once more allows no third`(
        isEdited: Bool, byCommand: Bool
    ) async throws {
        let (share, first) = try await uncertain()
        share.backend.faults.on(.message, .first(1), .hold(Gate(), at: isEdited ? .worked : .read))
        let id = try await share.job()
        // Killed before it is answered, perhaps.
        let command = byCommand ? ProgramUnderTest(["jobs", "retry", id, "--resend", "--state", share.state]) : nil
        if !byCommand { try await share.dragBack(daemon: first) }
        try await share.backend.saw("the second message") {
            $0.receivedMessages() == 2 && $0.acceptedMessages() == (isEdited ? 1 : 0)
        }
        try await first.killAtOnce()
        let second = share.daemon()
        if isEdited {
            try await share.delivers(from: second)
        } else {
            try await share.givesBack(from: second)
            #expect(share.text(of: "failed/clip.log").hasPrefix("It is uncertain whether the edit was made"))
        }
        _ = try await command?.ending()
        #expect(share.backend.tally.receivedMessages() == 2)
    }

    @Test func `a retry with --resend that was left while no daemon ran sends once`() async throws {
        let (share, first) = try await uncertain()
        try await first.send(SIGTERM)
        _ = try await first.ending()
        let answer = try await share.jobs("retry", try await share.job(), "--resend")
        #expect(answer.text.contains("No daemon is running"), "\(answer.text)")
        #expect(share.names(in: "failed").count == 3)
        let second = share.daemon()
        try await share.delivers(from: second)
        sentOnceMore(share)
    }

    @Test func `an edited prompt makes a new job, which leaves the uncertain one alone`() async throws {
        let (share, daemon) = try await uncertain()
        try FileManager.default.moveItem(
            atPath: share.path("failed/clip.prompt.txt"), toPath: share.folder.appending("old.txt"))
        try share.drop(prompt: "extend to 3 seconds", as: "clip.prompt.txt")
        try FileManager.default.moveItem(atPath: share.path("failed/clip.mp4"), toPath: share.path("inbox/clip.mp4"))
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        #expect(tally.sessions.count == 2)
        #expect(tally.uploads.count == 2)
        #expect(tally.messages.map(\.text) == ["extend to 2 seconds", "extend to 3 seconds"])
        #expect(tally.acceptedMessages() == 1)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    // MARK: By command

    @Test func `a retry by command sends nothing again`() async throws {
        let (share, daemon) = try await uncertain()
        let before = share.backend.tally.received(.state)
        let answer = try await share.jobs("retry", try await share.job())
        #expect(answer.ending == .exited(0), "\(answer.text)")
        try await share.backend.saw("the timeline is read") { $0.received(.state) > before }
        try await share.givesBack(from: daemon)
        #expect(share.text(of: "failed/clip.log").hasPrefix("It is uncertain whether the edit was made"))
        #expect(share.backend.tally.requests(.message).count == 1)
        #expect(share.backend.tally.violations.isEmpty)
    }

    @Test func `a retry by command finds an edit that was made meanwhile`() async throws {
        let (share, daemon) = try await uncertain()
        share.backend.edit(session: try #require(share.backend.tally.sessions.first))
        _ = try await share.jobs("retry", try await share.job())
        try await share.delivers(from: daemon)
        #expect(share.backend.tally.requests(.message).count == 1)
        #expect(share.backend.tally.exports.map(\.draft) == [.latest])
        #expect(share.names(in: "failed").isEmpty)
    }

    @Test func `a retry by command with --resend sends once more`() async throws {
        let (share, daemon) = try await uncertain()
        let answer = try await share.jobs("retry", try await share.job(), "--resend")
        #expect(answer.ending == .exited(0), "\(answer.text)")
        try await share.delivers(from: daemon)
        #expect(share.names(in: "failed").isEmpty)
        sentOnceMore(share)
    }

    @Test func `a retry with --resend looks at the timeline first`() async throws {
        let (share, daemon) = try await uncertain()
        share.backend.edit(session: try #require(share.backend.tally.sessions.first))
        _ = try await share.jobs("retry", try await share.job(), "--resend")
        try await share.delivers(from: daemon)
        #expect(share.backend.tally.requests(.message).count == 1)
    }

    // MARK: Means

    /// A clip that has failed because nobody knows whether its edit was made. It was not.
    private func uncertain(
        losing occurrence: Occurrence = .first(1)
    ) async throws -> (share: CountedShare, daemon: ProgramUnderTest) {
        let share = try await CountedShare()
        share.backend.faults.on(.message, occurrence, .reset(at: .read))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.givesBack(from: daemon)
        #expect(share.text(of: "failed/clip.log").hasPrefix("It is uncertain whether the edit was made"))
        return (share, daemon)
    }

    /// The message came twice, which a person wanted, and was taken on once; nothing else came twice.
    private func sentOnceMore(_ share: CountedShare) {
        let tally = share.backend.tally
        #expect(tally.requests(.message).count == 2)
        #expect(tally.acceptedMessages() == 1)
        #expect(tally.uploads.count == 1)
        #expect(tally.sessions.count == 1)
        #expect(tally.exports.map(\.draft) == [.latest])
        #expect(tally.violations(except: [.messageRepeated]).isEmpty, "\(tally.account)")
    }
}
