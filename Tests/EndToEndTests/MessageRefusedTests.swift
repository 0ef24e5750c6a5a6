// A message that was refused before anything was done is free to be sent again (PROTOCOL 6). The backend counts.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct MessageRefusedTests {
    /// An answer by which the backend refuses a message before doing anything.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let effect: Effect
        var testDescription: String { name }

        static let final = [
            Refusal(name: "HTTP 400", effect: .status(400)),
            Refusal(name: "HTTP 403", effect: .status(403)),
            Refusal(name: "HTTP 409", effect: .status(409)),
            Refusal(name: "HTTP 422", effect: .status(422)),
            Refusal(name: "an envelope with a code", effect: .refuse(5001, "the agent is not available")),
            Refusal(name: "an envelope with a code, HTTP 400", effect: .refuse(5001, "no such agent", status: 400)),
        ]

        static let passing = [
            Refusal(name: "HTTP 429", effect: .limited(.unsaid)),
            Refusal(name: "an envelope with code 429", effect: .limited(.unsaid, status: 200)),
            Refusal(name: "HTTP 429 with Retry-After", effect: .limited(.seconds(1))),
            Refusal(name: "session not found", effect: .refuse(1002, "session not found")),
            Refusal(name: "token expired", effect: .refuse(1001, "token expired")),
            Refusal(name: "HTTP 401", effect: .status(401)),
            Refusal(name: "out of credits", effect: .refuse(2001, "insufficient credits")),
        ]
    }

    @Test(arguments: Refusal.final)
    func `a message that was refused fails, and is sent when the files are brought back`(refusal: Refusal) async throws
    {
        let share = try await CountedShare()
        share.backend.faults.on(.message, .first(1), refusal.effect)
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.givesBack(from: daemon)
        #expect(!share.text(of: "failed/clip.log").contains("uncertain"))
        #expect(share.backend.tally.requests(.message).count == 1)

        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        #expect(tally.requests(.message).count == 2)
        #expect(tally.acceptedMessages() == 1)
        #expect(tally.uploads.count == 1)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    @Test(arguments: Refusal.passing)
    func `a message that was refused for a while is sent again by itself`(refusal: Refusal) async throws {
        let share = try await CountedShare { $0.tokensPerClient = 2 }
        share.backend.faults.on(.message, .first(1), refusal.effect)
        let daemon = share.daemon(["timing.rate_limit_wait": "100ms", "timing.credits_poll": "100ms"])
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        #expect(tally.requests(.message).count == 2)
        #expect(tally.acceptedMessages() == 1)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    @Test func `a message that had to wait is told once, and in order`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.message, .first(2), .refuse(2001, "insufficient credits"))
        let daemon = share.daemon(["timing.credits_poll": "100ms"])
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        // The first, and the one that looks whether the credits that are there are enough.
        try await share.backend.saw("two refusals") { $0.messages.filter(\.isRefused).count == 2 }
        share.backend.setCredits(200_000)
        try await share.delivers(from: daemon)
        let log = share.text(of: "outbox/clip.log")
        let told = ["Asked: ", "Waiting: the free credits", "Going on.", "The editor's AI says: "]
        #expect(told.allSatisfy { log.components(separatedBy: $0).count == 2 }, "\(log)")
        let places = told.compactMap { log.range(of: $0)?.lowerBound }
        #expect(places == places.sorted(), "\(log)")
    }

    @Test func `a message that found nobody listening is sent once the backend is back`() async throws {
        let share = try await CountedShare()
        let gate = share.hold(HeldCall(.state, worked: true))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.stands(at: HeldCall(.state, worked: true), from: daemon)
        // The state is still answered, over a connection that stays; the message wants one of its own.
        share.backend.goDown(connections: nil)
        gate.open()
        try await daemon.wrote("Waiting: the video service does not answer")
        #expect(share.backend.tally.requests(.message).isEmpty)
        try share.backendUp()
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        #expect(tally.requests(.message).count == 1)
        #expect(tally.acceptedMessages() == 1)
        #expect(tally.uploads.count == 1)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }
}
