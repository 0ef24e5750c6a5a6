// A person stops a job, by a note, a command or by taking the drop away: before the next paid step, whenever that is,
// and nothing is lost (FOLDER-CONTRACT 1). The backend counts.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CancelTests {
    // MARK: Before pick-up

    @Test(arguments: ["clip.mp4", "clip.prompt.txt"])
    func `a drop that is taken away before it is complete costs nothing`(left: String) async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        if left == "clip.mp4" {
            try Data(share.backend.clip).write(to: URL(fileURLWithPath: share.path("inbox/clip.mp4")))
        } else {
            try share.drop(prompt: "extend to 2 seconds", as: "clip.prompt.txt")
        }
        try FileManager.default.removeItem(atPath: share.path("inbox/\(left)"))
        try share.drop("other", prompt: "extend to 3 seconds")
        try await share.delivers("other", from: daemon)
        if left == "clip.mp4" {
            try share.drop(prompt: "extend to 2 seconds", as: "clip.prompt.txt")
        } else {
            try Data(share.backend.clip).write(to: URL(fileURLWithPath: share.path("inbox/clip.mp4")))
        }
        try share.drop("third", prompt: "extend to 4 seconds")
        try await share.delivers("third", from: daemon)
        #expect(share.backend.tally.messages.map(\.text) == ["extend to 3 seconds", "extend to 4 seconds"])
        #expect(!share.exists("outbox/clip.log"))
    }

    @Test func `a note beside a drop that is not picked up yet gives it back, and nothing is asked for`() async throws {
        let share = try await CountedShare()
        try share.drop(prompt: "extend to 2 seconds")
        try share.drop(prompt: "no", as: "clip.cancel.txt")
        let daemon = share.daemon()
        try await share.givesBack(from: daemon)
        #expect(share.text(of: "failed/clip.log").hasPrefix("Cancelled"))
        #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
        try await eventually("the note goes away", seen: { share.account(of: daemon) }) {
            share.names(in: "inbox").isEmpty
        }
        #expect(share.backend.tally.exchanges.isEmpty)

        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        #expect(share.backend.acceptedMessages() == 1)
    }

    // MARK: While it is worked on

    /// Where a job stands when it is cancelled.
    struct Standing: Sendable, CustomTestStringConvertible {
        let name: String
        let arrange: @Sendable (FaultScript, Gate) -> Void
        let isReached: @Sendable (Tally) -> Bool
        /// What must not be asked for any more.
        let never: Set<CallKind>
        /// Messages that were taken on before it took effect.
        var messages = 0
        var prompt = "one\n---\ntwo"
        var testDescription: String { name }

        static let all = [
            Standing(
                name: "opening a session", arrange: { $0.on(.session, .first(1), .hold($1, at: .worked)) },
                isReached: { $0.received(.session) == 1 }, never: [.message, .export]),
            Standing(
                name: "uploading", arrange: { $0.on(.upload, .first(1), .hold($1, at: .read)) },
                isReached: { $0.received(.upload) == 1 }, never: [.message, .export]),
            Standing(
                name: "before the message", arrange: { $0.on(.state, .only(2), .hold($1, at: .worked)) },
                isReached: { $0.received(.state) == 2 }, never: [.message, .export]),
            Standing(
                name: "the message is open",
                arrange: { $0.on(.message, .first(1), .stream([.call("x"), .hold($1), .edit, .text("Done.")])) },
                isReached: { $0.requests(.message).first?.status == 200 }, never: [.export], messages: 1),
            Standing(
                name: "waiting for a quiet timeline", arrange: { $0.on(.state, .only(3), .hold($1, at: .worked)) },
                isReached: { $0.received(.state) == 3 }, never: [.export], messages: 1),
            Standing(
                name: "before the second message", arrange: { $0.on(.state, .only(5), .hold($1, at: .worked)) },
                isReached: { $0.received(.state) == 5 }, never: [.export], messages: 1),
            Standing(
                name: "exporting", arrange: { $0.on(.export, .first(1), .hold($1, at: .worked)) },
                isReached: { $0.received(.export) == 1 }, never: [.download], messages: 2),
            Standing(
                name: "rendering", arrange: { $0.on(.renderStatus, .first(1), .hold($1, at: .worked)) },
                isReached: { $0.received(.renderStatus) == 1 }, never: [.download], messages: 2),
        ]
    }

    @Test(arguments: Standing.all, CancelWay.allCases)
    func `a job that is cancelled stops before the next paid step, and can be gone on with`(
        standing: Standing, way: CancelWay
    ) async throws {
        let share = try await CountedShare()
        let gate = Gate()
        standing.arrange(share.backend.faults, gate)
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: standing.prompt)
        try await share.backend.saw(standing.name, standing.isReached)
        let command = try await way.cancel("clip", in: share)
        gate.open()
        try await share.givesBack(from: daemon)
        try await CancelWay.isAnswered(command)

        let tally = share.backend.tally
        #expect(tally.acceptedMessages() == standing.messages)
        for call in standing.never where !(call == .message && standing.messages > 0) {
            #expect(tally.requests(call).isEmpty, "\(tally.account)")
        }
        #expect(share.text(of: "failed/clip.log").hasPrefix("Cancelled."))
        #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
        #expect(share.names(in: "outbox").isEmpty)
        #expect(share.names(in: "inbox").isEmpty)

        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        let whole = share.backend.tally
        #expect(whole.messages.filter(\.isAccepted).map(\.text) == ["one", "two"])
        #expect(whole.uploads.count == 1)
        #expect(whole.sessions.count == 1)
        #expect(whole.exports.map(\.draft) == [.latest])
        #expect(whole.violations.isEmpty, "\(whole.account)")
        #expect(share.names(in: "failed").isEmpty)
    }

    @Test(arguments: CancelWay.allCases)
    func `a job that waits is cancelled at once`(way: CancelWay) async throws {
        let share = try await CountedShare()
        share.backendDown()
        let daemon = share.daemon(["timing.breaker": "10m"])
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await eventually("the job waits", seen: { daemon.output }) {
            share.text(of: "outbox/clip.log").contains("Waiting: ")
        }
        let command = try await way.cancel("clip", in: share)
        try await share.givesBack(from: daemon)
        try await CancelWay.isAnswered(command)
        #expect(share.text(of: "failed/clip.log").hasPrefix("Cancelled."))
        try share.backendUp()
        #expect(share.backend.tally.exchanges.isEmpty)
    }

    @Test(arguments: CancelWay.allCases)
    func `a job in the queue is cancelled without its turn having come`(way: CancelWay) async throws {
        let share = try await CountedShare()
        let gate = Gate()
        share.backend.faults.on(.message, .first(1), .hold(gate, at: .read))
        let daemon = share.daemon(["workers": "1"])
        try await daemon.wrote("under watch")
        try share.drop("first", prompt: "extend first")
        try await share.backend.saw("the first message") { $0.receivedMessages() == 1 }
        try share.drop("second", prompt: "extend second")
        try await share.waits(for: "outbox/second.log", from: daemon)
        let command = try await way.cancel("second", in: share)
        try await CancelWay.isAnswered(command)
        try await daemon.wrote("Cancelled.")
        gate.open()
        try await share.delivers("first", from: daemon)
        try await share.givesBack("second", from: daemon)
        #expect(share.text(of: "failed/second.log").hasPrefix("Cancelled."))
        #expect(share.backend.tally.messages.map(\.text) == ["extend first"])
        #expect(share.backend.tally.sessions.count == 1)
    }

    @Test(arguments: CancelWay.allCases)
    func `a message whose answer is lost, cancelled and brought back, is not sent again before a person knows`(
        way: CancelWay
    ) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.message, .first(1), .reset(at: .read))
        let daemon = share.daemon(["timing.recheck_first": "10m"])
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await daemon.wrote("Looking whether the edit was made")
        let command = try await way.cancel("clip", in: share)
        try await share.givesBack(from: daemon)
        try await CancelWay.isAnswered(command)
        #expect(share.text(of: "failed/clip.log").hasPrefix("Cancelled."))
        try await daemon.send(SIGTERM)
        _ = try await daemon.ending()
        let second = share.daemon()
        try await second.wrote("under watch")
        // Whether the edit was made was not said when it was cancelled: bringing it back allows no second message.
        try await share.dragBack(daemon: second)
        try await share.givesBack(from: second)
        #expect(share.text(of: "failed/clip.log").hasPrefix("It is uncertain whether the edit was made"))
        #expect(share.backend.tally.requests(.message).count == 1)
        try await share.dragBack(daemon: second)
        try await share.delivers(from: second)
        #expect(share.backend.tally.requests(.message).count == 2)
        #expect(share.backend.acceptedMessages() == 1)
    }

    // MARK: In a project

    @Test(arguments: CancelWay.allCases)
    func `a cancelled clip of a project lets those after it go on, once its edit is settled`(way: CancelWay)
        async throws
    {
        let share = try await CountedShare()
        let gate = Gate()
        share.backend.faults.on(.message, .first(1), .stream([.call("x"), .hold(gate), .edit, .text("Done.")]))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop("a", prompt: "extend a\n---\nextend more", in: "spring")
        try await share.backend.saw("the first message") { $0.requests(.message).first?.status == 200 }
        try share.drop("b", prompt: "extend b", in: "spring")
        try await share.waits(for: "outbox/spring/b.log", from: daemon)
        let command = try await way.cancel("spring/a", in: share)
        gate.open()
        try await share.givesBack("spring/a", from: daemon)
        try await CancelWay.isAnswered(command)
        try await share.delivers("spring/b", from: daemon)
        let tally = share.backend.tally
        #expect(tally.messages.map(\.text) == ["extend a", "extend b"])
        #expect(tally.sessions.count == 1)
        #expect(tally.exports.map(\.draft) == [.latest])
        #expect(share.text(of: "failed/spring/a.log").hasPrefix("Cancelled."))
    }
}
