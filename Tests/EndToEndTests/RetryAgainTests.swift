// What else may happen to files that are dragged back from `failed/`: changed, moved, taken away, more than once
// (FOLDER-CONTRACT 5). The backend counts.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RetryAgainTests {
    @Test func `a render that was too slow is asked for again, not made again`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.export, .first(1), .render(.completesAfter(polls: 30)))
        let first = share.daemon(["timing.render_limit": "300ms"])
        try await first.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.givesBack(from: first)
        #expect(share.text(of: "failed/clip.log").hasPrefix("The render was not done in time."))
        try await first.send(SIGTERM)
        _ = try await first.ending()
        let second = share.daemon()
        try await second.wrote("under watch")
        try await share.dragBack(daemon: second)
        try await share.delivers(from: second)
        let tally = share.backend.tally
        #expect(tally.exports.count == 1)
        #expect(Set(tally.requests(.renderStatus).map(\.render)).count == 1)
        #expect(tally.acceptedMessages() == 1)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    @Test func `a job may fail and be brought back more than once`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.upload, .first(1), .refuse(4001))
        share.backend.faults.on(.message, .first(1), .status(403))
        share.backend.faults.on(.export, .first(1), .refuse(402, "no", status: 402))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        for _ in 1...3 {
            try await share.givesBack(from: daemon)
            try await share.dragBack(daemon: daemon)
        }
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        #expect(tally.sessions.count == 1)
        #expect(tally.uploads.count == 1)
        #expect(tally.acceptedMessages() == 1)
        #expect(tally.exports.map(\.draft) == [.latest])
        #expect(tally.violations.isEmpty, "\(tally.account)")
        #expect(share.names(in: "failed").isEmpty)
        #expect(share.text(of: "outbox/clip.log").components(separatedBy: "Taken up again").count == 4)
    }

    @Test func `what was delivered before the failure stays, and the next take follows`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.export, .only(2), .refuse(402, "no", status: 402))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "one\n---\nexport\n---\ntwo")
        try await share.givesBack(from: daemon)
        #expect(share.names(in: "outbox") == ["clip.mp4"])
        for ending in ["mp4", "prompt.txt"] {
            try FileManager.default.moveItem(
                atPath: share.path("failed/clip.\(ending)"), toPath: share.path("inbox/clip.\(ending)"))
        }
        try await share.waits(for: "outbox/clip.take2.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        let tally = share.backend.tally
        #expect(tally.acceptedMessages() == 2)
        #expect(tally.uploads.count == 1)
        #expect(share.names(in: "outbox") == ["clip.mp4", "clip.take2.log", "clip.take2.mp4"])
        #expect(share.render(of: "outbox/clip.mp4") == tally.exports.first?.id)
        #expect(share.render(of: "outbox/clip.take2.mp4") == tally.exports.last?.id)
        #expect(share.names(in: "failed").isEmpty)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    // MARK: New jobs

    @Test func `with an edited prompt it is a new job`() async throws {
        let (share, daemon) = try await failed()
        try Data("extend to 3 seconds".utf8).write(to: URL(fileURLWithPath: share.path("failed/clip.prompt.txt")))
        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        #expect(tally.sessions.count == 2)
        #expect(tally.uploads.count == 2)
        #expect(tally.messages.map(\.text) == ["extend to 2 seconds", "extend to 3 seconds"])
        #expect(!share.text(of: "outbox/clip.log").contains("Taken up again"))
    }

    @Test func `with another clip it is a new job`() async throws {
        let (share, daemon) = try await failed()
        let other = share.path("failed/clip.mp4")
        try await SmallClip.make(at: share.folder.appending("other.mp4"), seconds: 2)
        try FileManager.default.removeItem(atPath: other)
        try FileManager.default.copyItem(atPath: share.folder.appending("other.mp4"), toPath: other)
        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        #expect(share.backend.tally.sessions.count == 2)
        let sums = share.backend.tally.uploads.map(\.checksum)
        #expect(sums.count == 2 && sums.first != sums.last)
    }

    @Test func `in another folder it is a new job`() async throws {
        let (share, daemon) = try await failed()
        try FileManager.default.createDirectory(
            atPath: share.path("inbox/spring"), withIntermediateDirectories: true)
        try await share.dragBack("clip", to: "spring/clip", daemon: daemon)
        try await share.delivers("spring/clip", from: daemon)
        let tally = share.backend.tally
        #expect(tally.sessions.count == 2)
        #expect(tally.acceptedMessages() == 2)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    @Test func `a session that is gone is paid for again, and the log says so before`() async throws {
        let share = try await CountedShare()
        let held = HeldCall(.export, worked: false)
        let gate = share.hold(held)
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.stands(at: held, from: daemon)
        share.backend.forgetSessions()
        gate.open()
        try await share.givesBack(from: daemon)
        let log = share.text(of: "failed/clip.log")
        #expect(log.hasPrefix("The video service no longer knows the session"), "\(log)")
        #expect(log.contains("paid for, again"), "\(log)")

        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        #expect(tally.sessions.count == 2)
        #expect(tally.uploads.count == 2)
        #expect(tally.acceptedMessages() == 2)
        #expect(share.text(of: "outbox/clip.log").contains("Taken up again from the beginning"))
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    // MARK: In a project

    @Test func `a clip of a project is brought back into its session, behind those that went on`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.message, .first(1), .status(403))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop("a", prompt: "extend a", in: "spring")
        try await share.givesBack("spring/a", from: daemon)
        try share.drop("b", prompt: "extend b", in: "spring")
        try await share.delivers("spring/b", from: daemon)
        try await share.dragBack("spring/a", daemon: daemon)
        try await share.delivers("spring/a", from: daemon)
        let tally = share.backend.tally
        #expect(tally.sessions.count == 1)
        #expect(tally.uploads.map(\.name) == ["a.mp4", "b.mp4"])
        #expect(tally.messages.filter(\.isAccepted).map(\.text) == ["extend b", "extend a"])
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    // MARK: What cannot be

    @Test func `a retry of what is finished, unknown or under way is refused`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.delivers(from: daemon)
        let id = try await share.job()
        let finished = try await share.jobs("retry", id)
        #expect(finished.ending == .exited(1))
        #expect(finished.text.contains("is finished"), "\(finished.text)")
        let unknown = try await share.jobs("retry", "nonsense")
        #expect(unknown.ending == .exited(1))
        #expect(unknown.text.contains("nonsense"), "\(unknown.text)")

        share.backend.faults.on(.message, .first(1), .hold(Gate(), at: .read))
        try share.drop("other", prompt: "extend to 2 seconds")
        try await share.backend.saw("the second message") { $0.receivedMessages() == 2 }
        let running = try await share.jobs("retry", try await share.job("other"))
        #expect(running.ending == .exited(1))
        #expect(running.text.contains("has not ended"), "\(running.text)")
    }

    @Test func `a retry whose files were taken away or changed is refused, and says what to do`() async throws {
        let (share, daemon) = try await failed()
        let clip = share.path("failed/clip.mp4")
        let away = share.folder.appending("away.mp4")
        try FileManager.default.moveItem(atPath: clip, toPath: away)
        let gone = try await share.jobs("retry", try await share.job())
        #expect(gone.ending == .exited(1))
        #expect(gone.text.contains("Drop them into the inbox"), "\(gone.text)")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: away))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: clip))
        let changed = try await share.jobs("retry", try await share.job())
        #expect(changed.ending == .exited(1), "\(changed.text)")
        #expect(share.exists("failed/clip.mp4") && share.exists("failed/clip.prompt.txt"), "\(daemon.output)")
    }

    // MARK: Means

    /// A clip whose export the plan does not allow, allowed since.
    private func failed() async throws -> (share: CountedShare, daemon: ProgramUnderTest) {
        let share = try await CountedShare()
        let rule = share.backend.faults.on(.export, .refuse(402, "no", status: 402))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.givesBack(from: daemon)
        share.backend.faults.remove(rule)
        return (share, daemon)
    }
}
