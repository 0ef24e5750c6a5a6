// Each call as it goes over the wire, and what is made of its answer (PROTOCOL 2 to 4).

import JobModel
import TestSupport
import Testing

@testable import NemoAPI

@Suite(.timeLimit(.minutes(5)))
struct CallsTests {
    /// Answers every request with the same JSON and gives the first one.
    private func exchange<Answer>(
        _ answer: String, status: String = "200 OK", _ call: (NemoClient) async throws -> Answer
    ) async throws -> (answer: Answer, request: ReceivedRequest) {
        try await ScriptedServer.with { connection in
            while try await connection.request() != nil { try await connection.answer(answer, status: status) }
        } _: { server in
            let answer = try await withClient(of: server, call)
            return (answer, try #require(server.requests.first))
        }
    }

    private func expectHeaders(of request: ReceivedRequest) {
        #expect(request["authorization"] == "Bearer \(Sample.token)")
        #expect(request["x-skill-source"] == "generator-extension")
        #expect(request["x-skill-version"] == "1.0.0")
        #expect(request["x-skill-platform"] == "unknown")
    }

    @Test func `a session is opened`() async throws {
        let (opened, request) = try await exchange(#"{"code":0,"data":{"task_id":"t1","session_id":"s1","user_id":7}}"#)
        {
            try await $0.openSession(language: "zh")
        }
        #expect(opened.session == SessionID("s1") && opened.taskID == "t1" && opened.bindID == "7")
        #expect(request.method == "POST" && request.target == "/api/tasks/me/with-session/nemo_agent")
        #expect(request.text == #"{"task_name":"project","language":"zh"}"#)
        #expect(request["content-type"] == "application/json")
        expectHeaders(of: request)
    }

    @Test func `a link for people is made of the claim token`() async throws {
        let (link, request) = try await exchange(#"{"code":0,"data":{"claim_token":"clm_a b"}}"#) {
            await $0.claimLink(task: "t", session: Sample.session)
        }
        #expect(link == "https://example.test/workspace/claim?ct=clm_a%20b")
        #expect(request.target == "/api/auth/claim-token" && request.text == #"{"task_id":"t","session_id":"sid-1"}"#)
    }

    @Test(arguments: [(#"{"code":7}"#, "200 OK"), ("", "500 Oops"), (#"{"code":0,"data":{}}"#, "200 OK")])
    func `a link that cannot be had is none`(_ answer: String, _ status: String) async throws {
        let (link, _) = try await exchange(answer, status: status) {
            await $0.claimLink(task: "t", session: Sample.session)
        }
        #expect(link == nil)
    }

    @Test func `an address is uploaded by name`() async throws {
        let (media, request) = try await exchange(#"{"code":0,"data":[{"file_name":"a.mp4","url":"https://h/a"}]}"#) {
            try await $0.uploadByURL("https://x/a.mp4", to: SessionID("s/1"))
        }
        #expect(media == UploadedMedia(name: "a.mp4", url: "https://h/a"))
        #expect(request.target == "/api/upload-video/nemo_agent/me/s%2F1")
        #expect(request.text == #"{"urls":["https://x/a.mp4"],"source_type":"url"}"#)
    }

    @Test(arguments: [
        (
            #"{"code":0,"data":{"available":"12.5","frozen":3,"total":20}}"#,
            Balance(available: 12.5, frozen: 3, total: 20)
        ),
        (#"{"available":5}"#, Balance(available: 5, frozen: 0, total: 5)),
    ])
    func `the balance is read`(_ answer: String, _ balance: Balance) async throws {
        let (read, request) = try await exchange(answer) { try await $0.balance() }
        #expect(read == balance)
        #expect(request.method == "GET" && request.target == "/api/credits/balance/simple")
        expectHeaders(of: request)
    }

    @Test func `a draft goes back exactly as it came`() async throws {
        let draft = #"{ "t":[ {"id":9223372036854775807, "x":1.10} ],"a":"\u00e9" }"#
        let (state, read) = try await exchange(#"{"code":0,"data":{"state":{"draft": \#(draft) }}}"#) {
            try await $0.state(of: Sample.session)
        }
        #expect(read.method == "GET" && read.target == "/api/state/nemo_agent/me/sid-1/latest")
        let raw = try #require(state.draft)
        let (answer, request) = try await exchange(#"{"code":0}"#) {
            try await $0.submitExport(RenderID("render_1"), of: Sample.session, draft: raw)
        }
        #expect(answer == .accepted)
        #expect(request.target == "/api/render/proxy/lambda")
        #expect(
            request.text
                == #"{"id":"render_1","sessionId":"sid-1","draft":\#(draft),"output":{"format":"mp4","quality":"high"}}"#
        )
        expectHeaders(of: request)
    }

    @Test func `an export that is there already is a success`() async throws {
        let (answer, _) = try await exchange(#"{"code":9,"message":"render id already exists"}"#) {
            try await $0.submitExport(RenderID("r"), of: Sample.session, draft: RawJSON(Array("{}".utf8)))
        }
        #expect(answer == .exists)
    }

    static let statuses: [(String, RenderStatus)] = [
        (#"{"status":"pending"}"#, .pending),
        (#"{"code":0,"data":{"status":"processing","progress":0.4}}"#, .processing(progress: 0.4)),
        (#"{"status":"PROCESSING","progress":40}"#, .processing(progress: 0.4)),
        (#"{"status":"processing","progress":"40%"}"#, .processing(progress: 0.4)),
        (#"{"status":"rendering"}"#, .processing(progress: nil)),
        (#"{"status":"completed","output":{"url":"https://h/v"}}"#, .completed(output: "https://h/v")),
        (#"{"code":0,"data":{"status":"completed"}}"#, .completed(output: nil)),
        (#"{"status":"failed","error":{"message":"no\nfonts"}}"#, .failed(reason: "no\\u{A}fonts")),
        (#"{"status":"failed"}"#, .failed(reason: "")),
    ]

    @Test(arguments: statuses)
    func `a render's status is read`(_ answer: String, _ status: RenderStatus) async throws {
        let (read, request) = try await exchange(answer) { try await $0.renderStatus(RenderID("render_1")) }
        #expect(read == status)
        #expect(request.target == "/api/render/proxy/lambda/render_1")
    }

    @Test func `an answer without what it should hold is unreadable`() async throws {
        await #expect {
            try await exchange(#"{"code":0,"data":{}}"#) { try await $0.openSession(language: "en") }
        } throws: {
            ($0 as? APIFailure)?.kind == .unwell(.unreadable)
        }
    }

    @Test func `a redirect is not followed`() async throws {
        try await ScriptedServer.with { connection in
            while try await connection.request() != nil {
                try await connection.answer("", status: "302 Found", also: "Location: /elsewhere\r\n")
            }
        } _: { server in
            await #expect { try await withClient(of: server) { try await $0.balance() } } throws: {
                ($0 as? APIFailure)?.kind == .redirected
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `an answer longer than its limit is not kept`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.beginStream()
            while true { try await connection.chunk(String(repeating: "x", count: 10_000)) }
        } _: { server in
            let limits = CallLimits(idle: .seconds(30), total: .seconds(30), bytes: 100_000)
            await #expect {
                try await withClient(of: server, limits: [.balance: limits]) { try await $0.balance() }
            } throws: {
                ($0 as? APIFailure)?.kind == .oversized(limit: 100_000)
            }
        }
    }

    @Test func `a call that nobody answers ends at its limit`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.untilClosed()
        } _: { server in
            let limits = CallLimits(idle: .milliseconds(50), total: .seconds(30), bytes: 100)
            await #expect {
                try await withClient(of: server, limits: [.balance: limits]) { try await $0.balance() }
            } throws: {
                ($0 as? APIFailure)?.kind == .unwell(.tooSlow(.idle(.milliseconds(50))))
            }
        }
    }
}
