// The calls of PROTOCOL 4, on a good day.

import CountingBackend
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CallTests {
    @Test func `a whole job is answered as the protocol says, and breaks none of its rules`() async throws {
        var client = try await CarefulClient.started(clip: Array("the clip".utf8))
        let server = client.server

        let token = try await client.send(client.anonymousToken())
        #expect(token.code == 0)
        #expect(token.data["credits"] as? Int == 100)
        client.token = token.data["token"] as? String ?? ""
        #expect(client.token.hasPrefix("nmv_usr_"))

        let made = try await client.send(client.makeSession())
        let session = made.data["session_id"] as? String ?? ""
        let claim = try await client.send(
            client.claimLink(task: made.data["task_id"] as? String ?? "", session: session))
        #expect((claim.data["claim_token"] as? String)?.hasPrefix("clm_") == true)

        let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        let uploaded = try await client.send(client.upload(content, as: "a b.mp4", to: session))
        #expect(uploaded.data["name"] as? String == "a b.mp4")
        #expect(try await client.draft(of: session) == "null")

        let stream = try await client.send(client.message("extend", to: session))
        #expect(stream.header("content-type")?.hasPrefix("text/event-stream") == true)
        #expect(stream.end == .whole)
        let credits = try await client.send(client.credits())
        #expect(credits.data as? [String: Int] == ["available": 50, "frozen": 0, "total": 50])

        let render = try await client.rendered("render_1", of: session)
        #expect(render.json["status"] as? String == "completed")
        let result = try await client.fetch(render.outputURL ?? "")
        #expect(result.text.hasPrefix("the clip"))
        #expect(MarkedClip.render(of: Data(result.body)) == "render_1")
        let again = try await client.send(client.fallback(of: "render_1"))
        #expect(again.body == result.body)

        try await server.saw("the end of all requests") { $0.open.isEmpty }
        let tally = server.tally
        #expect(tally.acceptedMessages(session: session, text: "extend") == 1)
        #expect(tally.uploads.map(\.name) == ["a b.mp4"])
        #expect(tally.uploads.map(\.bytes) == [100_000])
        #expect(tally.uploads.map(\.checksum) == [Checksum(of: content)])
        #expect(tally.exports.map(\.draft) == [.latest])
        #expect(tally.downloads.map(\.isFallback) == [false, true])
        #expect(tally.requests(.renderStatus).count == 3)
        #expect(tally.exchanges.allSatisfy { $0.isRead && $0.isWorked && $0.isAnswered })
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    @Test func `the draft lengthens with each message, and its addresses are signed anew at each read`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession("add a title \\\"Urban Dreams\\\"")
        let first = try await client.draft(of: session)
        #expect(first.contains("Urban Dreams"))
        #expect(first.contains("9223372036854775807") && first.contains("29.970029970029970029970"))
        #expect(try await client.draft(of: session) == first)
        _ = try await client.send(client.upload([1], to: session))
        let reads = [
            try await client.send(client.state(of: session)), try await client.send(client.state(of: session)),
        ]
        #expect(reads[0].body != reads[1].body)
        #expect(try await client.draft(of: session) == first)
        _ = try await client.send(client.message("extend", to: session))
        #expect(try await client.draft(of: session) != first)
    }

    @Test(arguments: [
        ("[silent]", false, true), ("[question]", true, false), ("[gui]", true, true), ("[drag]", true, false),
        ("plain words", true, true),
    ])
    func `marks in a message choose its answer`(mark: String, hasText: Bool, isEdited: Bool) async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        let stream = try await client.send(client.message(mark, to: session))
        #expect(stream.text.contains("\"text\":") == hasText)
        #expect((client.server.draft(session: session) != nil) == isEdited)
        #expect(client.server.tally.messages.map(\.isEdited) == [isEdited])
        #expect(client.server.acceptedMessages() == 1)
        #expect(client.server.credits(of: client.token) == 950)
    }

    @Test func `the second stage comes after the stream's end, and is no message`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        let gate = Gate()
        client.server.faults.on(.message, .stream([.edit, .editLater(.milliseconds(1)), .hold(gate)]))
        let sending = Task { try await client.send(client.message("extend", to: session)) }
        try await client.server.saw("the edit") { $0.acceptedMessages() == 1 }
        gate.open()
        #expect(try await sending.value.end == .whole)
        try await client.server.saw("the second stage") { $0.secondStages == 1 }
        #expect(client.server.draft(session: session)?.contains("second stage") == true)
        #expect(client.server.acceptedMessages() == 1)
    }

    @Test func `media may be given by address`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        _ = try await client.send(client.upload(address: "https://example.com/a.mp4", to: session))
        #expect(client.server.tally.uploads.map(\.address) == ["https://example.com/a.mp4"])
        #expect(try await client.send(client.state(of: session)).text.contains("https://example.com/a.mp4"))
        #expect(client.server.violations.isEmpty)
    }

    @Test func `one connection carries one request after the other, in chunks too`() async throws {
        let client = try await CarefulClient.started()
        let connection = try PlainConnection(port: client.server.port)
        for _ in 1...2 {
            connection.write(client.credits().bytes)
            #expect(await connection.read().code == 0)
        }
        var chunked = client.makeSession().with("Transfer-Encoding", "chunked")
        chunked.method = "POST"
        let body = String(decoding: chunked.body, as: UTF8.self)
        chunked.body = []
        let head = String(decoding: chunked.bytes, as: UTF8.self)
            .replacingOccurrences(of: "Content-Length: 0\r\n", with: "")
        let pieces = [body.prefix(5), body.dropFirst(5)].map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }
        connection.write(Array((head + pieces.joined() + "0\r\n\r\n").utf8))
        #expect(await connection.read().code == 0)
        #expect(client.server.tally.connections == 1)
        #expect(client.server.tally.exchanges.map(\.connection) == [1, 1, 1])
        #expect(client.server.violations.isEmpty)
    }

    @Test func `a download goes on where it ended`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        let address = try await client.rendered("r1", of: session).outputURL ?? ""
        let whole = try await client.fetch(address)
        let rest = try await client.fetch(address, headers: ["Range": "bytes=5-"])
        #expect(rest.status == 206)
        #expect(rest.header("content-range") == "bytes 5-\(whole.body.count - 1)/\(whole.body.count)")
        #expect(rest.body == Array(whole.body[5...]))
        #expect(try await client.fetch(address, headers: ["Range": "bytes=99999-"]).status == 416)
        #expect(client.server.tally.downloads.map(\.offset) == [0, 5, 99_999])
    }
}
