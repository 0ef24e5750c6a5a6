// When a message may be sent again: nothing left, or the backend refused it instead of acting on it (PROTOCOL 6).

import JobModel
import NemoAPI
import Testing

@Suite(.timeLimit(.minutes(5)))
struct MessageFreeToRepeatTests {
    /// An answer in place of a stream that says that nothing was done.
    static let refusals: [(status: String, body: String, kind: APIFailure.Kind)] = [
        ("200 OK", #"{"code":2001,"message":"no credits","data":{"bind_id":"b1"}}"#, .outOfCredits(bindID: "b1")),
        ("200 OK", #"{"code":1002,"message":"gone"}"#, .sessionNotFound),
        ("200 OK", #"{"code":7777,"message":"odd"}"#, .refused(code: "7777")),
        ("404 Not Found", #"{"detail":"Session not found"}"#, .sessionNotFound),
        ("400 Bad Request", "", .refused(code: "400")),
        ("422 Unprocessable Entity", #"{"detail":[{"msg":"field required"}]}"#, .refused(code: "422")),
        ("429 Too Many Requests", "<html>slow down</html>", .rateLimited(retryAfter: nil)),
        ("401 Unauthorized", #"{"code":1001}"#, .tokenRefused),
    ]

    @Test(arguments: refusals)
    func `a refusal in place of a stream leaves the message free to repeat`(
        _ refusal: (status: String, body: String, kind: APIFailure.Kind)
    ) async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.answer(refusal.body, status: refusal.status)
        } _: { server in
            try await withClient(of: server) { client in
                let end = await client.send("hello", to: Sample.session)
                guard case .refused(let failure) = end else {
                    Issue.record("\(end)")
                    return
                }
                #expect(failure.kind == refusal.kind)
                #expect(end.isFreeToRepeat)
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `an envelope that calls itself a stream is still a refusal`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.answer(#" {"code":2001,"message":"no credits"}"#, type: "text/event-stream")
        } _: { server in
            try await withClient(of: server) { client in
                guard case .refused(let failure) = await client.send("hello", to: Sample.session) else {
                    Issue.record("not refused")
                    return
                }
                #expect(failure.kind == .outOfCredits(bindID: nil))
            }
        }
    }

    @Test func `a connection that is refused means nothing was sent`() async throws {
        let port = try ReservedPort()
        try await withClient(at: "http://127.0.0.1:\(port.number)") { client in
            let end = await client.send("hello", to: Sample.session)
            guard case .notSent(let failure) = end else {
                Issue.record("\(end)")
                return
            }
            #expect(failure.kind == .notConnected)
            #expect(!failure.mayHaveReachedServer)
            #expect(failure.detail == "connection refused")
        }
        #expect(port.number > 0)
    }

    @Test(arguments: ["http://no-such-host.invalid", "https://no-such-host.invalid"])
    func `a host that is not there means nothing was sent`(_ base: String) async throws {
        try await withClient(at: base) { client in
            guard case .notSent(let failure) = await client.send("hello", to: Sample.session) else {
                Issue.record("it says that something was sent")
                return
            }
            #expect(failure.kind == .notConnected)
        }
    }

    @Test func `a server that does not speak TLS means nothing was sent`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.write("HTTP/1.1 400 Bad Request\r\n\r\n")
        } _: { server in
            try await withClient(at: "https://127.0.0.1:\(server.port)") { client in
                let end = await client.send("hello", to: Sample.session)
                guard case .notSent(let failure) = end else {
                    Issue.record("\(end)")
                    return
                }
                #expect(failure.kind == .notConnected)
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `a client that has no token sends nothing`() async throws {
        try await withClient(at: "http://127.0.0.1:9", token: "to\u{1}ken") { client in
            guard case .notSent(let failure) = await client.send("hello", to: Sample.session) else {
                Issue.record("it says that something was sent")
                return
            }
            #expect(failure.kind == .credentialsUnusable)
        }
    }

    @Test func `a message that is cancelled before it is sent was not sent`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
        } _: { server in
            try await withClient(of: server) { client in
                let sending = Task {
                    while !Task.isCancelled { await Task.yield() }
                    return await client.send("hello", to: Sample.session)
                }
                sending.cancel()
                guard case .notSent(let failure) = await sending.value else {
                    Issue.record("it says that something was sent")
                    return
                }
                #expect(failure.kind == .cancelled)
            }
            #expect(server.requests.isEmpty)
        }
    }
}
