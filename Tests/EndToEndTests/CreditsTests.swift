// Out of credits: what costs waits, everything else goes on, and so does what waited once there is more
// (PROTOCOL 10, 2001). The backend counts.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CreditsTests {
    private static let poll = ["timing.credits_poll": "100ms"]

    @Test func `messages wait for credits while exports and downloads go on, and the log says where to register`()
        async throws
    {
        // Enough for two messages.
        let share = try await CountedShare(credits: 100)
        let gate = Gate()
        share.backend.faults.on(.export, .first(2), .hold(gate, at: .read))
        let daemon = try await share.watching(Self.poll)
        try share.drop(["a", "b"])
        try await share.backend.saw("two exports") { $0.received(.export) == 2 }
        try share.drop(["c", "d"])
        for stem in ["c", "d"] {
            try await share.tells("Waiting: the free credits are used up. Register at ", in: stem, from: daemon)
            #expect(share.text(of: "outbox/\(stem).log").contains("/register?bind=bind-"))
        }
        gate.open()
        for stem in ["a", "b"] { try await share.waits(for: "outbox/\(stem).mp4", from: daemon) }
        #expect(!share.exists("outbox/c.mp4") && !share.exists("outbox/d.mp4"))
        #expect(share.names(in: "failed").isEmpty)

        let polls = share.backend.tally.received(.credits)
        try await share.backend.saw("the balance is looked at") { $0.received(.credits) >= polls + 3 }
        share.backend.setCredits(1000)
        try await share.delivers(["c", "d"], from: daemon)
        share.isDoneOnce(["a", "b", "c", "d"], exports: 4)
        for stem in ["c", "d"] { #expect(share.text(of: "outbox/\(stem).log").contains("Going on.")) }
        #expect(share.backend.tally.sessions.count == 4)
        #expect(share.backend.tally.uploads.count == 4)
    }

    @Test func `with a given token the log says to top up`() async throws {
        let share = try await CountedShare()
        share.backend.accept(token: "nmv_given_0123456789", credits: 0)
        let daemon = try await share.watching(Self.poll, token: "nmv_given_0123456789")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.tells("the credits are used up. Top up the account", from: daemon)
        #expect(!share.text(of: "outbox/clip.log").contains("register?bind"))
        share.backend.setCredits(1000)
        try await share.delivers(from: daemon)
        share.isDoneOnce()
    }

    @Test func `while the balance is positive one job probes, and not again before it has risen`() async throws {
        let share = try await CountedShare(credits: 0)
        let daemon = try await share.watching(Self.poll)
        try share.drop(["a", "b", "c"])
        for stem in ["a", "b", "c"] { try await share.tells("credits are used up", in: stem, from: daemon) }
        try await share.backend.saw("all is answered") { $0.open.isEmpty }
        let refused = share.backend.tally.messages.count
        try await looks(4, at: share)
        #expect(share.backend.tally.messages.count == refused, "a message without a credit")
        // Neither is enough for a message, which takes 50.
        for (number, credits) in [10, 30].enumerated() {
            share.backend.setCredits(credits)
            try await share.backend.saw("a probe") { $0.messages.count > refused + number }
            try await looks(4, at: share)
            #expect(share.backend.tally.messages.count == refused + number + 1, "\(share.backend.tally.account)")
        }
        share.backend.setCredits(1000)
        try await share.delivers(["a", "b", "c"], from: daemon)
        share.isDoneOnce(["a", "b", "c"], exports: 3)
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func `a pause outlives a restart`(signal: Int32) async throws {
        let share = try await CountedShare(credits: 0)
        let first = try await share.watching(Self.poll)
        try share.drop(["a", "b"])
        for stem in ["a", "b"] { try await share.tells("credits are used up", in: stem, from: first) }
        try await share.backend.saw("all is answered") { $0.open.isEmpty }
        try await looks(1, at: share)
        try await first.send(signal)
        _ = try await first.ending()
        let messages = share.backend.tally.messages.count

        let second = try await share.watching(Self.poll)
        try await looks(4, at: share)
        #expect(share.backend.tally.messages.count == messages, "\(share.backend.tally.account)")
        share.backend.setCredits(1000)
        try await share.delivers(["a", "b"], from: second)
        share.isDoneOnce(["a", "b"], exports: 2)
        #expect(share.backend.tally.uploads.count == 2)
    }

    // MARK: Answers

    /// A form of the refusal, and whom the link then names.
    struct Form: Sendable, CustomTestStringConvertible {
        var status = 200
        let data: String?
        let link: String
        var testDescription: String { "HTTP \(status), \(data ?? "no data")" }

        static let all =
            [200, 400, 402, 403].map { Form(status: $0, data: "{\"bind_id\":\"b-1\"}", link: "/register?bind=b-1;") }
            + [
                Form(data: "{\"user_id\":\"u-7\"}", link: "/register?bind=u-7;"),
                Form(data: "{\"user_id\":42}", link: "/register?bind=42;"),
                Form(data: "{\"bind_id\":\"a&x=1<b>\"}", link: "/register?bind=a%26x%3D1%3Cb%3E;"),
                // The one that came with the token.
                Form(data: nil, link: "/register?bind=bind-"),
            ]
    }

    @Test(arguments: Form.all)
    func `however it is said, the job waits and the link names the account`(form: Form) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(
            .message, .first(1), .refuse(2001, "insufficient credits", data: form.data, status: form.status))
        let daemon = try await share.watching(Self.poll)
        try share.drop(prompt: "extend to 2 seconds")
        try await share.delivers(from: daemon)
        let log = share.text(of: "outbox/clip.log")
        #expect(log.contains("Waiting: the free credits are used up. Register at "), "\(log)")
        #expect(log.contains(form.link), "\(log)")
        share.isDoneOnce()
        #expect(share.backend.tally.messages.count == 2)
    }

    @Test(arguments: [CallKind.session, .upload, .state, .export, .renderStatus])
    func `any other call that is refused for want of credits waits as well`(call: CallKind) async throws {
        let share = try await CountedShare()
        // The balance is there all the same: one that is refused is tried again, as a probe.
        share.backend.faults.on(call, .first(1), .refuse(2001, "insufficient credits"))
        let daemon = try await share.watching(Self.poll)
        try share.drop(["a", "b"])
        try await share.delivers(["a", "b"], from: daemon)
        share.isDoneOnce(["a", "b"], exports: 2)
        #expect(["a", "b"].contains { share.text(of: "outbox/\($0).log").contains("credits are used up") })
    }

    // MARK: Means

    /// Waits until the balance was read so many times more.
    private func looks(_ count: Int, at share: CountedShare) async throws {
        let before = share.backend.tally.received(.credits)
        try await share.backend.saw("\(count) more looks at the balance") { $0.received(.credits) >= before + count }
    }
}
