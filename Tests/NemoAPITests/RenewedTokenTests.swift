// What calls and messages do when their token is refused (PROTOCOL 10, 1001).

import JobModel
import Synchronization
import Testing

@testable import NemoAPI

@Suite(.timeLimit(.minutes(5)))
struct RenewedTokenTests {
    /// Hands out numbered tokens and refuses the first.
    private static func issuing(_ issued: TokenCount) -> ScriptedServer.Script {
        { connection in
            while let request = try await connection.request() {
                if request.target == "/api/auth/anonymous-token" {
                    try await connection.answer(
                        #"{"code":0,"data":{"token":"nmv_usr_\#(issued.next())","credits":100}}"#)
                } else if request["authorization"] == "Bearer nmv_usr_1" {
                    try await connection.answer(#"{"code":1001,"message":"expired"}"#)
                } else if request.target == "/run_sse" {
                    try await connection.answer(MessageSentOnceTests.reply, type: "text/event-stream")
                } else {
                    try await connection.answer(#"{"code":0,"data":{"available":1}}"#)
                }
            }
        }
    }

    @Test func `calls that are refused together share one new token and are repeated once`() async throws {
        let issued = TokenCount()
        try await ScriptedServer.with(Self.issuing(issued)) { server in
            try await withClient(of: server, token: nil) { client in
                _ = try await client.tokens.current()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<6 { group.addTask { _ = try await client.balance() } }
                    try await group.waitForAll()
                }
            }
            #expect(issued.value == 2)
            #expect(server.requests(to: "/api/credits/balance/simple").count <= 12)
            #expect(Set(server.requests(to: "/api/auth/anonymous-token").map { $0["x-client-id"] }).count == 1)
            #expect(server.requests(to: "/api/auth/anonymous-token").allSatisfy { $0["authorization"] == nil })
        }
    }

    @Test func `a message refused for its token is not repeated by itself`() async throws {
        let issued = TokenCount()
        try await ScriptedServer.with(Self.issuing(issued)) { server in
            try await withClient(of: server, token: nil) { client in
                guard case .refused(let failure) = await client.send("hello", to: Sample.session) else {
                    Issue.record("not refused")
                    return
                }
                #expect(failure.kind == .tokenReplaced)
                #expect(server.requests(to: "/run_sse").count == 1)
                guard case .ended = await client.send("hello", to: Sample.session) else {
                    Issue.record("not ended")
                    return
                }
            }
        }
    }

    @Test func `a given token that is refused is told and not repeated`() async throws {
        try await ScriptedServer.with { connection in
            while try await connection.request() != nil { try await connection.answer(#"{"code":1001}"#) }
        } _: { server in
            await #expect {
                try await withClient(of: server) { try await $0.balance() }
            } throws: {
                ($0 as? APIFailure)?.kind == .tokenRefused
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `after a given token was refused nothing is asked with it any more`() async throws {
        try await ScriptedServer.with { connection in
            while try await connection.request() != nil { try await connection.answer(#"{"code":1001}"#) }
        } _: { server in
            try await withClient(of: server) { client in
                guard case .refused(let refusal) = await client.send("hello", to: Sample.session) else {
                    Issue.record("not refused")
                    return
                }
                #expect(refusal.kind == .tokenRefused && refusal.isRefusal)
                await #expect(throws: APIFailure.self) { try await client.balance() }
                guard case .notSent(let failure) = await client.send("hello", to: Sample.session) else {
                    Issue.record("sent")
                    return
                }
                #expect(failure.kind == .tokenRefused && !failure.mayHaveReachedServer)
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a free token that is not to be had is asked for once by all`() async throws {
        try await ScriptedServer.with { connection in
            while try await connection.request() != nil {
                try await connection.answer(
                    #"{"code":429}"#, status: "429 Too Many Requests", also: "Retry-After: 3600\r\n")
            }
        } _: { server in
            try await withClient(of: server, token: nil) { client in
                let failures = await withTaskGroup(of: APIFailure?.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            do throws(APIFailure) { _ = try await client.balance() } catch { return error }
                            return nil
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(failures.allSatisfy { $0?.call == .anonymousToken && $0?.isPassing == true })
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `the registration link names the best id there is`() async throws {
        try await ScriptedServer.with(Self.issuing(TokenCount())) { server in
            try await withClient(of: server, token: nil) { client in
                #expect(await client.registrationLink(bindID: "b/1") == "https://example.test/register?bind=b%2F1")
                let id = try await client.tokens.currentClientID()
                #expect(await client.registrationLink() == "https://example.test/register?bind=\(id)")
            }
            try await withClient(of: server) { client in #expect(await client.registrationLink(bindID: "b") == nil) }
        }
    }
}

/// How many tokens a server has handed out.
private final class TokenCount: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
