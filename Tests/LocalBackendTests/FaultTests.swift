// What goes wrong when a test asks for it, and that the counts tell the truth about it.

import Foundation
import LocalBackend
import TestSupport
import Testing

@Suite struct FaultTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let edit = "trim the first 1 second"

    @Test func `the second of a kind is refused as the script says, and only that`() async throws {
        let faults = [
            Fault(.credits, .nth(number: 2), .envelope(status: 200, code: 1001, message: "expired")),
            Fault(.credits, .nth(number: 3), .answer(status: 502, contentType: "text/html", body: "<h1>Bad</h1>")),
        ]
        try await withBackend(in: folder.path, faults: faults) { backend in
            var answers: [Answer] = []
            for _ in 1...4 { answers.append(try await backend.send("GET", "/api/credits/balance/simple")) }
            #expect(answers.map(\.status) == [200, 200, 502, 200])
            #expect(try answers[0].code == 0)
            #expect(try answers[1].code == 1001)
            #expect(answers[2].text == "<h1>Bad</h1>")
            #expect(backend.server.faults.counts.received(.credits) == 4)
        }
    }

    @Test(arguments: [
        (Fault.Effect.drop(worked: false), false), (.drop(worked: true), true), (.cut(bytes: 40), true),
        (.cut(bytes: 0), true),
    ])
    func `a stream breaks off before or after its edit was made`(_ effect: Fault.Effect, isMade: Bool) async throws {
        try await withBackend(in: folder.path, faults: [Fault(.message, .nth(number: 1), effect)]) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            await #expect(throws: (any Error).self) { try await backend.say(Self.edit, in: session) }
            let isEdited = try await backend.draft(of: session) != nil
            #expect(isEdited == isMade)
            let counts = backend.server.faults.counts
            #expect(counts.received(.message) == 1)
            #expect(counts.acceptedBySession[session] == (isMade ? 1 : nil))
        }
    }

    @Test func `a silent edit has a call and a result but no words`() async throws {
        try await withBackend(in: folder.path, faults: [Fault(.message, .every, .silent)]) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            let stream = try await backend.say(Self.edit, in: session)
            #expect(try backend.words(in: stream.text).isEmpty)
            #expect(stream.text.contains("functionResponse"))
            #expect(try await backend.draft(of: session) != nil)
        }
    }

    @Test(arguments: [true, false])
    func `nothing but heartbeats go on until the listener leaves`(_ worked: Bool) async throws {
        let fault = Fault(.message, .every, .heartbeatsOnly(worked: worked))
        try await withBackend(in: folder.path, faults: [fault], adjust: { $0.heartbeat = .milliseconds(5) }) {
            backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            let text = try await backend.overhear(100, of: Self.edit, in: session)
            #expect(!text.contains("data:"))
            let isEdited = try await backend.draft(of: session) != nil
            #expect(isEdited == worked)
        }
    }

    @Test func `a second stage changes the timeline after the stream has ended`() async throws {
        let fault = Fault(.message, .every, .secondStage(milliseconds: 20))
        try await withBackend(in: folder.path, faults: [fault]) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            _ = try await backend.say(Self.edit, in: session)
            var draft = try await backend.draft(of: session)
            while draft?.contains("Second stage") != true { draft = try await backend.draft(of: session) }
            #expect(backend.server.faults.counts.acceptedMessages == 1)
        }
    }

    @Test func `a scripted render fails with its reason`() async throws {
        let fault = Fault(.export, .nth(number: 1), .failRender(reason: "the GPU is on fire"))
        try await withBackend(in: folder.path, faults: [fault]) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            _ = try await backend.say("keep only the first 1 second", in: session)
            let draft = try #require(try await backend.draft(of: session))
            _ = try await backend.export("r1", draft, of: session)
            let status = try await backend.status(of: "r1")
            #expect(status["status"] as? String == "failed")
            #expect(status["error"] as? String == "the GPU is on fire")
        }
    }

    @Test func `an edit is made though its listener leaves in the middle`() async throws {
        let adjust: (inout LocalBackendSettings) -> Void = {
            $0.pace = .milliseconds(100)
            $0.heartbeat = .milliseconds(10)
        }
        try await withBackend(in: folder.path, adjust: adjust) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            let speaking = Task { try await backend.say(Self.edit, in: session) }
            while backend.server.faults.counts.messagesBySession[session] == nil { await Task.yield() }
            speaking.cancel()
            _ = await speaking.result
            while backend.server.faults.counts.acceptedMessages == 0 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await backend.draft(of: session) != nil)
        }
    }

    @Test func `script and counts are reachable over HTTP only where that is wanted`() async throws {
        let script = #"[{"call":"credits","occurrence":{"every":{}},"effect":{"rateLimit":{"retryAfter":7}}}]"#
        try await withBackend(in: folder.path) { backend in
            let refused = [try await backend.post("/_faults", script), try await backend.send("GET", "/_counts")]
            #expect(refused.map(\.status) == [404, 404])
        }
        try await withBackend(in: folder.path, adjust: { $0.faultsAreReachable = true }) { backend in
            #expect(try await backend.post("/_faults", script).status == 204)
            let limited = try await backend.send("GET", "/api/credits/balance/simple")
            #expect(limited.status == 429)
            #expect(limited.headers["retry-after"] == "7")
            #expect(try await backend.send("DELETE", "/_faults").status == 204)
            #expect(try await backend.send("GET", "/api/credits/balance/simple").status == 200)
            let counts = try await backend.send("GET", "/_counts").json
            #expect((counts["received"] as? [String: Int])?["credits"] == 2)
            #expect(try await backend.post("/_faults", "{}").status == 400)
        }
    }
}
