// A session that the backend no longer knows: another one where nothing is lost with it, else a person decides whether
// the edit is paid for again (PROTOCOL 10, 1002). The backend counts.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SessionLossTests {
    /// A call that finds the session gone.
    struct Loss: Sendable, CustomTestStringConvertible {
        let call: CallKind
        /// Which call of this kind.
        var number = 1
        var form = Form.forgotten
        var prompt = "extend to 2 seconds"
        var testDescription: String {
            "\(call) \(number), \(form)\(prompt.contains("---") ? ", \(prompt.debugDescription)" : "")"
        }

        enum Form: String, CaseIterable, Sendable {
            /// The backend has forgotten it, and says so with HTTP 200.
            case forgotten
            /// It says so with HTTP 404.
            case notFound
        }

        /// A command asks for the timeline before anything was said.
        static let command = "status\n---\nextend to 2 seconds"

        static let beforeTheMessage =
            Form.allCases.flatMap { form in
                [
                    Loss(call: .state, form: form), Loss(call: .upload, form: form),
                    Loss(call: .state, number: 2, form: form), Loss(call: .message, form: form),
                ]
            } + [
                Loss(call: .state, number: 2, prompt: command), Loss(call: .state, number: 3, prompt: command),
                Loss(call: .message, prompt: command),
            ]

        static let afterTheMessage =
            Form.allCases.flatMap { form in
                [
                    Loss(call: .state, number: 3, form: form), Loss(call: .state, number: 4, form: form),
                    Loss(call: .export, form: form),
                ]
            } + [
                Loss(call: .message, number: 2, prompt: "one\n---\ntwo"),
                Loss(call: .state, number: 5, prompt: "one\n---\nstatus"),
            ]
    }

    @Test(arguments: Loss.beforeTheMessage)
    func `before any message another session is opened, the clip uploaded again, and the message sent once`(
        loss: Loss
    ) async throws {
        let share = try await CountedShare()
        let daemon = try await lose(by: loss, on: share)
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        share.isDoneOnce()
        #expect(tally.sessions.count == 2, "\(tally.account)")
        let last = try #require(tally.sessions.last)
        #expect(tally.uploads.count { $0.session == last } == 1, "\(tally.account)")
        #expect(tally.acceptedMessages(session: last) == 1)
        #expect(tally.exports.map(\.session) == [last])
        let log = share.text(of: "outbox/clip.log")
        #expect(log.contains("has closed the session before any edit; opening another one"), "\(log)")
    }

    @Test(arguments: Loss.afterTheMessage)
    func `after a message the job fails and says what starting over costs, and starts over when it is brought back`(
        loss: Loss
    ) async throws {
        let share = try await CountedShare()
        let daemon = try await lose(by: loss, on: share)
        try await share.givesBack(from: daemon)
        let log = share.text(of: "failed/clip.log")
        #expect(
            log.hasPrefix("The video service no longer knows the session, and the edits made in it are gone."), "\(log)"
        )
        #expect(log.contains("paid for, again"), "\(log)")
        #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
        #expect(share.names(in: "outbox").isEmpty)
        #expect(share.backend.tally.sessions.count == 1)
        #expect(share.backend.acceptedMessages() == 1)

        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        let last = try #require(tally.sessions.last)
        #expect(tally.sessions.count == 2, "\(tally.account)")
        #expect(tally.acceptedMessages(session: last) == loss.prompt.components(separatedBy: "---\ntwo").count)
        #expect(tally.uploads.count == 2)
        #expect(tally.violations.isEmpty, "\(tally.account)")
        #expect(share.text(of: "outbox/clip.log").contains("Taken up again from the beginning"))
        #expect(share.names(in: "failed").isEmpty)
    }

    @Test func `a backend that loses every session is not asked for one for ever`() async throws {
        let share = try await CountedShare()
        let rule = share.backend.faults.on(.upload, .refuse(1002, "session not found"))
        let daemon = try await share.watching()
        try share.drop(prompt: "extend to 2 seconds")
        try await share.givesBack(from: daemon)
        #expect(share.backend.tally.sessions.count == 4, "\(share.backend.tally.account)")
        #expect(share.backend.tally.messages.isEmpty)
        share.backend.faults.remove(rule)
        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        share.isDoneOnce()
    }

    // MARK: Means

    /// Drops a clip whose session is lost at a call.
    private func lose(by loss: Loss, on share: CountedShare) async throws -> ProgramUnderTest {
        let gate = Gate()
        let faults = share.backend.faults
        switch loss.form {
        case .forgotten: faults.on(loss.call, .only(loss.number), .hold(gate, at: .read))
        case .notFound: faults.on(loss.call, .only(loss.number), .refuse(1002, "session not found", status: 404))
        }
        let daemon = try await share.watching()
        try share.drop(prompt: loss.prompt)
        guard loss.form == .forgotten else { return daemon }
        try await eventually("the call stands", seen: { share.account(of: daemon) }) {
            share.backend.tally.received(loss.call) >= loss.number
        }
        share.backend.forgetSessions()
        gate.open()
        return daemon
    }
}
