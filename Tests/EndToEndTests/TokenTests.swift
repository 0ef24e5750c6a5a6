// A token that is no good any more: one new one for all who wait, or a wait until a person gives another
// (PROTOCOL 10, 1001). The backend counts.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TokenTests {
    /// A call at which the token is refused, and in which form.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let call: CallKind
        let form: CountingSettings.TokenRefusal
        var testDescription: String { "\(call), \(form)" }

        static func all(at calls: [CallKind]) -> [Refusal] {
            calls.flatMap { call in CountingSettings.TokenRefusal.allCases.map { Refusal(call: call, form: $0) } }
        }

        /// Whether renders were submitted before, which the new token does not know.
        var losesRenders: Bool { call == .renderStatus }
    }

    private static let stems = ["a", "b", "c"]
    private static let given = "nmv_given_0123456789abcdef"
    private static let renewed = "nmv_given_fedcba9876543210"

    // MARK: Anonymous

    @Test(arguments: Refusal.all(at: [.session, .upload, .state, .message, .credits, .export, .renderStatus]))
    func `one new token is fetched for all jobs whose calls are refused, and each call is made once more`(
        refusal: Refusal
    ) async throws {
        let share = try await CountedShare { ($0.tokensPerClient, $0.tokenRefusal) = (2, refusal.form) }
        let daemon = try await share.watching()
        let before = try await refused(refusal.call, on: share, from: daemon)
        try await share.delivers(Self.stems, from: daemon)

        let tally = share.backend.tally
        share.isDoneOnce(Self.stems, exports: refusal.losesRenders ? 6 : 3)
        #expect(tally.tokensIssued == 2, "\(tally.account)")
        #expect(tally.tokensDenied == 0)
        let old = tally.exchanges[before].token
        let again = tally.exchanges.dropFirst(before).filter { $0.call == refusal.call && $0.token != old }
        #expect(again.count >= 3, "\(tally.account)")
        if refusal.call == .message { #expect(tally.requests(.message).count == 6, "\(tally.account)") }
        #expect(tally.sessions.count == (refusal.call == .session ? 3 : tally.uploads.count))
        share.keepsSecrets(from: daemon)
    }

    @Test(arguments: Refusal.all(at: [.upload, .message, .renderStatus]))
    func `jobs wait while no new token is to be had, and go on as soon as one is`(refusal: Refusal) async throws {
        let share = try await CountedShare { ($0.tokensPerClient, $0.tokenRefusal) = (2, refusal.form) }
        let denial = share.backend.faults.on(.anonymousToken, .only(2), .limited(.seconds(2)))
        let daemon = try await share.watching(["timing.credits_poll": "300ms"])
        _ = try await refused(refusal.call, on: share, from: daemon)
        for stem in Self.stems {
            try await share.tells("Waiting: the video service gives no new free token now", in: stem, from: daemon)
        }
        try await share.delivers(Self.stems, from: daemon)
        share.isDoneOnce(Self.stems, exports: refusal.losesRenders ? 6 : 3)
        let tally = share.backend.tally
        #expect(share.backend.faults.hits(of: denial) == 1)
        #expect(tally.requests(.anonymousToken).count == 3, "\(tally.account)")
        for stem in Self.stems { #expect(share.text(of: "outbox/\(stem).log").contains("Going on.")) }
    }

    @Test func `the backend is not asked again and again for a token that it gives once a week`() async throws {
        let share = try await CountedShare()
        let first = try await share.watching(["timing.credits_poll": "50ms"])
        _ = try await refused(.message, on: share, from: first)
        for stem in Self.stems { try await share.tells("gives no new free token", in: stem, from: first) }
        // Many times as long as the jobs wait until they look again.
        try await Task.sleep(for: .seconds(1))
        #expect(share.backend.tally.tokensDenied == 1, "\(share.backend.tally.account)")
        try await first.send(SIGTERM)
        #expect(try await first.ending() == .exited(0), "\(first.output)")

        share.backend.allowAnotherToken()
        let second = try await share.watching(["timing.credits_poll": "50ms"])
        try await share.delivers(Self.stems, from: second)
        share.isDoneOnce(Self.stems, exports: 3)
        #expect(share.backend.tally.tokensIssued == 2)
    }

    // MARK: Given

    @Test(arguments: Refusal.all(at: [.session, .upload, .state, .message, .export, .renderStatus]))
    func `with a given token that is refused jobs wait, without any further call, for another one`(
        refusal: Refusal
    ) async throws {
        let share = try await CountedShare { $0.tokenRefusal = refusal.form }
        share.backend.accept(token: Self.given, user: "we", credits: 1000)
        let first = try await share.watching(["timing.credits_poll": "50ms"], token: Self.given)
        _ = try await refused(refusal.call, on: share, from: first)
        for stem in Self.stems {
            try await share.tells("Waiting: the video service does not accept the token", in: stem, from: first)
        }
        try await share.backend.saw("all is answered") { $0.open.isEmpty }
        let before = share.backend.tally.exchanges.count
        // Many times as long as the jobs wait until they look again.
        try await Task.sleep(for: .milliseconds(600))
        #expect(share.backend.tally.exchanges.count == before, "\(share.backend.tally.account)")
        try await first.send(SIGTERM)
        #expect(try await first.ending() == .exited(0), "\(first.output)")

        share.backend.accept(token: Self.renewed, user: "we", credits: 1000)
        let second = try await share.watching(token: Self.renewed)
        try await share.delivers(Self.stems, from: second)
        share.isDoneOnce(Self.stems, exports: refusal.losesRenders ? 6 : 3)
        #expect(share.backend.tally.tokensIssued == 0)
        share.keepsSecrets([Self.given, Self.renewed], from: first)
        share.keepsSecrets([Self.given, Self.renewed], from: second)
    }

    @Test(arguments: Refusal.all(at: [.session, .message, .export]))
    func `a token file is read again when it changes, and jobs go on by themselves`(refusal: Refusal) async throws {
        let share = try await CountedShare { $0.tokenRefusal = refusal.form }
        share.backend.accept(token: Self.given, user: "we", credits: 1000)
        let file = share.folder.appending("token")
        try Data("\(Self.given)\n".utf8).write(to: URL(fileURLWithPath: file))
        // So long that only the file can be what brings them on.
        let daemon = try await share.watching(["timing.credits_poll": "1h", "backend.token_file": file])
        _ = try await refused(refusal.call, on: share, from: daemon)
        for stem in Self.stems { try await share.tells("does not accept the token", in: stem, from: daemon) }
        share.backend.accept(token: Self.renewed, user: "we", credits: 1000)
        try Data("\(Self.renewed)\n".utf8).write(to: URL(fileURLWithPath: file))
        try await share.delivers(Self.stems, from: daemon)
        share.isDoneOnce(Self.stems, exports: 3)
        #expect(share.backend.tally.tokensIssued == 0)
        share.keepsSecrets([Self.given, Self.renewed], from: daemon)
    }

    @Test func `a token file that comes late, or is saved again as it was, brings jobs on`() async throws {
        let share = try await CountedShare()
        let file = share.folder.appending("token")
        let daemon = try await share.watching(["timing.credits_poll": "1h", "backend.token_file": file])
        try share.drop(Self.stems)
        for stem in Self.stems { try await share.tells("Waiting: ", in: stem, from: daemon) }
        #expect(share.backend.tally.exchanges.isEmpty)
        // The backend does not know it yet.
        try Data(Self.given.utf8).write(to: URL(fileURLWithPath: file))
        try await share.backend.saw("it is tried") { $0.received(.session) >= 1 && $0.open.isEmpty }
        share.backend.accept(token: Self.given, user: "we", credits: 1000)
        // A refusal of the first call may be noted after the calls of others were answered well.
        try await eventually("it is saved until all are done", seen: { share.account(of: daemon) }) {
            try Data(Self.given.utf8).write(to: URL(fileURLWithPath: file))
            try await Task.sleep(for: .milliseconds(300))
            return Self.stems.allSatisfy { share.exists("outbox/\($0).mp4") }
        }
        try await share.delivers(Self.stems, from: daemon)
        share.isDoneOnce(Self.stems, exports: 3)
    }

    // MARK: Means

    /// Drops three clips, has their first calls of a kind stand still, and lets the token expire before they go on.
    /// - Returns: how many requests there were before those.
    private func refused(_ call: CallKind, on share: CountedShare, from daemon: ProgramUnderTest) async throws -> Int {
        let gate = Gate()
        share.backend.faults.on(call, .first(3), .hold(gate, at: .read))
        try share.drop(Self.stems, then: call == .credits ? "\n---\ncredits" : "")
        try await eventually("three calls stand", seen: { share.account(of: daemon) }) {
            share.backend.tally.received(call) == 3
        }
        let first = share.backend.tally.exchanges.firstIndex { $0.call == call } ?? 0
        share.backend.expire()
        gate.open()
        return first
    }
}
