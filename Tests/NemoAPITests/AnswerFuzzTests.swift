// Answers that were damaged in every way: drafts come out of them as they were, no number they hold does harm, and no
// token gets out of them into a failure.

import Foundation
import JobModel
import NIOHTTP1
import TestSupport
import Testing

@testable import NemoAPI

@Suite(.serialized, .timeLimit(.minutes(FuzzRound.factor)))
struct AnswerFuzzTests {
    static let seeds: [UInt64] = [1, 2, 3, 4]

    static let drafts = [
        #"{"t":[{"tt":0,"sg":[{"d":60000,"m":{"name":"city","volume":0.35}},{"d":1e3}]},{"tt":7,"sg":[{"m":{"text":"é🎬"}}]}]}"#,
        #"{ "b" : 9223372036854775808 , "a" :[0.1000000000000000055511151231257827021181583404541015625,-0,1E+02] }"#,
        #"{"s":"\u00e9\ud83c\udfac\/\\\"\b\f\n\r\t","":{"":[[],{},null,true,false]},"u":"https://h/p?sig=1"}"#,
    ].map { Array($0.utf8) }

    static let words = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83c", "\\udfac", "\\u0000", "null", "true", "1e999", "-",
        "1e-999",
        "9223372036854775808", "-9223372036854775809", "0.1e", "\u{FEFF}", "\u{0}", "\"t\":", "\"sg\":", "\"d\":",
        "\"m\":",
        "\"draft\":", "\"state\":", "\"data\":", "[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "\"volume\":",
        "\"tt\":", "nan", "inf",
    ]

    static let keys = [
        "t", "tt", "sg", "d", "m", "name", "text", "volume", "state", "draft", "data", "id", "url", "https://h/p?a=b",
    ]

    private static let texts = drafts + [Array("[".utf8), Array("\"\u{E9}\"".utf8)]

    @Test(arguments: seeds)
    func `what is JSON is read as it is written, and written as it is read`(seed: UInt64) async throws {
        for await round in FuzzRounds(500, seed: seed) {
            var mutator = round.mutator(words: Self.words, sizeLimit: 20_000)
            let bytes = mutator.json(of: Self.keys, like: Self.texts)
            let value = try? JSONValue(parsing: bytes)
            if value == nil, Self.isTakenForJSON(bytes) { Issue.record("\(round): others take it for JSON") }
            guard let value else { continue }
            #expect(try JSONValue(parsing: value.bytes) == value, "\(round): it reads back as something else")
            let raw = try RawJSON(bytes)
            #expect(try raw.decoded() == value, "\(round): cut out, it is something else")
            #expect(try RawJSON(raw.bytes) == raw, "\(round)")
            _ = (value.number, value.integer, value.label, value["t"]?.number, value.elements.map(\.integer))
        }
    }

    /// Foundation guesses at encodings, and accepts a comma before an end.
    private static func isTakenForJSON(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0), bytes.first != 0xEF else {
            return false
        }
        guard (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil else {
            return false
        }
        return !text.contains(/,\s*[\]}]/)
    }

    @Test(arguments: seeds)
    func `a draft comes out of any answer byte by byte, and goes back so`(seed: UInt64) async throws {
        for await round in FuzzRounds(400, seed: seed) {
            var mutator = round.mutator(words: Self.words, sizeLimit: 20_000)
            let draft = mutator.json(of: Self.keys, like: Self.drafts)
            let isDraft = (try? JSONValue(parsing: draft)).map { $0 != .null } ?? false
            let before = Array(#" {"code":0,"data":{"state":{"video_infos":[{}],"draft" : "#.utf8)
            let after = Array(#" ,"generated_media":[]}}} "#.utf8)
            let state = try? TimelineState(answer: before + draft + after)
            if isDraft {
                let blanks: [UInt8] = [0x20, 0x0A, 0x0D, 0x09]
                let trimmed = draft.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed()
                #expect(state?.draft?.bytes == Array(trimmed), "\(round): the draft has changed")
            }
            let answer = mutator.damaged(before + draft + after, with: Self.drafts)
            if let state { try check(state, of: before + draft + after, round) }
            if let state = try? TimelineState(answer: answer) { try check(state, of: answer, round) }
        }
    }

    private func check(_ state: TimelineState, of answer: [UInt8], _ round: FuzzRound) throws {
        #expect(try TimelineState(answer: answer) == state, "\(round): read twice, it is two states")
        #expect(!state.timeline.summary.isEmpty && state.timeline.duration >= .zero, "\(round)")
        _ = state.timeline.difference(from: Timeline()) + Timeline().difference(from: state.timeline)
        guard let draft = state.draft else { return }
        let body = ExportBody.bytes(render: RenderID("r\"1"), session: SessionID("s\\1"), draft: draft)
        #expect(try RawJSON.cut(["draft"], from: body) == draft, "\(round): the export changes the draft")
        #expect(try JSONValue(parsing: body)[path: "output", "format"]?.text == "mp4", "\(round)")
        // Searching a long text for a long text takes the test too long.
        if answer.count < 2000 {
            #expect(Data(answer).range(of: Data(draft.bytes)) != nil, "\(round): the draft is not part of the answer")
        }
    }

    // MARK: Failures

    static let secret = "given-token-of-the-tests-1234567890"

    static let envelopes = [
        #"{"code":2001,"message":"no credits","data":{"bind_id":"b-1","user_id":42}}"#,
        #"{"code":"4001","msg":"bad type"}"#,
        #"{"detail":[{"msg":"session not found"}],"error":{"code":7,"message":"scope: render:write"}}"#,
        #"{"status":"processing","progress":0.5,"data":{"status":"failed","error":"x"}}"#,
        "<!DOCTYPE html><p>Bad gateway",
        #"{"code":403,"required_scope":"render:write"}"#, "",
    ].map { Array($0.utf8) }

    static let envelopeWords =
        words + [
            secret, "Bearer " + secret, "nmv_usr_abcdef123456", "https://h/p?X-Signature=abcdef", "\"code\":",
            "\"message\":\"",
            "\"error\":", "scope: ", "scope=\"", "\"bind_id\":", "\"user_id\":", "\"scope\":\"", "session", "exists",
            "client",
            "\u{301}", "\u{200D}", "\u{202E}", "\n", "\u{2028}", "1001", "429", "e\u{301}",
        ]

    static let envelopeTexts = [
        "code", "message", "msg", "error", "detail", "data", "status", "bind_id", "user_id", "scope", "required_scope",
        "1001",
        "2001", "403", "session not found", "already exists", secret, "Bearer \(secret)", "nmv_usr_abcdef123456",
        "missing scope: \(secret)", "https://h/p?X-Signature=abcdef",
    ]

    @Test(arguments: seeds)
    func `no failure tells a token, more than a line, or more than a little`(seed: UInt64) async throws {
        let redaction = Redaction(secrets: [Self.secret])
        for await round in FuzzRounds(500, seed: seed) {
            var mutator = round.mutator(words: Self.envelopeWords, sizeLimit: 20_000)
            let body = mutator.json(of: Self.envelopeTexts, like: Self.envelopes)
            let call = mutator.pick(APICall.allCases) ?? .state
            let status =
                mutator.pick([200, 200, 204, 302, 400, 401, 402, 403, 404, 409, 413, 429, 500, 0, -1, .max]) ?? 200
            let type = mutator.pick(["application/json", "text/html", "", "video/mp4"]) ?? ""
            let words = String(decoding: mutator.damaged(Array("scope=\"a b\"".utf8)), as: UTF8.self)
            let headers: HTTPHeaders = [
                "Content-Type": type, "Retry-After": words, "WWW-Authenticate": words + "\"" + Self.secret,
            ]
            let classification = Classification(call: call, now: Sample.now, redaction: redaction)
            let answer = AnswerEvidence(status: status, headers: headers, body: body)
            if let failure = classification.failure(for: answer) { check(failure, round) }
            guard let value = try? JSONValue(parsing: body) else { continue }
            let event = AgentEvent.Complaint(code: value["code"]?.label, message: value["message"]?.label ?? "")
            check(classification.failure(for: event, details: value), round)
        }
    }

    private func check(_ failure: APIFailure, _ round: FuzzRound) {
        let told = "\(failure) \(failure.detail) \(failure.kind)"
        #expect(!told.contains(Self.secret) && !told.utf8.contains(Self.secret.utf8), "\(round): \(told)")
        #expect(!told.contains("abcdef"), "\(round): \(told)")
        #expect(failure.description == failure.description.shownOnOneLine, "\(round): \(told)")
        #expect(told.utf8.count < 8000, "\(round): \(told.utf8.count) bytes")
    }

    @Test(arguments: seeds)
    func `nothing is left of a secret, wherever it stands`(seed: UInt64) async {
        let redaction = Redaction(secrets: [Self.secret, "short"])
        let words = Self.envelopeWords.filter { !$0.contains(Self.secret) } + [String(repeating: "x", count: 290)]
        for await round in FuzzRounds(60, seed: seed) {
            var mutator = round.mutator(words: words, sizeLimit: 3000)
            var text = ""
            for _ in 0...mutator.index(below: 90) {
                let between = mutator.damaged(Array("Unauthorized: ".utf8))
                text +=
                    String(decoding: between.prefix(mutator.pick([0, 0, 1, 30, 3000]) ?? 0), as: UTF8.self)
                    + Self.secret
            }
            let told = redaction(text)
            #expect(!told.utf8.contains(Self.secret.utf8.prefix(8)), "\(round): \(told)")
            #expect(told == told.shownOnOneLine, "\(round)")
            #expect(told.utf8.count <= 4 * (Redaction.lengthLimit + 1), "\(round): \(told.utf8.count) bytes")
        }
    }

    // MARK: Headers and renders

    @Test(arguments: seeds)
    func `any wait asked for is between nothing and a day`(seed: UInt64) async {
        let samples = [
            "120", "Wed, 21 Oct 2026 07:28:00 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        ]
        .map { Array($0.utf8) }
        let words = [
            "99999999999999999999", "9999999", "-1", "GMT", " ", "0", "-99999999", "2147483648", "Feb 30", "+0000",
            "\u{661}",
        ]
        for await round in FuzzRounds(400, seed: seed) {
            var mutator = round.mutator(words: words, sizeLimit: 2000)
            let header = String(decoding: mutator.damaged(mutator.pick(samples) ?? [], with: samples), as: UTF8.self)
            let now = Timestamp(milliseconds: mutator.pick([0, 1_700_000_000_000, -1, 4_000_000_000_000]) ?? 0)
            guard let wait = RetryAfter.duration(header, now: now) else { continue }
            #expect(wait >= .zero && wait <= RetryAfter.longest, "\(round): \(header)")
        }
    }

    @Test(arguments: seeds)
    func `any progress of a render is between nothing and all`(seed: UInt64) async {
        let samples = [
            #"{"status":"processing","progress":0.5}"#, #"{"data":{"status":"running","progress":"35%"}}"#,
            #"{"status":"completed","output":{"url":"https://h/v.mp4"}}"#,
            #"{"status":"failed","error":{"message":"no"}}"#,
        ].map { Array($0.utf8) }
        let words =
            Self.words + [
                "\"progress\":\"", "%\"", "nan%", "inf%", "-inf%", "-5", "1e308", "0x1p3%", "\"status\":\"", "%",
            ]
        for await round in FuzzRounds(600, seed: seed) {
            var mutator = round.mutator(words: words, sizeLimit: 2000)
            let texts = [
                "status", "progress", "processing", "failed", "completed", "output", "url", "data", "35%", "nan%",
                "-1%", "x%",
            ]
            let bytes = mutator.json(of: texts, like: samples)
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            check(RenderStatus(value), "\(round)")
            check(
                RenderStatus(["status": "processing", "progress": .string(String(decoding: bytes, as: UTF8.self))]),
                "\(round)")
        }
        for text in ["nan%", "-nan%", "inf%", "-1%", "1e999%", "nan", "inf", "101%"] {
            check(RenderStatus(["status": "processing", "progress": .string(text)]), text)
        }
    }

    private func check(_ status: RenderStatus?, _ round: String) {
        switch status {
        case .processing(let progress?): #expect((0...1).contains(progress), "\(round): \(progress)")
        case .failed(let reason): #expect(reason == reason.shownOnOneLine, "\(round): \(reason)")
        default: break
        }
    }
}
