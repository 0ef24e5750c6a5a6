// A wish to stop a job outlives the daemon, and comes too late only for what is over (FOLDER-CONTRACT 1).

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CancelBetweenTests {
    /// What may go out first when the daemon is back, were the wish not heard in time.
    @Test(arguments: [2, 3, 5, 7])
    func `a wish that was left while no daemon ran is granted before anything is paid for`(reading: Int) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.state, .only(reading), .hold(Gate(), at: .worked))
        let first = share.daemon()
        try await first.wrote("under watch")
        try share.drop(prompt: "one\n---\ntwo\n---\nthree")
        try await share.backend.saw("the timeline is read") { $0.received(.state) == reading }
        try await first.killAtOnce()
        let messages = share.backend.tally.receivedMessages()
        let answer = try await share.jobs("cancel", try await share.job())
        #expect(answer.ending == .exited(0), "\(answer.text)")
        #expect(answer.text.contains("No daemon is running"), "\(answer.text)")
        let second = share.daemon()
        try await share.givesBack(from: second)
        #expect(share.backend.tally.receivedMessages() == messages)
        #expect(share.backend.tally.requests(.export).isEmpty)
        #expect(share.text(of: "failed/clip.log").hasPrefix("Cancelled."))

        try await share.dragBack(daemon: second)
        try await share.delivers(from: second)
        #expect(share.backend.tally.messages.map(\.text) == ["one", "two", "three"])
        #expect(share.backend.violations.isEmpty)
    }

    @Test func `a note that was left while no daemon ran is heeded before anything is paid for`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.state, .only(5), .hold(Gate(), at: .worked))
        let first = share.daemon()
        try await first.wrote("under watch")
        try share.drop(prompt: "one\n---\ntwo")
        try await share.backend.saw("the timeline is read") { $0.received(.state) == 5 }
        try await first.killAtOnce()
        try share.drop(prompt: "", as: "clip.cancel.txt")
        let second = share.daemon()
        try await share.givesBack(from: second)
        #expect(share.backend.tally.messages.map(\.text) == ["one"])
        #expect(share.text(of: "failed/clip.log").hasPrefix("Cancelled."))
    }

    @Test(arguments: CancelWay.allCases)
    func `a kill between the wish and its effect leaves the wish in force`(way: CancelWay) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.message, .first(1), .stream([.edit, .text("Done."), .hold(Gate())]))
        let first = share.daemon()
        try await first.wrote("under watch")
        try share.drop(prompt: "one\n---\ntwo")
        try await share.backend.saw("the message") { $0.acceptedMessages() == 1 }
        let command = try await way.cancel("clip", in: share)
        try await first.killAtOnce()
        let second = share.daemon()
        try await share.givesBack(from: second)
        try await CancelWay.isAnswered(command)
        #expect(share.backend.tally.messages.map(\.text) == ["one"])
        #expect(share.backend.tally.requests(.export).isEmpty)
        #expect(share.text(of: "failed/clip.log").hasPrefix("Cancelled."))
    }

    // MARK: What is over

    @Test func `a job that is over says so`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.delivers(from: daemon)
        let finished = try await share.jobs("cancel", try await share.job())
        #expect(finished.ending == .exited(1))
        #expect(finished.text.contains("is finished; nothing is left to cancel"), "\(finished.text)")

        try share.drop("failing", prompt: "[question] why")
        try await share.givesBack("failing", from: daemon)
        let failed = try await share.jobs("cancel", try await share.job("failing"))
        #expect(failed.ending == .exited(1))
        #expect(failed.text.contains("has failed already"), "\(failed.text)")
        #expect(share.text(of: "failed/failing.log").hasPrefix("Nothing was changed."))

        let unknown = try await share.jobs("cancel", "nonsense")
        #expect(unknown.ending == .exited(1))
    }

    @Test func `a note for a job that is over comes back and says so, and stops nothing else`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.delivers(from: daemon)
        try await eventually("the job is finished") { try await share.listedJobs().map(\.state) == ["finished"] }
        try share.drop(prompt: "", as: "clip.cancel.txt")
        try await eventually("the note is answered", seen: { share.account(of: daemon) }) {
            !share.exists("inbox/clip.cancel.txt") && !share.files(mentioning: "no job of this name to cancel").isEmpty
        }
        #expect(share.exists("outbox/clip.mp4"))
        #expect(share.names(in: "failed").allSatisfy { !$0.hasSuffix(".mp4") })
    }
}
