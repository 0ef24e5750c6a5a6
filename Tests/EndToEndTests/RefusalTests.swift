// What the backend refuses for good: the job fails with a reason a person understands and what to do about it, its
// files are given back, and no token is told (PROTOCOL 10). The backend counts.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RefusalTests {
    private static let token = "nmv_given_0123456789abcdef"

    /// A refusal, and what the log says of it.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let call: CallKind
        let answer: Answer
        /// The words with which the log begins.
        let reason: String
        /// Words of its last line.
        let remedy: String
        var prompt = "extend to 2 seconds"
        var testDescription: String { "\(call), \(name)" }

        private static func envelope(_ code: Int, _ message: String, status: Int = 200, data: String? = nil) -> Answer {
            .envelope(code: code, message: message, data: data, status: status)
        }

        static let files = [
            Refusal(
                name: "4001", call: .upload, answer: envelope(4001, "unsupported"),
                reason: "The video service does not accept this kind of file.",
                remedy: "Accepted are mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a and aac."),
            Refusal(
                name: "HTTP 415", call: .upload, answer: .json("{}", status: 415),
                reason: "The video service does not accept this kind of file.", remedy: "Accepted are mp4"),
            Refusal(
                name: "4002", call: .upload, answer: envelope(4002, "too large"),
                reason: "The file is too large", remedy: "500 MB"),
            Refusal(
                name: "HTTP 413, a page", call: .upload,
                answer: Answer(status: 413, type: "text/html", text: "<html><h1>413</h1></html>"),
                reason: "The file is too large", remedy: "Compress or trim"),
        ]

        static let plans = [
            Refusal(
                name: "402", call: .export, answer: envelope(402, "not in your plan", status: 402),
                reason: "The account's plan does not allow exports.", remedy: "not paid again"),
            Refusal(
                name: "402 with HTTP 200", call: .export, answer: envelope(402, "not in your plan"),
                reason: "The account's plan does not allow exports.", remedy: "Change the plan"),
            Refusal(
                name: "402, no envelope", call: .export, answer: .json("{\"detail\":\"upgrade\"}", status: 402),
                reason: "The account's plan does not allow exports.", remedy: "Change the plan"),
        ]

        private static let calls: [CallKind] = [.session, .upload, .state, .message, .export, .renderStatus, .credits]

        static let scopes =
            calls.map { call in
                Refusal(
                    name: "403", call: call,
                    answer: envelope(403, "missing scope: video:write", status: 403),
                    reason: "The token lacks the permission \"video:write\".", remedy: "Give the daemon a token",
                    prompt: call == .credits ? "credits\n---\nextend" : "extend to 2 seconds")
            } + [
                Refusal(
                    name: "403 that names none", call: .export, answer: .json("{}", status: 403),
                    reason: "The token lacks the permission for this call.", remedy: "Give the daemon a token")
            ]

        static let codes = calls.flatMap { call in
            [(7003, 200), (7003, 422)].map { code, status in
                Refusal(
                    name: "\(code), HTTP \(status)", call: call,
                    answer: envelope(code, "no \(token) <b>here</b>", status: status),
                    reason: "The video service answered with code \(status == 200 ? code : status)",
                    remedy: "Move the files back to the inbox",
                    prompt: call == .credits ? "credits\n---\nextend" : "extend to 2 seconds")
            }
        }

        static let all = files + plans + scopes + codes
    }

    @Test(arguments: Refusal.all)
    func `what is refused for good fails with its reason and what to do, and goes on when it is brought back`(
        refusal: Refusal
    ) async throws {
        let share = try await CountedShare()
        share.backend.accept(token: Self.token, credits: 1000)
        let rule = share.backend.faults.on(refusal.call, .first(1), .answer(refusal.answer, worked: false))
        let daemon = try await share.watching(token: Self.token)
        try share.drop(prompt: refusal.prompt)
        try await share.givesBack(from: daemon)
        let log = share.text(of: "failed/clip.log")
        #expect(log.hasPrefix(refusal.reason), "\(log)")
        let last = log.split(separator: "\n").last ?? ""
        #expect(last.contains(refusal.remedy), "\(log)")
        #expect(share.backend.faults.hits(of: rule) == 1)
        #expect(share.backend.tally.requests(refusal.call).count == 1, "\(share.backend.tally.account)")
        #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
        #expect(share.names(in: "outbox").isEmpty)
        share.keepsSecrets([Self.token], from: daemon)

        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        share.isDoneOnce()
        #expect(share.backend.tally.sessions.count == 1)
        #expect(share.backend.tally.uploads.count == 1)
    }

    @Test func `a client id that is asked for is made, and the job goes on`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(
            .anonymousToken, .first(1), .refuse(400, "missing X-Client-Id", status: 400))
        let daemon = try await share.watching()
        try share.drop(prompt: "extend to 2 seconds")
        try await share.delivers(from: daemon)
        share.isDoneOnce()
        #expect(share.backend.tally.requests(.anonymousToken).count == 2)
    }

    @Test(
        arguments: CallKind.api.subtracting([.claimLink, .anonymousToken, .message]).sorted {
            $0.rawValue < $1.rawValue
        })
    func `a token that the backend tells back while it is unwell is told to nobody`(call: CallKind) async throws {
        let share = try await CountedShare()
        share.backend.accept(token: Self.token, credits: 1000)
        if call == .fallbackDownload { share.backend.faults.on(.export, .render(.withoutURL)) }
        let echo = "{\"error\":\"Bearer \(Self.token) failed\",\"detail\":\"\(Self.token)\"}"
        let rule = share.backend.faults.on(call, .first(2), .answer(.json(echo, status: 500), worked: false))
        let daemon = try await share.watching(token: Self.token)
        try share.drop(prompt: call == .credits ? "credits\n---\nextend" : "extend to 2 seconds")
        try await share.delivers(from: daemon)
        #expect(share.backend.faults.hits(of: rule) == 2)
        share.isDoneOnce()
        share.keepsSecrets([Self.token], from: daemon)
    }
}
