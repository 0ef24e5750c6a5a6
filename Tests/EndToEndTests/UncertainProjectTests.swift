// The clips of a project share a timeline: those after an uncertain one wait until a person settles it
// (FOLDER-CONTRACT 1).

import CountingBackend
import EndToEndSupport
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct UncertainProjectTests {
    /// How a person settles an uncertain clip of a project.
    enum Settlement: String, CaseIterable, Sendable {
        case draggedBack
        case retriedWithResend
        case cancelledByCommand
        case cancelledByNote
    }

    @Test(arguments: Settlement.allCases)
    func `in a project an uncertain clip holds those after it until a person settles it`(
        settlement: Settlement
    ) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.message, .first(1), .reset(at: .read))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop("a", prompt: "extend a", in: "spring")
        try await share.givesBack("spring/a", from: daemon)
        #expect(share.text(of: "failed/spring/a.log").contains("The other clips of the folder wait"))
        try share.drop("b", prompt: "extend b", in: "spring")
        try share.drop("outside", prompt: "extend outside")
        try await eventually("b is told what it waits for", seen: { share.account(of: daemon) }) {
            share.text(of: "outbox/spring/b.log").contains("Waiting for a, a clip of the same project")
        }
        // Another session is not held: what it does meanwhile, b could have done too.
        try await share.waits(for: "outbox/outside.mp4", from: daemon)
        #expect(share.backend.tally.receivedMessages(text: "extend b") == 0)

        switch settlement {
        case .draggedBack: try await share.dragBack("spring/a", daemon: daemon)
        case .retriedWithResend: _ = try await share.jobs("retry", try await share.job("spring/a"), "--resend")
        case .cancelledByCommand: _ = try await share.jobs("cancel", try await share.job("spring/a"))
        case .cancelledByNote: try share.drop(prompt: "", as: "spring/a.cancel.txt")
        }
        try await share.waits(for: "outbox/spring/b.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        let tally = share.backend.tally
        let isSentAgain = [.draggedBack, .retriedWithResend].contains(settlement)
        #expect(share.exists("outbox/spring/a.mp4") == isSentAgain)
        #expect(tally.receivedMessages(text: "extend a") == (isSentAgain ? 2 : 1))
        #expect(tally.acceptedMessages(text: "extend a") == (isSentAgain ? 1 : 0))
        #expect(tally.receivedMessages(text: "extend b") == 1)
        #expect(share.text(of: "outbox/spring/b.log").matches(of: /Waiting for a/).count == 1)
        #expect(tally.sessions.count == 2)
        if isSentAgain {
            let order = tally.messages.map(\.text).filter { $0 != "extend outside" }
            #expect(order == ["extend a", "extend a", "extend b"])
        }
    }

    @Test func `those who were in the queue when a clip became uncertain are told, once`() async throws {
        let share = try await CountedShare()
        let gate = Gate()
        share.backend.faults.on(.session, .first(1), .hold(gate, at: .read))
        share.backend.faults.on(.message, .first(1), .reset(at: .read))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        for name in ["a", "b", "c"] {
            try share.drop(name, prompt: "extend \(name)", in: "spring")
            try await share.waits(for: "outbox/spring/\(name).log", from: daemon)
        }
        gate.open()
        try await share.waits(for: "failed/spring/a.log", from: daemon)
        for name in ["b", "c"] {
            try await eventually("\(name) is told", seen: { share.account(of: daemon) }) {
                share.text(of: "outbox/spring/\(name).log").contains("Waiting for a")
            }
            let log = share.text(of: "outbox/spring/\(name).log")
            #expect(log.matches(of: /Waiting for a/).count == 1, "\(log)")
            #expect(log.contains("job") && log.contains("ahead"))
        }
    }

    @Test func `in a project a retry that stays uncertain goes on holding the clips after it`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.message, .first(1), .reset(at: .read))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop("a", prompt: "extend a", in: "spring")
        try await share.givesBack("spring/a", from: daemon)
        try share.drop("b", prompt: "extend b", in: "spring")
        try await share.waits(for: "outbox/spring/b.log", from: daemon)
        _ = try await share.jobs("retry", try await share.job("spring/a"))
        try await eventually("a is given back again", seen: { share.account(of: daemon) }) {
            share.exists("failed/spring/a.log") && !share.exists("outbox/spring/a.log")
        }
        try share.drop("outside", prompt: "extend outside")
        try await share.waits(for: "outbox/outside.mp4", from: daemon)
        #expect(share.backend.tally.receivedMessages(text: "extend b") == 0)
        #expect(share.backend.tally.receivedMessages(text: "extend a") == 1)
    }

    @Test func `in a project a clip that was refused does not hold those after it`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.message, .first(1), .status(400))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop("a", prompt: "extend a", in: "spring")
        try await share.givesBack("spring/a", from: daemon)
        try share.drop("b", prompt: "extend b", in: "spring")
        try await share.delivers("spring/b", from: daemon)
        #expect(share.backend.tally.violations.isEmpty)
    }
}
