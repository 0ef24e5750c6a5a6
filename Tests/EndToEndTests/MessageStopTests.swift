// The daemon is killed, stopped or rivalled while a message is under way: it went out once, and that was all
// (PROTOCOL 6, FIELD-FACTS 4). The backend counts.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct MessageStopTests {
    /// A moment in the life of a message at which the daemon is stopped.
    struct Moment: Sendable, CustomTestStringConvertible {
        enum End: Sendable {
            case delivered
            case uncertain
        }

        let name: String
        /// What happens at the backend; the gate is never opened before the daemon is gone.
        let arrange: @Sendable (CountingServer, Gate) -> Void
        /// What is to be seen there before the daemon is stopped.
        let isReached: @Sendable (Tally) -> Bool
        let end: End
        /// Whether the backend works on without the daemon.
        var outlivesClients = true
        var testDescription: String { name }

        private static let hasEdit: @Sendable (Tally) -> Bool = { $0.acceptedMessages() == 1 }
        private static let hasMessage: @Sendable (Tally) -> Bool = { $0.receivedMessages() == 1 }

        /// Before the message, where it may still go out, once.
        static let before = [
            Moment(
                name: "reading the timeline before it",
                arrange: { $0.faults.on(.state, .first(1), .hold($1, at: .read)) },
                isReached: { $0.received(.state) == 1 }, end: .delivered)
        ]

        static let during = [
            Moment(
                name: "the message arrives", arrange: { $0.faults.on(.message, .first(1), .hold($1, at: .head)) },
                isReached: { $0.requests(.message).count == 1 }, end: .uncertain),
            Moment(
                name: "read, nothing done", arrange: { $0.faults.on(.message, .first(1), .hold($1, at: .read)) },
                isReached: hasMessage, end: .uncertain),
            Moment(
                name: "edit made, nothing answered",
                arrange: { $0.faults.on(.message, .first(1), .hold($1, at: .worked)) }, isReached: hasEdit,
                end: .delivered),
            Moment(
                name: "in mid-stream before the edit, given up by the backend",
                arrange: {
                    $0.faults.on(.message, .first(1), .stream([.call("x"), .hold($1), .edit, .text("Done.")]))
                },
                isReached: { $0.requests(.message).first?.status == 200 }, end: .uncertain, outlivesClients: false),
            Moment(
                name: "in mid-stream before the edit, made without the daemon",
                arrange: {
                    $0.faults.on(.message, .first(1), .stream([.call("x"), .hold($1), .edit, .text("Done.")]))
                },
                isReached: { $0.requests(.message).first?.status == 200 }, end: .delivered),
            Moment(
                name: "in mid-stream after the edit",
                arrange: { $0.faults.on(.message, .first(1), .stream([.edit, .text("Done."), .hold($1)])) },
                isReached: hasEdit, end: .delivered),
            Moment(
                name: "nothing but heartbeats, edit made",
                arrange: { server, _ in server.faults.on(.message, .first(1), .onlyHeartbeats(edit: .before)) },
                isReached: hasEdit, end: .delivered),
            Moment(
                name: "nothing but heartbeats, no edit",
                arrange: { server, _ in server.faults.on(.message, .first(1), .onlyHeartbeats(edit: .never)) },
                isReached: { $0.requests(.message).first?.status == 200 }, end: .uncertain),
            Moment(
                name: "a failure was reported, edit made",
                arrange: { $0.faults.on(.message, .first(1), .stream([.edit, .errorCode("X", "no"), .hold($1)])) },
                isReached: hasEdit, end: .delivered),
        ]

        static let after = [
            Moment(
                name: "looking whether a lost edit was made",
                arrange: { server, gate in
                    server.faults.on(.message, .first(1), .cutStream(after: 2, edit: .before))
                    server.faults.on(.state, .only(2), .hold(gate, at: .read))
                }, isReached: { $0.received(.state) == 2 }, end: .delivered),
            Moment(
                name: "looking whether an edit that was not made was made",
                arrange: { server, gate in
                    server.faults.on(.message, .first(1), .cutStream(after: 2, edit: .never))
                    server.faults.on(.state, .only(4), .hold(gate, at: .read))
                }, isReached: { $0.received(.state) == 4 }, end: .uncertain),
            Moment(
                name: "waiting for the timeline to be quiet",
                arrange: { $0.faults.on(.state, .only(3), .hold($1, at: .read)) },
                isReached: { $0.received(.state) == 3 }, end: .delivered),
        ]

        static let all = before + during + after
    }

    @Test(arguments: Moment.all)
    func `a kill around a message costs time, and never a second message`(moment: Moment) async throws {
        let (share, first) = try await standing(at: moment)
        try await first.killAtOnce()
        let second = share.daemon()
        try await ends(as: moment.end, share, second)
    }

    @Test(arguments: Moment.during + Moment.after)
    func `two kills, the second while the first is settled, change nothing`(moment: Moment) async throws {
        let (share, first) = try await standing(at: moment)
        try await first.killAtOnce()
        share.backend.faults.clear()
        let gate = Gate()
        share.backend.faults.on(.state, .first(1), .hold(gate, at: .worked))
        let reads = share.backend.tally.received(.state)
        let second = share.daemon()
        try await share.backend.saw("the timeline is read") { $0.received(.state) > reads }
        try await second.killAtOnce()
        let third = share.daemon()
        try await ends(as: moment.end, share, third)
    }

    @Test(arguments: Moment.all)
    func `a stop around a message ends in time, and never brings a second message`(moment: Moment) async throws {
        let (share, first) = try await standing(at: moment, ["timing.drain": "100ms"])
        try await first.send(SIGTERM)
        #expect(try await first.ending() == .exited(0), "\(first.output)")
        let second = share.daemon()
        try await ends(as: moment.end, share, second)
    }

    @Test func `a message that ends while the daemon stops is not looked for at the next start`() async throws {
        let share = try await CountedShare()
        let gate = Gate()
        share.backend.faults.on(.message, .first(1), .stream([.edit, .text("I did it."), .hold(gate)]))
        let first = share.daemon(["timing.drain": "60s"])
        try await first.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await first.wrote("I did it.")
        try await first.send(SIGTERM)
        try await first.wrote("stopping: ")
        gate.open()
        #expect(try await first.ending() == .exited(0), "\(first.output)")
        let second = share.daemon(["timing.recheck_first": "10m", "timing.recheck_next": "10m"])
        try await ends(as: .delivered, share, second)
    }

    @Test(arguments: [true, false])
    func `a second daemon started while a message is under way changes nothing`(withItsOwnState: Bool) async throws {
        let share = try await CountedShare()
        let gate = Gate()
        share.backend.faults.on(.message, .first(1), .stream([.call("x"), .hold(gate), .edit, .text("Done.")]))
        let first = share.daemon()
        try await first.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.backend.saw("the message is answered") { $0.requests(.message).first?.status == 200 }
        let second = withItsOwnState ? share.daemon(state: share.folder.appending("other")) : share.daemon()
        #expect(try await second.ending() == .exited(78), "\(second.output)")
        gate.open()
        try await ends(as: .delivered, share, first)
    }

    // MARK: Means

    private func standing(
        at moment: Moment, _ settings: [String: String] = [:]
    ) async throws -> (share: CountedShare, daemon: ProgramUnderTest) {
        let share = try await CountedShare { $0.outlivesClients = moment.outlivesClients }
        moment.arrange(share.backend, Gate())
        let daemon = share.daemon(settings)
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.backend.saw(moment.name, moment.isReached)
        return (share, daemon)
    }

    private func ends(as end: Moment.End, _ share: CountedShare, _ daemon: ProgramUnderTest) async throws {
        switch end {
        case .delivered:
            try await share.delivers(from: daemon)
            #expect(share.names(in: "outbox") == ["clip.log", "clip.mp4"])
            #expect(share.names(in: "failed").isEmpty)
            #expect(share.backend.tally.exports.map(\.draft) == [.latest])
        case .uncertain:
            try await share.givesBack(from: daemon)
            let log = share.text(of: "failed/clip.log")
            #expect(log.hasPrefix("It is uncertain whether the edit was made"), "\(log)")
            #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
            #expect(share.backend.tally.requests(.export).isEmpty)
        }
        #expect(share.names(in: "inbox").isEmpty)
        let tally = share.backend.tally
        #expect(tally.requests(.message).count == 1)
        #expect(tally.acceptedMessages() == (end == .delivered ? 1 : 0))
        #expect(tally.uploads.count == 1)
        #expect(tally.sessions.count == 1)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }
}
