// Told to slow down: once the call waits for as long as it was told, twice the whole account does (PROTOCOL 10, 429).
// Judged by the backend's own record.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RateLimitTests {
    /// A call that is limited, and how.
    struct Limit: Sendable, CustomTestStringConvertible {
        let call: CallKind
        let form: Form
        var testDescription: String { "\(call), \(form.rawValue)" }

        enum Form: String, CaseIterable, Sendable {
            case seconds, date, unsaid, nonsense
            case secondsInEnvelope = "seconds, code 429"

            /// What the client is told.
            var effect: Effect {
                switch self {
                case .seconds: .limited(.seconds(1))
                case .date: .limited(.date(RateLimitTests.date))
                case .unsaid: .limited(.unsaid)
                case .nonsense: .limited(.text("soon"))
                case .secondsInEnvelope: .limited(.seconds(1), status: 200)
                }
            }

            /// The least time until the call may come again.
            var wait: Duration {
                switch self {
                case .date: .zero
                case .seconds, .secondsInEnvelope: .seconds(1)
                case .unsaid, .nonsense: RateLimitTests.usual
                }
            }
        }

        static let calls: [CallKind] = [
            .session, .upload, .state, .message, .credits, .export, .renderStatus, .fallbackDownload,
        ]
        static let all =
            calls.map { Limit(call: $0, form: .seconds) }
            + Form.allCases.filter { $0 != .seconds }.flatMap { form in
                [CallKind.upload, .message, .export].map { Limit(call: $0, form: form) }
            }
    }

    /// A date that is told, of whole seconds; so far ahead that a busy machine does not reach it before.
    private static let date = Date(
        timeIntervalSince1970: (Date.now.timeIntervalSince1970 + 15).rounded(.up))
    /// The wait where none is named.
    private static let usual: Duration = .milliseconds(700)
    /// How much too early a call may come, by the backend's clock: appointments are kept in milliseconds.
    private static let slack: Duration = .milliseconds(20)
    private static let settings = ["timing.rate_limit_wait": "700ms"]

    @Test(arguments: Limit.all)
    func `a call that is limited waits for as long as it was told, and is made once more`(limit: Limit) async throws {
        let share = try await CountedShare()
        let started = Date.now
        if limit.call == .fallbackDownload { share.backend.faults.on(.export, .render(.withoutURL)) }
        let rule = share.backend.faults.on(limit.call, .first(1), limit.form.effect)
        // With a token from the beginning, so that the first call of all is already one of its account.
        share.backend.accept(token: "nmv_given_0123456789", credits: 1000)
        let daemon = try await share.watching(Self.settings, token: "nmv_given_0123456789")
        try share.drop(prompt: limit.call == .credits ? "credits\n---\nextend" : "extend to 2 seconds")
        try await share.delivers(from: daemon)
        share.isDoneOnce()
        #expect(share.backend.faults.hits(of: rule) == 1)
        let calls = share.backend.tally.requests(limit.call)
        let (first, second) = (try #require(calls.first), try #require(calls.dropFirst().first))
        let waited = second.time - (first.ended ?? first.time)
        #expect(waited >= limit.form.wait - Self.slack, "\(share.backend.tally.account)")
        if limit.form == .date, started + Double(first.time.components.seconds) < Self.date {
            // The backend began a little before.
            let came = started + second.time / .seconds(1)
            #expect(came >= Self.date - Self.slack / .seconds(1), "\(share.backend.tally.account)")
        }
    }

    @Test(arguments: [CallKind.upload, .message, .export])
    func `limited again, no call of the account goes out until the pause is over`(call: CallKind) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(call, .first(2), .limited(.seconds(1)))
        let daemon = try await share.watching(Self.settings)
        try share.drop(["a"])
        try await share.backend.saw("limited twice") { $0.requests(call).filter { $0.isOver }.count == 2 }
        try share.drop(["b", "c"])
        try await share.delivers(["a", "b", "c"], from: daemon)
        share.isDoneOnce(["a", "b", "c"], exports: 3)
        let tally = share.backend.tally
        let limited = try #require(tally.requests(call).dropFirst().first?.ended)
        let meanwhile = tally.exchanges.filter {
            CallKind.api.contains($0.call) && $0.time > limited && $0.time < limited + .seconds(1) - Self.slack
        }
        #expect(meanwhile.isEmpty, "\(tally.account)")
    }

    @Test func `limited at every call, a job is delivered all the same`() async throws {
        let share = try await CountedShare()
        // Not every second call whatever it is: the same one could be the second for ever.
        for call in CallKind.api.subtracting([.anonymousToken]) {
            share.backend.faults.on(call, .first(1), .limited(.unsaid))
        }
        let daemon = try await share.watching(["timing.rate_limit_wait": "20ms"])
        try share.drop(["a", "b"])
        try await share.delivers(["a", "b"], from: daemon)
        share.isDoneOnce(["a", "b"], exports: 2)
    }
}
