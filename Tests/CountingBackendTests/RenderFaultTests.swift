// Renders that fail, stick or vanish, and files that are not what was rendered (PROTOCOL 10).

import CountingBackend
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RenderFaultTests {
    @Test func `the first render fails with its reason, the next one completes`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        client.server.faults.on(.export, .first(1), .render(.fails(reason: "no GPU")))
        let failed = try await client.rendered("r1", of: session)
        #expect(failed.json["status"] as? String == "failed")
        #expect(failed.text.contains("no GPU"))
        #expect(try await client.rendered("r2", of: session).json["status"] as? String == "completed")
        #expect(client.server.violations.isEmpty)
    }

    @Test func `a render can stick, vanish, or take its time`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        let draft = try await client.draft(of: session)
        for (id, fate) in [("stuck", RenderFate.stuck), ("slow", .completesAfter(polls: 6)), ("lost", .forgotten)] {
            client.server.faults.clear()
            client.server.faults.on(.export, .render(fate))
            #expect(try await client.send(client.export(draft, as: id, of: session)).code == 0)
        }
        var statuses: [String: String] = [:]
        for id in ["stuck", "slow"] {
            for _ in 1...7 { statuses[id] = try await client.send(client.status(of: id)).json["status"] as? String }
        }
        #expect(statuses == ["stuck": "processing", "slow": "completed"])
        #expect(try await client.send(client.status(of: "lost")).status == 404)
        client.server.faults.clear()
        #expect(try await client.send(client.export(draft, as: "lost", of: session)).code == 0)
        #expect(try await client.send(client.status(of: "lost")).status == 200)
    }

    @Test func `a completed render may come without an address, or with a strange one`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        client.server.faults.on(.export, .only(1), .render(.withoutURL))
        client.server.faults.on(.export, .only(2), .render(.url("file:///etc/passwd")))
        let first = try await client.rendered("r1", of: session)
        #expect(first.json["status"] as? String == "completed" && first.outputURL == nil)
        #expect(try await client.send(client.fallback(of: "r1")).status == 200)
        #expect(try await client.rendered("r2", of: session).outputURL == "file:///etc/passwd")
    }

    @Test func `a file is short, spoilt, or no video`() async throws {
        let clip = (0..<1000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let client = try await CarefulClient.started(clip: clip)
        let session = try await client.editedSession()
        let address = try await client.rendered("r1", of: session).outputURL ?? ""
        let whole = try await client.fetch(address).body
        let faults = client.server.faults
        faults.on(.download, .only(1), .file(.truncated(to: 10)))
        faults.on(.download, .only(2), .file(.corrupt(from: 10)))
        faults.on(.download, .only(3), .close(at: .answerBytes(600)))
        faults.on(.download, .only(4), .html(200))
        let (short, spoilt) = (try await client.fetch(address), try await client.fetch(address))
        #expect(short.body == Array(whole.prefix(10)) && short.end == .whole)
        #expect(spoilt.body.count == whole.count && spoilt.body.prefix(10) == whole.prefix(10))
        #expect(spoilt.body != whole)
        let cut = try await client.fetch(address)
        #expect(cut.end == .closed && cut.bytes.count == 600)
        #expect(try await client.fetch(address).text.hasPrefix("<!DOCTYPE"))
        #expect(try await client.fetch(address).body == whole)
    }

    @Test func `a range is ignored or answered wrongly`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        let address = try await client.rendered("r1", of: session).outputURL ?? ""
        let whole = try await client.fetch(address).body
        client.server.faults.on(.download, .only(1), .file(.rangeIgnored))
        client.server.faults.on(.download, .only(2), .file(.rangeShifted(by: 3)))
        let ignored = try await client.fetch(address, headers: ["Range": "bytes=4-"])
        #expect(ignored.status == 200 && ignored.body == whole)
        let shifted = try await client.fetch(address, headers: ["Range": "bytes=4-"])
        #expect(shifted.header("content-range")?.hasPrefix("bytes 7-") == true)
        #expect(shifted.body == Array(whole[7...]))
        client.server.settings.servesRanges = false
        #expect(try await client.fetch(address, headers: ["Range": "bytes=4-"]).status == 200)
    }

    @Test func `an address needs its signature, and a render its end`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        _ = try await client.send(client.export(try await client.draft(of: session), as: "r1", of: session))
        let address = "\(client.server.filesAddress)/renders/r1.mp4"
        #expect(try await client.fetch(address + "?signature=1").status == 404)
        for _ in 1...3 { _ = try await client.send(client.status(of: "r1")) }
        #expect(try await client.fetch(address).status == 403)
        #expect(try await client.fetch(address + "?signature=1").status == 200)
    }
}
