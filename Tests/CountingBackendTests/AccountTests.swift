// Tokens, credits and what belongs to whom (PROTOCOL 4, 10).

import CountingBackend
import Testing

@Suite(.timeLimit(.minutes(5)))
struct AccountTests {
    @Test func `a client gets one anonymous token in seven days`() async throws {
        let client = try await CarefulClient.started()
        #expect(try await client.send(client.anonymousToken()).code == 0)
        let second = try await client.send(client.anonymousToken())
        #expect(second.status == 429 && second.code == 429)
        #expect(try await client.send(client.anonymousToken(client: "client-2")).code == 0)
        client.server.allowAnotherToken()
        #expect(try await client.send(client.anonymousToken()).code == 0)
        #expect(client.server.tally.tokensIssued == 3)
        #expect(client.server.tally.tokensDenied == 1)
    }

    @Test func `an anonymous token is not given without a client id`() async throws {
        let client = try await CarefulClient.started()
        let answer = try await client.send(client.anonymousToken().without("X-Client-Id"))
        #expect(answer.status == 400)
        #expect(client.server.violations.map(\.kind) == [.clientID])
    }

    @Test(arguments: CountingSettings.TokenRefusal.allCases)
    func `a token that expired is refused until it is good again`(how: CountingSettings.TokenRefusal) async throws {
        let client = try await CarefulClient.started { $0.tokenRefusal = how }
        let session = try await client.session()
        client.server.expire(token: client.token)
        let refused = try await client.send(client.message("extend", to: session))
        #expect(how == .envelope ? refused.code == 1001 : refused.status == 401)
        #expect(client.server.tally.messages.map(\.isRefused) == [true])
        client.server.accept(token: client.token)
        #expect(try await client.send(client.message("extend", to: session)).events.count > 3)
        #expect(client.server.violations.isEmpty, "a refused message is free to repeat")
    }

    @Test func `a token that nobody gave is refused, and noted by its mark alone`() async throws {
        var client = try await CarefulClient.started()
        client.token = "stolen"
        #expect(try await client.send(client.credits()).code == 1001)
        let exchange = client.server.tally.exchanges.last
        #expect(exchange?.token == CountingServer.mark(of: "stolen"))
        #expect(!client.server.tally.account.contains("stolen"))
    }

    @Test func `a message that cannot be paid for is refused with what a registration link needs`() async throws {
        var client = try await CarefulClient.started()
        client.token = try await client.send(client.anonymousToken()).data["token"] as? String ?? ""
        let session = try await client.session()
        for text in ["one", "two"] { _ = try await client.send(client.message(text, to: session)) }
        let refused = try await client.send(client.message("three", to: session))
        #expect(refused.code == 2001)
        #expect((refused.data["bind_id"] as? String)?.isEmpty == false)
        #expect(client.server.acceptedMessages() == 2)
        client.server.setCredits(50)
        #expect(try await client.send(client.message("three", to: session)).end == .whole)
        #expect(client.server.acceptedMessages() == 3)
    }

    @Test func `credits of running work are frozen, and come back when it is never done`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        let gate = Gate()
        client.server.faults.on(.message, .stream([.hold(gate)]))
        let sending = Task { try await client.send(client.message("extend", to: session)) }
        try await client.server.saw("the message") { $0.receivedMessages() == 1 && $0.open.first?.status == 200 }
        let running = try await client.send(client.credits())
        #expect(running.data as? [String: Int] == ["available": 950, "frozen": 50, "total": 1000])
        gate.open()
        _ = try await sending.value
        try await client.server.saw("the end of it") { $0.open.isEmpty }
        #expect(client.server.credits(of: client.token) == 1000)
        #expect(client.server.acceptedMessages() == 0)
    }

    @Test func `sessions belong to a user, renders to a token`() async throws {
        var client = try await CarefulClient.started()
        let session = try await client.editedSession()
        _ = try await client.rendered("r1", of: session)
        client.server.accept(token: "new-token")
        client.token = "new-token"
        #expect(try await client.send(client.state(of: session)).code == 0)
        #expect(try await client.send(client.status(of: "r1")).status == 404)
        client.server.accept(token: "strange-token", user: "somebody else")
        client.token = "strange-token"
        #expect(try await client.send(client.state(of: session)).code == 1002)
    }

    @Test func `a forgotten session is not found by any call`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        client.server.forget(session: session)
        for wanted in [
            client.state(of: session), client.message("extend", to: session), client.upload([1], to: session),
            client.export("{}", as: "r1", of: session), client.claimLink(task: "", session: session),
        ] { #expect(try await client.send(wanted).code == 1002, "\(wanted.path)") }
    }
}
