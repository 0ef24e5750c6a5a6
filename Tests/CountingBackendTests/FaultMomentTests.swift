// A request can be broken off at every moment, and what was done by then is what is counted.

import CountingBackend
import Testing

@Suite(.timeLimit(.minutes(5)))
struct FaultMomentTests {
    /// What a moment means for a message: whether it was read, and whether its edit was made.
    static let moments: [(Moment, isRead: Bool, isMade: Bool)] = [
        (.head, false, false), (.requestBytes(1), false, false), (.requestBytes(300), false, false),
        (.read, true, false), (.worked, true, true), (.answerBytes(0), true, false), (.answerBytes(1), true, false),
        (.answerBytes(200), true, false),
    ]

    @Test(arguments: moments, [Ending.reset, .close])
    func `a message is broken off`(at moment: (Moment, isRead: Bool, isMade: Bool), by ending: Ending) async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        client.server.faults.on(.message, ending == .reset ? .reset(at: moment.0) : .close(at: moment.0))
        let received = try await client.send(client.message("extend", to: session))
        #expect(received.end == (ending == .reset ? .reset : .closed))
        try await client.server.saw("its end") { $0.open.isEmpty }
        let exchange = client.server.tally.requests(.message)[0]
        #expect(exchange.isRead == moment.isRead)
        #expect(exchange.ending == ending)
        #expect(client.server.receivedMessages() == (moment.isRead ? 1 : 0))
        #expect(client.server.acceptedMessages() == (moment.isMade ? 1 : 0))
        #expect((client.server.draft(session: session) != nil) == moment.isMade)
        if case .answerBytes(let count) = moment.0 {
            #expect(exchange.answerBytes == count)
            if ending == .close { #expect(received.bytes.count == count) }
        }
    }

    @Test(arguments: [Ending.reset, .close])
    func `an upload that arrived is kept, though its answer is lost`(ending: Ending) async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        client.server.faults.on(.upload, .first(1), ending == .reset ? .reset(at: .worked) : .close(at: .worked))
        let received = try await client.send(client.upload([1, 2, 3], to: session))
        #expect(received.end == (ending == .reset ? .reset : .closed))
        #expect(received.bytes.isEmpty)
        #expect(client.server.tally.uploads.count == 1)
        #expect(try await client.send(client.state(of: session)).text.contains("clip.mp4"))
    }

    @Test(arguments: [1, 20, 150])
    func `a connection can be reset after any byte that it carried`(count: Int) async throws {
        let client = try await CarefulClient.started()
        client.server.faults.on(.connection, .first(1), .reset(at: .requestBytes(count)))
        #expect(try await client.send(client.credits()).end == .reset)
        #expect(client.server.tally.received(.credits) == 0)
        #expect(try await client.send(client.credits()).code == 0)
    }

    @Test(arguments: [Ending.reset, .close])
    func `a connection can be ended before anything is read`(ending: Ending) async throws {
        let client = try await CarefulClient.started()
        client.server.faults.on(.connection, .first(1), ending == .reset ? .reset(at: .head) : .close(at: .head))
        let received = try await client.send(client.credits())
        #expect(received.end == (ending == .reset ? .reset : .closed))
        #expect(client.server.tally.exchanges.isEmpty)
        #expect(client.server.tally.connections == 1)
    }

    @Test(arguments: [Moment.head, .read, .worked, .answerBytes(30)])
    func `a request hangs until its client leaves`(moment: Moment) async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        client.server.faults.on(.message, .hang(at: moment))
        let connection = try PlainConnection(port: client.server.port)
        connection.write(client.message("extend", to: session).bytes)
        try await client.server.saw("the request") { !$0.requests(.message).isEmpty }
        #expect(client.server.tally.open.count == 1)
        connection.leave()
        try await client.server.saw("its end") { $0.open.isEmpty }
        #expect(client.server.tally.requests(.message).map(\.ending) == [.gone])
        #expect(client.server.acceptedMessages() == (moment == .worked ? 1 : moment == .answerBytes(30) ? 1 : 0))
    }

    @Test func `a request waits at a gate until the test opens it`() async throws {
        let client = try await CarefulClient.started()
        let gate = Gate()
        client.server.faults.on(.credits, .hold(gate, at: .worked))
        let sending = Task { try await client.send(client.credits()) }
        try await client.server.saw("the request is worked on") { $0.requests(.credits).first?.isWorked == true }
        #expect(client.server.tally.open.count == 1)
        gate.open()
        #expect(try await sending.value.code == 0)
    }

    @Test func `a delay comes before the answer`() async throws {
        let client = try await CarefulClient.started()
        client.server.faults.on(.credits, .delay(.milliseconds(20), at: .worked))
        #expect(try await client.send(client.credits()).code == 0)
        try await client.server.saw("its end") { $0.open.isEmpty }
        let exchange = client.server.tally.requests(.credits)[0]
        #expect((exchange.ended ?? .zero) - exchange.time >= .milliseconds(20))
    }
}
