// What answers and broken exchanges mean, as a table (PROTOCOL 10).

import JobModel
import NIOHTTP1
import SystemPackage
import Testing

@testable import NemoAPI

struct ClassificationTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let call: APICall
        let status: Int
        let body: String
        let headers: HTTPHeaders
        let kind: APIFailure.Kind?
        var testDescription: String { "\(call) \(status) \(body)" }

        init(_ call: APICall, _ status: Int, _ body: String, _ kind: APIFailure.Kind?, _ headers: HTTPHeaders = [:]) {
            (self.call, self.status, self.body, self.headers, self.kind) = (call, status, body, headers, kind)
        }
    }

    static let page: HTTPHeaders = ["Content-Type": "text/html; charset=utf-8"]
    static let json: HTTPHeaders = ["Content-Type": "application/json"]
    static let video: HTTPHeaders = ["Content-Type": "video/mp4"]

    static let rows: [Row] = [
        // Successes.
        Row(.state, 200, #"{"code":0,"data":{}}"#, nil),
        Row(.state, 200, #"{"code":"0"}"#, nil),
        Row(.renderStatus, 200, #"{"status":"pending"}"#, nil),
        Row(.export, 201, #"{"ok":true}"#, nil),
        Row(.downloadOutput, 200, "", nil, video),
        Row(.downloadFallback, 206, "", nil, ["Content-Type": "application/octet-stream"]),
        // The codes of the envelope, whatever the status.
        Row(.state, 200, #"{"code":1001}"#, .tokenRefused),
        Row(.state, 401, "", .tokenRefused),
        Row(.balance, 401, "<html>", .tokenRefused, page),
        Row(.anonymousToken, 401, "", .refused(code: "401")),
        Row(.downloadOutput, 401, "", .notFound),
        Row(.downloadFallback, 401, "", .tokenRefused),
        Row(.upload, 200, #"{"code":1002}"#, .sessionNotFound),
        Row(.upload, 404, #"{"detail":"Session not found: x"}"#, .sessionNotFound),
        Row(.renderStatus, 404, #"{"detail":"no such render in this session"}"#, .notFound),
        Row(.state, 404, "", .notFound),
        Row(.message, 200, #"{"code":2001,"data":{"user_id":42}}"#, .outOfCredits(bindID: "42")),
        Row(.message, 402, #"{"code":2001,"bind_id":"b","data":{"user_id":42}}"#, .outOfCredits(bindID: "b")),
        Row(.upload, 200, #"{"code":"4001"}"#, .unsupportedFile),
        Row(.upload, 415, "", .unsupportedFile),
        Row(.upload, 400, #"{"code":4002}"#, .fileTooLarge),
        Row(.upload, 413, "<html>Request Entity Too Large</html>", .fileTooLarge, page),
        Row(.anonymousToken, 400, #"{"code":400,"message":"X-Client-Id required"}"#, .clientIDMissing),
        Row(.anonymousToken, 400, "", .clientIDMissing),
        Row(.upload, 400, "", .refused(code: "400")),
        Row(.export, 402, "", .planForbidsExport),
        Row(.export, 200, #"{"code":402,"message":"upgrade"}"#, .planForbidsExport),
        Row(.balance, 402, "", .refused(code: "402")),
        Row(.export, 403, "", .scopeMissing(nil)),
        Row(.export, 403, #"{"required_scope":"render:write"}"#, .scopeMissing("render:write")),
        Row(.export, 403, #"{"message":"missing scope 'render:write'"}"#, .scopeMissing("render:write")),
        Row(
            .export, 403, "", .scopeMissing("a b"),
            ["WWW-Authenticate": #"Bearer error="insufficient_scope", scope="a b""#]),
        Row(.export, 403, #"{"scope":"<b>\u001bx"}"#, .scopeMissing("bx")),
        Row(.balance, 429, "", .rateLimited(retryAfter: nil)),
        Row(.balance, 429, "", .rateLimited(retryAfter: .seconds(7)), ["Retry-After": "7"]),
        Row(.balance, 200, #"{"code":429}"#, .rateLimited(retryAfter: nil)),
        Row(.export, 409, "", .alreadyExists),
        Row(.export, 400, #"{"message":"render already exists"}"#, .alreadyExists),
        Row(.export, 200, #"{"code":5005,"message":"Duplicate id"}"#, .alreadyExists),
        Row(.export, 400, #"{"message":"session does not exist"}"#, .refused(code: "400")),
        // The backend is unwell.
        Row(.state, 500, #"{"code":1}"#, .unwell(.status(500))),
        Row(.state, 503, "", .unwell(.status(503))),
        Row(.state, 502, "<html>", .unwell(.status(502)), page),
        Row(.state, 408, "", .unwell(.status(408))),
        Row(.state, 200, "<!DOCTYPE html><p>", .unwell(.page)),
        Row(.state, 200, "sign in", .unwell(.page), page),
        Row(.state, 404, "<html>", .unwell(.page), page),
        Row(.downloadOutput, 200, "", .unwell(.page), page),
        Row(.state, 200, "", .unwell(.empty)),
        Row(.state, 204, " \n", .unwell(.empty)),
        Row(.state, 200, "ok", .unwell(.unreadable)),
        Row(.state, 200, "[]", .unwell(.unreadable)),
        Row(.state, 200, #"{"code":0"#, .unwell(.unreadable)),
        Row(.downloadFallback, 200, #"{"status":"pending"}"#, .unwell(.unreadable), json),
        Row(.downloadFallback, 200, #"{"code":7,"message":"x"}"#, .refused(code: "7"), json),
        // The rest.
        Row(.state, 302, "", .redirected),
        Row(.downloadOutput, 403, "<Error><Code>AccessDenied</Code></Error>", .notFound),
        Row(.state, 418, "", .refused(code: "418")),
        Row(.state, 200, #"{"code":-1,"message":"odd"}"#, .refused(code: "-1")),
        Row(.state, 200, #"{"code":"E_ODD"}"#, .refused(code: "E_ODD")),
    ]

    private func classification(of call: APICall, secrets: [String] = []) -> Classification {
        Classification(call: call, now: Sample.now, redaction: Redaction(secrets: secrets))
    }

    @Test(arguments: rows)
    func `an answer means one thing`(_ row: Row) {
        let answer = AnswerEvidence(status: row.status, headers: row.headers, body: Array(row.body.utf8))
        let failure = classification(of: row.call).failure(for: answer)
        #expect(failure?.kind == row.kind)
        #expect(failure.map { $0.status == row.status } ?? true)
    }

    @Test(arguments: [
        (#"{"message":"a"}"#, "a"), (#"{"msg":"a"}"#, "a"), (#"{"error":"a"}"#, "a"),
        (#"{"error":{"message":"a"}}"#, "a"),
        (#"{"detail":"a"}"#, "a"), (#"{"detail":[{"msg":"a"}]}"#, "a"), (#"{"message":"","error":"a"}"#, "a"),
        ("a", ""),
    ])
    func `what the server said is kept`(_ body: String, _ detail: String) {
        let failure = classification(of: .state).failure(for: AnswerEvidence(status: 418, body: Array(body.utf8)))
        #expect(failure?.detail == detail)
    }

    @Test func `a failure never holds the token it was met with`() {
        let body =
            #"{"message":"token \#(Sample.token) for nmv_usr_abc.def and clm_xyz, Bearer abc.def, https://h/p?X-Sig=s"}"#
        let failure = classification(of: .state, secrets: [Sample.token])
            .failure(for: AnswerEvidence(status: 418, body: Array(body.utf8)))
        let text = "\(String(describing: failure)) \(String(reflecting: failure)) \(failure?.description ?? "")"
        for secret in [Sample.token, "abc.def", "xyz", "X-Sig"] { #expect(!text.contains(secret), "\(text)") }
        #expect(text.contains("[redacted]"))
    }

    @Test(arguments: [
        #"{"code":"\#(Sample.token)"}"#, #"{"code":2001,"bind_id":"\#(Sample.token)"}"#,
        #"{"code":403,"scope":"\#(Sample.token)"}"#, #"{"code":"nmv_usr_\#(Sample.token)\nx"}"#,
    ])
    func `nor does what the failure was told by`(_ body: String) {
        let failure = classification(of: .state, secrets: [Sample.token])
            .failure(for: AnswerEvidence(status: 200, body: Array(body.utf8)))
        let text = String(reflecting: failure)
        #expect(failure != nil && !text.contains(Sample.token) && !text.contains("\n"), "\(text)")
    }

    @Test(arguments: [
        (ExchangeBreak.Reason.notConnected("connection refused"), APIFailure.Kind.notConnected),
        (.broken("x"), .unwell(.broken)), (.notHTTP, .unwell(.unreadable)), (.cancelled, .cancelled),
        (.limit(.idle(.seconds(3))), .unwell(.tooSlow(.idle(.seconds(3))))), (.limit(.bytes(9)), .oversized(limit: 9)),
        (.source(.endedEarly(at: 1, expected: 2)), .localFile(nil)), (.sink(.noSpace), .localFile(.noSpace)),
    ])
    func `a broken exchange means one thing`(_ reason: ExchangeBreak.Reason, _ kind: APIFailure.Kind) {
        for mayHaveReached in [true, false] {
            let failure = classification(of: .state)
                .failure(for: ExchangeBreak(reason: reason, mayHaveReachedServer: mayHaveReached))
            #expect(failure.kind == kind)
            #expect(failure.mayHaveReachedServer == mayHaveReached)
            #expect(!failure.isRefusal)
        }
    }

    @Test(arguments: [
        (APIFailure.Kind.unwell(.broken), true), (.notConnected, true), (.rateLimited(retryAfter: nil), true),
        (.tokenRefused, false), (.planForbidsExport, false), (.refused(code: "1"), false),
    ])
    func `only some failures pass by themselves`(_ kind: APIFailure.Kind, _ isPassing: Bool) {
        #expect(APIFailure(call: .state, kind: kind).isPassing == isPassing)
    }

    @Test(arguments: [
        (
            APIFailure.Kind.notConnected, "connection refused",
            "The video service could not be reached while reading the timeline: connection refused"
        ),
        (
            .unwell(.tooSlow(.total(.seconds(900)))), "",
            "The video service was not done after 15 min while reading the timeline."
        ),
        (.scopeMissing("a"), "", "The token lacks the permission a while reading the timeline."),
    ])
    func `a failure speaks a person's language`(_ kind: APIFailure.Kind, _ detail: String, _ sentence: String) {
        #expect(APIFailure(call: .state, kind: kind, detail: detail).description == sentence)
    }
}

struct RetryAfterTests {
    @Test(
        arguments: [
            ("0", Duration.zero), ("120", .seconds(120)), (" 3 ", .seconds(3)),
            ("99999999999999999999", .seconds(86_400)),
            ("Tue, 14 Nov 2023 22:13:50 GMT", .seconds(30)), ("Tuesday, 14-Nov-23 22:13:50 GMT", .seconds(30)),
            ("Tue Nov 14 22:13:50 2023", .seconds(30)), ("Tue, 14 Nov 2023 22:00:00 GMT", .zero),
            ("Tue, 14 Nov 2034 22:00:00 GMT", .seconds(86_400)), ("soon", nil), ("", nil), ("-5", nil), ("1.5", nil),
            ("Tue Nov  4 22:13:20 2008", .zero), ("Mon, 29 Feb 2016 00:00:00 GMT", .zero), ("1 2", nil),
            ("Tue, 14 Nov 2023 22:13:50 CET", nil), ("Tue, 14 Nov 2023 24:13:50 GMT", nil),
            ("Tue, 32 Nov 2023 22:13:50 GMT", nil), ("Tue, 14 Nov 20233 22:13:50 GMT", nil),
            ("W\u{6E1}e GMTd, 29\u{FFFD}zY\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\"4 07:", nil),
        ] as [(String, Duration?)])
    func `both forms of the header are read`(_ header: String, _ duration: Duration?) {
        #expect(RetryAfter.duration(header, now: Sample.now) == duration)
    }
}

struct RedactionTests {
    @Test(arguments: [
        ("nmv_usr_Ab-1.2_3 is bad", "[redacted] is bad"), ("see clm_9/x=.", "see [redacted]"),
        ("Authorization: Bearer ab.cd-ef", "Authorization: Bearer [redacted]"),
        ("my secret-1 here", "my [redacted] here"),
        ("https://h/p?sig=1 end", "https://h/p?[redacted] end"), ("a\nb\u{1B}[31m", "a\\u{A}b\\u{1B}[31m"),
        ("plain words", "plain words"), ("Bearer", "Bearer"), ("bearer  \"x\"", "bearer  \"x\""),
        ("NMV_a!", "[redacted]!"),
        ("Bearer https://h/p?sig=1, end", "Bearer [redacted], end"),
        ("{\"a\":\"bearer \tx\"}", "{\"a\":\"Bearer [redacted]\"}"),
        ("a?b http:// ?c", "a?b http:// ?c"), ("HTTPS://h?a?b<i>", "HTTPS://h?[redacted]<i>"),
        ("https://h/nmv_a?b\u{3000}c?d", "https://h/[redacted]?[redacted]\u{3000}c?d"),
        ("http://http://?x", "http://http://?[redacted]"),
    ])
    func `secrets go, the rest stays`(_ text: String, _ shown: String) {
        #expect(Redaction(secrets: ["secret-1", "a"])(text) == shown)
    }

    @Test func `a secret is found under a mark, twice over, and where the text is cut`() {
        let secret = String(repeating: "secret-", count: 30)
        let redaction = Redaction(secrets: [secret])
        #expect(redaction(secret + "\u{301}!") == "[redacted]\u{301}!")
        #expect(redaction("\u{200D}" + secret + secret) == "\u{200D}[redacted][redacted]")
        for blanks in 0..<secret.utf8.count {
            let text = String(repeating: " ", count: blanks) + String(repeating: secret, count: 20)
            #expect(!redaction(text).contains("secret"), "after \(blanks)")
        }
    }

    @Test(
        .timeLimit(.minutes(5)), arguments: ["http://", "https://h?", "bearer ", "nmv_", "secret-", "?", "bearer", " "])
    func `no text takes long`(_ piece: String) {
        let text = String(repeating: piece, count: 200_000)
        #expect(!Redaction(secrets: ["secret-1", "secret-secret-secret-2"]).hiding(in: text).isEmpty)
    }

    @Test func `one character of many marks is cut as well`() {
        let text = "e" + String(repeating: "\u{301}", count: 100_000)
        #expect(Redaction()(text).unicodeScalars.count == Redaction.lengthLimit + 1)
    }

    @Test func `a long text is cut`() {
        #expect(Redaction()(String(repeating: "x", count: 10_000)).count == Redaction.lengthLimit + 1)
    }
}
