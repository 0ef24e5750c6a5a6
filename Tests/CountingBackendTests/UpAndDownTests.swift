// The backend goes down and comes back on its port, outlives its clients, and tells what it waited for in vain.

import CountingBackend
import Glibc
import Testing

@Suite(.timeLimit(.minutes(5)))
struct UpAndDownTests {
    @Test func `connections are refused while it is down, and welcome on the same port when it is back`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        for _ in 1...5 {
            client.server.goDown()
            #expect(throws: Refused(number: ECONNREFUSED)) { try PlainConnection(port: client.server.port) }
            #expect(throws: Refused(number: ECONNREFUSED)) { try PlainConnection(port: client.server.filesPort) }
            try client.server.goUp()
            #expect(try await client.send(client.state(of: session)).code == 0)
        }
    }

    @Test(arguments: [Ending.reset, .close])
    func `going down ends what is open`(ending: Ending) async throws {
        let client = try await CarefulClient.started()
        client.server.faults.on(.credits, .hang(at: .read))
        let connection = try PlainConnection(port: client.server.port)
        connection.write(client.credits().bytes)
        try await client.server.saw("the request") { $0.received(.credits) == 1 }
        client.server.goDown(connections: ending)
        #expect(await connection.read().end == (ending == .reset ? .reset : .closed))
        try await client.server.saw("its end") { $0.open.isEmpty }
    }

    @Test func `it can go down and let what is open end by itself`() async throws {
        let client = try await CarefulClient.started()
        let gate = Gate()
        client.server.faults.on(.credits, .hold(gate, at: .worked))
        let connection = try PlainConnection(port: client.server.port)
        connection.write(client.credits().bytes)
        try await client.server.saw("the request") { $0.received(.credits) == 1 }
        client.server.goDown(connections: nil)
        gate.open()
        #expect(await connection.read().code == 0)
    }

    @Test func `clients that die at any byte do it no harm`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        let bytes = client.upload([UInt8](repeating: 7, count: 500), to: session).bytes
        for count in stride(from: 0, through: bytes.count, by: 37) {
            let connection = try PlainConnection(port: client.server.port)
            connection.write(Array(bytes.prefix(count)))
            connection.leave()
        }
        try await client.server.saw("all ends") { $0.open.isEmpty && $0.connections >= 2 }
        #expect(try await client.send(client.upload([1], as: "whole.mp4", to: session)).code == 0)
        #expect(client.server.tally.uploads.last?.name == "whole.mp4")
    }

    @Test func `what is waited for in vain is told with everything that did happen`() async throws {
        let client = try await CarefulClient.started()
        _ = try await client.send(client.credits())
        let error = await #expect(throws: NotArrived.self) {
            try await client.server.saw("a message", within: .milliseconds(10)) { $0.receivedMessages() > 0 }
        }
        #expect(error?.description.contains("a message") == true)
        #expect(error?.description.contains("/api/credits/balance/simple") == true)
    }

    @Test func `a hundred clients at once are each answered`() async throws {
        let client = try await CarefulClient.started()
        let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 1...100 { group.addTask { try await client.send(client.credits()).code } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes == Array(repeating: 0, count: 100))
        #expect(client.server.tally.received(.credits) == 100)
    }
}
