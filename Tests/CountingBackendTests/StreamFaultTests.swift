// A message's stream goes wrong in every way, before, after and without the edit (PROTOCOL 5, 6).

import CountingBackend
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5)))
struct StreamFaultTests {
    /// Waits for the edit where one is to come, and looks whether one came where none is to.
    private func expect(_ edit: EditMade, of session: String, at server: CountingServer) async throws {
        try await server.saw("its end") { $0.open.isEmpty }
        if edit == .later { try await server.saw("the late edit") { $0.acceptedMessages() == 1 } }
        #expect(server.acceptedMessages() == (edit == .never ? 0 : 1))
        #expect((server.draft(session: session) != nil) == (edit != .never))
        #expect(server.credits(of: "given-token") == (edit == .never ? 1000 : 950))
    }

    @Test(arguments: EditMade.allCases, [Ending.reset, .close])
    func `a stream is cut after so many events`(edit: EditMade, ending: Ending) async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        for events in 0...3 {
            client.server.faults.clear()
            client.server.faults.on(.message, .cutStream(after: events, edit: .never, by: ending))
            let received = try await client.send(client.message("cut \(events)", to: session))
            #expect(received.end == (ending == .reset ? .reset : .closed))
            if ending == .close { #expect(received.text.components(separatedBy: "\n\n").count == events + 1) }
        }
        client.server.faults.clear()
        client.server.faults.on(.message, .cutStream(after: 2, edit: edit, by: ending))
        _ = try await client.send(client.message("extend", to: session))
        try await expect(edit, of: session, at: client.server)
    }

    @Test(arguments: EditMade.allCases)
    func `a stream of heartbeats goes on until the client leaves`(edit: EditMade) async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        client.server.faults.on(.message, .onlyHeartbeats(every: .milliseconds(1), edit: edit))
        let connection = try PlainConnection(port: client.server.port)
        connection.write(client.message("extend", to: session).bytes)
        let received = await connection.read(atMost: 1500)
        for form in [": keep-alive\n", "data:\n", "event: heartbeat\n", "data: {\"type\":\"heartbeat\"}\n"] {
            #expect(received.text.contains(form))
        }
        connection.leave()
        try await expect(edit, of: session, at: client.server)
    }

    @Test(arguments: EditMade.allCases)
    func `a silent stream says nothing after its head`(edit: EditMade) async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        client.server.faults.on(.message, .silence(edit: edit))
        let connection = try PlainConnection(port: client.server.port)
        connection.write(client.message("extend", to: session).bytes)
        let received = await connection.read(atMost: 1)
        #expect(received.status == 200 && received.body.isEmpty)
        connection.leave()
        try await expect(edit, of: session, at: client.server)
    }

    static let told: [(Effect, String)] = [
        (.streamErrorCode("OVERLOADED", "busy", edit: .before), #""errorCode":"OVERLOADED","errorMessage":"busy""#),
        (.streamError("oh no", edit: .before), #"{"error":"oh no"}"#),
        (.temporaryIssue, "I encountered a temporary issue"),
        (.endsEarly(after: 1, edit: .before), "pacing"),
    ]

    @Test(arguments: told.indices)
    func `a stream that tells of trouble ends well`(index: Int) async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        let (effect, text) = Self.told[index]
        client.server.faults.on(.message, effect)
        let received = try await client.send(client.message("extend", to: session))
        #expect(received.end == .whole)
        #expect(received.events.last?.contains(text) == true, "\(received.text)")
        try await expect(.before, of: session, at: client.server)
    }

    @Test func `pieces of a text are repeated whole in a later event of the same id`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        let events = try await client.send(client.message("extend", to: session)).events.suffix(3)
        let ids = Set(events.map { $0.components(separatedBy: "\"id\":\"event").last ?? "" })
        #expect(ids.count == 1, "\(ids)")
        #expect(events.map { $0.contains("\"partial\":true") } == [true, true, false])
        #expect(events.last?.contains("I extended the video.") == true)
    }

    @Test(arguments: [true, false])
    func `a client that dies in mid-stream may leave its edit to be made`(outlives: Bool) async throws {
        let client = try await CarefulClient.started { $0.outlivesClients = outlives }
        let session = try await client.session()
        client.server.faults.on(
            .message, .stream([.thought("Well."), .heartbeats(every: .milliseconds(1), for: nil), .edit]))
        let connection = try PlainConnection(port: client.server.port)
        connection.write(client.message("extend", to: session).bytes)
        _ = await connection.read(atMost: 300)
        connection.leave()
        try await expect(outlives ? .before : .never, of: session, at: client.server)
    }
}
