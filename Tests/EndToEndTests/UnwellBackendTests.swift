// A backend that is unwell in every way a service can be, at every call that is safe to repeat: the job is delivered in
// the end, and its message went out once (PROTOCOL 10). The backend counts.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct UnwellBackendTests {
    /// A way to be unwell.
    struct Trouble: Sendable, CustomTestStringConvertible {
        let name: String
        let effect: Effect
        var testDescription: String { name }

        /// Before anything was done.
        static let before = [
            Trouble(name: "HTTP 500", effect: .status(500)),
            Trouble(name: "HTTP 502, a page", effect: .html(502)),
            Trouble(name: "HTTP 503, nothing", effect: .empty(503)),
            Trouble(name: "HTTP 504, a code", effect: .refuse(5040, "timeout", status: 504)),
            Trouble(name: "a page", effect: .html(200)),
            Trouble(name: "nothing", effect: .empty(200)),
            Trouble(name: "JSON of no known form", effect: .strangeJSON()),
            Trouble(name: "broken JSON", effect: .brokenJSON()),
            Trouble(name: "not HTTP", effect: .notHTTP()),
            Trouble(name: "reset at the head", effect: .reset(at: .head)),
            Trouble(name: "reset within the request", effect: .reset(at: .requestBytes(60))),
            Trouble(name: "reset once it was read", effect: .reset(at: .read)),
            Trouble(name: "closed once it was read", effect: .close(at: .read)),
            Trouble(name: "a Content-Length beyond all measure", effect: .hugeLength()),
        ]

        /// After the call's work was done.
        static let after = [
            Trouble(name: "HTTP 500, done", effect: .status(500, worked: true)),
            Trouble(name: "a page, done", effect: .html(200, worked: true)),
            Trouble(name: "nothing, done", effect: .empty(200, worked: true)),
            Trouble(name: "broken JSON, done", effect: .brokenJSON(worked: true)),
            Trouble(name: "reset once it was done", effect: .reset(at: .worked)),
            Trouble(name: "closed once it was done", effect: .close(at: .worked)),
            Trouble(name: "reset within the answer's head", effect: .reset(at: .answerBytes(12))),
            Trouble(name: "reset within the answer", effect: .reset(at: .answerBytes(200))),
            Trouble(name: "closed within the answer", effect: .close(at: .answerBytes(200))),
            Trouble(name: "a Content-Length too large", effect: .lengthOff(by: 40)),
            Trouble(name: "a Content-Length too small", effect: .lengthOff(by: -20)),
            Trouble(name: "a trickle", effect: .trickle(bytes: 40, every: .milliseconds(2))),
        ]

        static let all = before + after
    }

    /// All that a job calls but the message and the downloads, which have tests of their own. The balance is asked for
    /// by a command.
    private static let calls: [CallKind] = [
        .anonymousToken, .session, .upload, .state, .credits, .export, .renderStatus,
    ]
    private static let prompt = "credits\n---\nextend to 2 seconds"
    private static let settings = ["timing.breaker": "60ms"]

    @Test(arguments: calls)
    func `whatever goes wrong at one call, one thing after the other, the job is delivered and edited once`(
        call: CallKind
    ) async throws {
        let share = try await CountedShare { $0.tokensPerClient = 100 }
        let rules = Trouble.all.enumerated().map { number, trouble in
            share.backend.faults.on(call, .only(number + 1), trouble.effect)
        }
        let daemon = try await share.watching(Self.settings)
        // An upload and an export are over once one of them has been done: more clips make more of these calls.
        let stems = (1...(call == .export || call == .upload ? 8 : 3)).map { "clip\($0)" }
        for stem in stems { try share.drop(stem, prompt: Self.prompt + " \(stem)") }
        try await share.delivers(stems, from: daemon)
        share.isDoneOnce(stems, exports: stems.count)
        let hits = rules.map { share.backend.faults.hits(of: $0) }
        if call == .state || call == .renderStatus { #expect(hits.allSatisfy { $0 == 1 }, "\(hits)") }
        #expect(hits.first == 1)
    }

    @Test(arguments: Trouble.all)
    func `a trouble at every call, once each, costs time and nothing else`(trouble: Trouble) async throws {
        let share = try await CountedShare { $0.tokensPerClient = 3 }
        let rules = Self.calls.map { share.backend.faults.on($0, .first(1), trouble.effect) }
        let daemon = try await share.watching(Self.settings)
        try share.drop(prompt: Self.prompt)
        try await share.delivers(from: daemon)
        share.isDoneOnce()
        for (call, rule) in zip(Self.calls, rules) {
            #expect(share.backend.faults.hits(of: rule) == 1, "\(call)")
        }
        #expect(share.backend.tally.uploads.count == 1, "\(share.backend.tally.account)")
        #expect(share.names(in: "failed").isEmpty)
    }

    @Test(arguments: [CallKind.state, .export, .upload])
    func `a body without end is cut off`(call: CallKind) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(call, .first(1), .endless())
        let daemon = try await share.watching(Self.settings)
        try share.drop(prompt: "extend to 2 seconds")
        try await share.isOver(by: daemon)
        if share.exists("failed/clip.log") { try await share.dragBack(daemon: daemon) }
        try await share.delivers(from: daemon)
        share.isDoneOnce()
    }

    // MARK: Uploads

    @Test(arguments: Trouble.after.dropLast())
    func `an upload that arrived is not repeated, though its answer was lost`(trouble: Trouble) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.upload, .first(1), trouble.effect)
        let daemon = try await share.watching(Self.settings)
        try share.drop(prompt: "extend to 2 seconds")
        try await share.delivers(from: daemon)
        share.isDoneOnce()
        #expect(share.backend.tally.requests(.upload).count == 1, "\(share.backend.tally.account)")
    }

    @Test(arguments: Trouble.before)
    func `an upload that did not arrive is repeated`(trouble: Trouble) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.upload, .first(1), trouble.effect)
        let daemon = try await share.watching(Self.settings)
        try share.drop(prompt: "extend to 2 seconds")
        try await share.delivers(from: daemon)
        share.isDoneOnce()
        #expect(share.backend.tally.requests(.upload).count == 2, "\(share.backend.tally.account)")
        #expect(share.backend.tally.uploads.count == 1)
    }
}
