// The message goes out once, whatever happens to connections (PROTOCOL 6, FIELD-FACTS 1): proved by a server that counts.

import JobModel
import NIOCore
import NIOPosix
import NemoAPI
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct MessageSentOnceTests {
    static let reply = "data: {\"content\":{\"parts\":[{\"text\":\"Done.\"}]}}\n\n"

    @Test func `a message whose stream closes well has ended`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.beginStream()
            try await connection.chunk(Self.reply)
            try await connection.endStream()
        } _: { server in
            try await withClient(of: server) { client in
                let told = Mutex<[StreamEvent]>([])
                let end = await client.send("extend it", to: Sample.session) { event in
                    told.withLock { $0.append(event) }
                }
                guard case .ended(let transcript) = end else {
                    Issue.record("\(end)")
                    return
                }
                #expect(transcript.reply == "Done.")
                #expect(told.withLock { $0 } == [.text("Done.")])
            }
            let request = try #require(server.requests.first)
            #expect(request.method == "POST" && request.target == "/run_sse")
            #expect(request["accept"] == "text/event-stream")
            #expect(request["content-type"] == "application/json")
            #expect(request["authorization"] == "Bearer \(Sample.token)")
            #expect(request["x-skill-source"] == "generator-extension")
            #expect(
                request.text == """
                    {"app_name":"nemo_agent","user_id":"me","session_id":"sid-1",\
                    "new_message":{"parts":[{"text":"extend it"}]}}
                    """)
        }
    }

    /// How a server can treat a message it has read.
    enum Mischief: CaseIterable, Sendable {
        case closesAtOnce, resets, closesAfterHead, resetsAfterHead, closesInChunk, resetsInStream, endsWithinEvent
        case badGateway, page, garbage, redirect, emptyAnswer, emptyStream, notAnEnvelope, errorEvent, errorField
        case requestTimedOut
    }

    @Test(arguments: Mischief.allCases)
    func `a message that may have been acted on is uncertain and was sent once`(_ mischief: Mischief) async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.commit(mischief)
        } _: { server in
            try await withClient(of: server) { client in
                // A connection in the pool that has been used well must not tempt anything into using it again.
                for _ in 0..<2 {
                    let end = await client.send("pay once", to: Sample.session)
                    guard case .uncertain = end else {
                        Issue.record("\(mischief): \(end)")
                        continue
                    }
                    #expect(!end.isFreeToRepeat)
                }
            }
            #expect(server.requests.count == 2)
            #expect(server.connections == 2)
        }
    }

    @Test func `messages never share a connection, even when the server keeps it open`() async throws {
        try await ScriptedServer.with { connection in
            while try await connection.request() != nil {
                try await connection.beginStream()
                try await connection.chunk(Self.reply)
                try await connection.endStream()
            }
        } _: { server in
            try await withClient(of: server) { client in
                for _ in 0..<3 { _ = await client.send("hello", to: Sample.session) }
            }
            #expect(server.requests.map(\.connection) == [0, 1, 2])
        }
    }

    @Test func `a pooled connection that has died takes no message with it`() async throws {
        try await ScriptedServer.with { connection in
            // Answers the first request of a connection and dies at the second.
            let first = try await connection.request()
            guard first?.target == "/run_sse" else {
                try await connection.answer(#"{"code":0,"data":{"available":1}}"#)
                try await connection.request()
                return try await connection.reset()
            }
            try await connection.reset()
        } _: { server in
            try await withClient(of: server) { client in
                _ = try await client.balance()
                let end = await client.send("hello", to: Sample.session)
                guard case .uncertain = end else {
                    Issue.record("\(end)")
                    return
                }
            }
            #expect(server.requests(to: "/run_sse").count == 1)
            #expect(server.connections == 2)
        }
    }

    @Test func `a cancelled message stops reading and is uncertain`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.beginStream()
            try await connection.chunk(Self.reply)
            try await connection.untilClosed()
        } _: { server in
            try await withClient(of: server) { client in
                let (texts, told) = AsyncStream.makeStream(of: StreamEvent.self)
                let sending = Task { await client.send("hello", to: Sample.session) { told.yield($0) } }
                for await _ in texts { break }
                sending.cancel()
                guard case .uncertain(let failure, let transcript) = await sending.value else {
                    Issue.record("it is certain")
                    return
                }
                #expect(failure.kind == .cancelled)
                #expect(transcript.reply == "Done.")
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a client that shuts down ends a running message as uncertain`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.beginStream()
            try await connection.chunk(Self.reply)
            try await connection.untilClosed()
        } _: { server in
            try await withClient(of: server) { client in
                let (texts, told) = AsyncStream.makeStream(of: StreamEvent.self)
                async let end = client.send("hello", to: Sample.session) { told.yield($0) }
                for await _ in texts { break }
                await client.shutdown()
                guard case .uncertain(let failure, _) = await end else {
                    Issue.record("it is certain")
                    return
                }
                #expect(failure.kind == .cancelled)
            }
        }
    }

    @Test func `a text of many pieces is told once, whole`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.beginStream()
            for piece in ["Do", "ne", "."] {
                try await connection.chunk(
                    "data: {\"id\":\"e1\",\"partial\":true,\"content\":{\"parts\":[{\"text\":\"\(piece)\"}]}}\n\n")
            }
            try await connection.chunk("data: {\"id\":\"e1\",\"content\":{\"parts\":[{\"text\":\"Done.\"}]}}\n\n")
            try await connection.endStream()
        } _: { server in
            try await withClient(of: server) { client in
                let told = Mutex<[StreamEvent]>([])
                let end = await client.send("hello", to: Sample.session) { event in told.withLock { $0.append(event) } }
                #expect(told.withLock { $0 } == [.text("Done.")], "\(end)")
            }
        }
    }
}

extension Conversation {
    fileprivate func commit(_ mischief: MessageSentOnceTests.Mischief) async throws {
        let reply = MessageSentOnceTests.reply
        switch mischief {
        case .closesAtOnce: return
        case .resets: try await reset()
        case .closesAfterHead: try await beginStream()
        case .resetsAfterHead:
            try await beginStream()
            try await reset()
        case .closesInChunk:
            try await beginStream()
            try await chunk(reply)
            try await write("ff\r\ndata: {")
        case .resetsInStream:
            try await write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n\(reply)")
            try await reset()
        case .endsWithinEvent:
            try await beginStream()
            try await chunk(reply + "data: {\"content\"")
            try await endStream()
        case .badGateway: try await answer(#"{"code":2001}"#, status: "502 Bad Gateway")
        case .page: try await answer("<!DOCTYPE html><p>Sign in</p>", type: "text/html")
        case .garbage: try await write("\u{0}\u{1}nonsense\r\n\r\n")
        case .redirect: try await answer("", status: "307 Temporary Redirect", also: "Location: /run_sse\r\n")
        case .emptyAnswer: try await answer("")
        case .emptyStream:
            try await beginStream()
            try await endStream()
        case .notAnEnvelope: try await answer(#"{"hello":"world"}"#)
        case .errorEvent:
            try await beginStream()
            try await chunk("data: {\"errorCode\":\"MODEL_ERROR\",\"errorMessage\":\"no luck\"}\n\n")
            try await endStream()
        case .errorField:
            try await beginStream()
            try await chunk("data: {\"error\":\"boom\"}\n\n")
            try await endStream()
        case .requestTimedOut: try await answer("", status: "408 Request Timeout")
        }
    }
}
