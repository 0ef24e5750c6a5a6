// A client that does not keep to the protocol is found out, and one that does is not.

import CountingBackend
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ViolationTests {
    @Test(arguments: ["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"])
    func `attribution that lacks is noted at every call, and stops an export`(header: String) async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        let draft = try await client.draft(of: session)
        let refused = try await client.send(client.export(draft, as: "r1", of: session).without(header))
        #expect(refused.status == 402)
        for wanted in [client.credits(), client.state(of: session), client.makeSession(), client.anonymousToken()] {
            _ = try await client.send(wanted.without(header))
        }
        #expect(client.server.violations.map(\.kind) == Array(repeating: .attribution, count: 5))
    }

    @Test func `headers that are wrong are noted by kind`() async throws {
        let client = try await CarefulClient.started { $0.expectedPlatform = "cursor" }
        let session = try await client.session()
        _ = try await client.send(client.credits().with("X-Skill-Platform", "cursor").without("Authorization"))
        let message = client.message("a", to: session).with("X-Skill-Platform", "cursor")
        _ = try await client.send(message.with("Accept", "application/json"))
        _ = try await client.send(client.makeSession().with("X-Skill-Platform", "cursor").with("Content-Type", "x/y"))
        _ = try await client.send(
            client.anonymousToken().with("X-Skill-Platform", "cursor").with("Authorization", "Bearer x"))
        _ = try await client.send(client.credits())
        #expect(
            client.server.violations.map(\.kind) == [
                .attribution, .authorization, .accept, .contentType, .authorization, .attribution,
            ])
    }

    @Test func `a token in an address is noted, and nothing of ours may go to the host of results`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        var wanted = client.credits()
        wanted.path += "?token=\(client.token)"
        _ = try await client.send(wanted)
        let address = try await client.rendered("r1", of: session).outputURL ?? ""
        _ = try await client.fetch(
            address, headers: ["Authorization": "Bearer \(client.token)", "X-Skill-Source": "x"])
        #expect(client.server.violations.map(\.kind) == [.tokenInURL, .strangerTold, .strangerTold])
        #expect(!client.server.violations.contains { $0.detail.contains(client.token) })
    }

    @Test func `a draft must come back byte for byte`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        let first = try await client.draft(of: session)
        _ = try await client.send(client.message("again", to: session))
        let second = try await client.draft(of: session)
        let altered = second.replacingOccurrences(of: "1.50e-10", with: "1.5e-10")
        #expect(altered != second)
        client.server.settings.pendingPolls = 0
        client.server.settings.processingPolls = 0
        for (id, draft) in [("r1", second), ("r2", first), ("r3", altered)] {
            _ = try await client.send(client.export(draft, as: id, of: session))
            _ = try await client.send(client.status(of: id))
        }
        #expect(client.server.tally.exports.map(\.draft) == [.latest, .earlier, .altered])
        #expect(client.server.violations.map(\.kind) == [.draftAltered])
    }

    @Test func `a message sent again is noted, unless it was refused or belongs to another clip`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        client.server.faults.on(.message, .only(1), .refuse(429, status: 429))
        client.server.faults.on(.message, .only(2), .reset(at: .read))
        let message = client.message("extend", to: session)
        _ = try await client.send(message)
        _ = try await client.send(message)
        #expect(client.server.violations.isEmpty)
        _ = try await client.send(message)
        #expect(client.server.violations.map(\.kind) == [.messageRepeated])
        _ = try await client.send(client.upload([1], as: "b.mp4", to: session))
        _ = try await client.send(message)
        #expect(client.server.violations.count == 1)
        #expect(client.server.receivedMessages() == 4)
        #expect(client.server.tally.unrefusedMessages() == 3)
        #expect(client.server.acceptedMessages() == 2)
    }

    @Test func `a render's id is good once, and a session renders one at a time`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        let draft = try await client.draft(of: session)
        #expect(try await client.send(client.export(draft, as: "r1", of: session)).code == 0)
        let again = try await client.send(client.export(draft, as: "r1", of: session))
        #expect(again.text.contains("exists"))
        #expect(client.server.violations.isEmpty)
        _ = try await client.send(client.export(draft, as: "r2", of: session))
        let other = try await client.editedSession()
        _ = try await client.send(client.export(try await client.draft(of: other), as: "r1", of: other))
        #expect(client.server.violations.map(\.kind) == [.secondExport, .renderIDReused])
    }

    @Test func `calls that the protocol does not know and bytes that are no HTTP are noted`() async throws {
        let client = try await CarefulClient.started()
        var wanted = client.credits()
        wanted.path = "/api/credits"
        #expect(try await client.send(wanted).status == 404)
        let connection = try PlainConnection(port: client.server.port)
        connection.write(Array("good day\r\n\r\n".utf8))
        #expect(await connection.read().status == 400)
        #expect(client.server.violations.map(\.kind) == [.unknownCall, .malformed])
    }
}
