// What the embedded backend answers over HTTP, call by call (PROTOCOL 2 to 5, 9 and 10).

import Foundation
import LocalBackend
import TestSupport
import Testing

@Suite struct BackendContractTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `a client gets one anonymous token with 100 credits and then 429`() async throws {
        try await withBackend(in: folder.path) { backend in
            let path = "/api/auth/anonymous-token"
            let anonymous = try await backend.send("POST", path, headers: [:])
            #expect(anonymous.status == 400)

            let first = try await backend.send("POST", path, headers: ["X-Client-Id": "one"])
            #expect(try first.code == 0)
            let token = try #require(try first.data["token"] as? String)
            #expect(token.hasPrefix("nmv_usr_"))
            #expect(try first.data["credits"] as? Int == 100)

            let second = try await backend.send("POST", path, headers: ["X-Client-Id": "one"])
            #expect(second.status == 429)
            #expect(second.headers["retry-after"] != nil)
            let other = try await backend.send("POST", path, headers: ["X-Client-Id": "two"])
            #expect(other.status == 200)

            let credits = try await backend.send(
                "GET", "/api/credits/balance/simple", headers: ["Authorization": "Bearer \(token)"])
            #expect(try credits.data["available"] as? Int == 100)
            #expect(try credits.data["frozen"] as? Int == 0)
            #expect(try credits.data["total"] as? Int == 100)
        }
    }

    @Test(arguments: [
        ("GET", "/api/credits/balance/simple"), ("POST", "/api/tasks/me/with-session/nemo_agent"),
        ("GET", "/api/state/nemo_agent/me/x/latest"), ("POST", "/run_sse"), ("POST", "/api/render/proxy/lambda"),
        ("POST", "/api/upload-video/nemo_agent/me/x"), ("GET", "/api/render/proxy/lambda/x"),
        ("GET", "/api/render/proxy/x/download"), ("POST", "/api/auth/claim-token"),
    ])
    func `every call wants a token it knows`(_ method: String, _ path: String) async throws {
        try await withBackend(in: folder.path) { backend in
            for headers in [[:], ["Authorization": "Bearer wrong"]] {
                let answer = try await backend.send(method, path, headers: headers, body: method == "POST" ? [] : nil)
                #expect(answer.status == 401)
                #expect(try answer.code == 1001)
            }
        }
    }

    @Test func `a session of somebody else is not found`() async throws {
        try await withBackend(in: folder.path) { backend in
            let session = try await backend.openSession()
            let answer = try await backend.send(
                "POST", "/api/auth/anonymous-token", headers: ["X-Client-Id": "other"])
            let token = try #require(try answer.data["token"] as? String)
            let state = try await backend.send(
                "GET", "/api/state/nemo_agent/me/\(session)/latest", headers: ["Authorization": "Bearer \(token)"])
            #expect(try state.code == 1002)
            #expect(try await backend.state(of: "unknown").code == 1002)
            let claim = try await backend.post("/api/auth/claim-token", #"{"task_id":"t","session_id":"\#(session)"}"#)
            #expect((try claim.data["claim_token"] as? String)?.hasPrefix("clm_") == true)
        }
    }

    @Test func `each upload adds to video_infos, and addresses differ at each read`() async throws {
        try await withBackend(in: folder.path) { backend in
            let session = try await backend.openSession()
            #expect(try await backend.draft(of: session) == nil)
            var addresses: Set<String> = []
            for count in 1...2 {
                #expect(try await backend.upload(SampleClip.bikes, to: session).code == 0)
                let state = try #require(try await backend.state(of: session).data["state"] as? [String: Any])
                let infos = try #require(state["video_infos"] as? [[String: Any]])
                #expect(infos.count == count)
                #expect(infos[0]["name"] as? String == "bikes.mp4")
                #expect(infos[0]["duration_ms"] as? Int == 10_000)
                addresses.insert(try #require(infos[0]["url"] as? String))
            }
            #expect(addresses.count == 2)
            let clip = try await backend.send("GET", try #require(addresses.first), headers: [:])
            #expect(clip.body == Array(try Data(contentsOf: URL(filePath: SampleClip.bikes))))
        }
    }

    @Test(arguments: [
        ("notes.txt", "just words"), ("virus.mp4", "MZ this is a program"), ("list.mp4", "#EXTM3U\n/etc/passwd"),
        ("broken.mp4", "\0\0\0\u{18}ftypmp42 and nothing more"),
    ])
    func `a file of another kind is refused with 4001 and leaves nothing`(
        _ name: String, _ content: String
    ) async throws {
        let path = folder.path
        try await withBackend(in: path) { backend in
            let session = try await backend.openSession()
            #expect(try await backend.upload(Array(content.utf8), as: name, to: session).code == 4001)
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(path)/sessions/\(session)/incoming").isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(path)/sessions/\(session)/media").isEmpty)
        }
    }

    @Test func `a file above the limit is refused with 413 and 4002`() async throws {
        try await withBackend(in: folder.path, adjust: { $0.uploadLimit = 100_000 }) { backend in
            let session = try await backend.openSession()
            let answer = try await backend.upload(SampleClip.bikes, to: session)
            #expect(answer.status == 413)
            #expect(try answer.code == 4002)
        }
    }

    @Test func `an upload by address is refused with a clear reason`() async throws {
        try await withBackend(in: folder.path) { backend in
            let session = try await backend.openSession()
            let answer = try await backend.post(
                "/api/upload-video/nemo_agent/me/\(session)",
                #"{"urls":["https://example.com/clip.mp4"],"source_type":"url"}"#)
            #expect(try answer.code == 4005)
        }
    }

    @Test func `an edit streams a call, a result and words, and the draft follows`() async throws {
        try await withBackend(in: folder.path) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            let stream = try await backend.say(
                #"extend by 10 seconds and add a title "Urban Dreams" for 3 seconds"#, in: session)
            #expect(stream.status == 200)
            #expect(stream.headers["content-type"] == "text/event-stream")
            #expect(stream.text.contains(": heartbeat"))
            let events = try backend.events(in: stream.text)
            #expect(events.allSatisfy { $0["author"] as? String == "nemo_agent" && $0["invocationId"] is String })
            #expect(stream.text.contains(#""name":"extend_video""#) && stream.text.contains(#""name":"add_title""#))
            #expect(try backend.words(in: stream.text).contains("Export button"))

            let draft = try #require(try await backend.draft(of: session))
            #expect(stream.text.contains(draft))
            let parsed = try JSONSerialization.jsonObject(with: Data(draft.utf8)) as? [String: Any]
            let tracks = try #require(parsed?["t"] as? [[String: Any]])
            #expect(tracks.map { $0["tt"] as? Int } == [0, 7])
            let lengths = (tracks[0]["sg"] as? [[String: Any]])?.compactMap { $0["d"] as? Int }
            #expect(lengths == [10_000, 10_000])
            let counts = backend.server.faults.counts
            #expect(counts.received(.message) == 1)
            #expect(counts.acceptedMessages == 1)
        }
    }

    @Test(arguments: [
        ("make it black and white", "cannot"), ("hello", "extend a clip"), ("加点音乐", "做不到"),
        ("extend my clip", "how many seconds"),
    ])
    func `a message it does not understand is answered honestly and changes nothing`(
        _ prompt: String, _ words: String
    ) async throws {
        try await withBackend(in: folder.path) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            let stream = try await backend.say(prompt, in: session)
            #expect(try backend.words(in: stream.text).contains(words))
            #expect(try await backend.draft(of: session) == nil)
            #expect(backend.server.faults.counts.acceptedMessages == 0)
        }
    }

    @Test func `a second clip in a session gets a timeline of its own`() async throws {
        try await withBackend(in: folder.path) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            _ = try await backend.say("trim the first 3 seconds", in: session)
            let first = try #require(try await backend.draft(of: session))
            #expect(first.contains(#""d":7000"#))
            _ = try await backend.upload(SampleClip.bigBuckBunny, to: session)
            #expect(try await backend.draft(of: session) == first)
            _ = try await backend.say("keep only the first 2 seconds", in: session)
            let second = try #require(try await backend.draft(of: session))
            #expect(second.contains(#""d":2000"#) && second.contains("bigbuckbunny") && !second.contains("bikes"))
        }
    }

    @Test func `without credits an edit is refused before the stream, with a way to register`() async throws {
        try await withBackend(in: folder.path, adjust: { $0.editCost = 60 }) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            #expect(try await backend.say("trim the first second", in: session).text.hasPrefix(": heartbeat"))
            let second = try await backend.say("trim the last 1 second", in: session)
            #expect(try second.code == 2001)
            #expect(try second.data["bind_id"] is String)
        }
    }

    @Test func `an export is strict about its draft, its id and its headers`() async throws {
        try await withBackend(in: folder.path) { backend in
            let session = try await backend.openSession()
            #expect(try await backend.export("render_0", "{}", of: session).code == 4004)
            _ = try await backend.upload(SampleClip.bikes, to: session)
            _ = try await backend.say("keep only the first 1 second", in: session)
            let draft = try #require(try await backend.draft(of: session))

            let decoded = try JSONSerialization.jsonObject(with: Data(draft.utf8))
            let encoded = try JSONSerialization.data(withJSONObject: decoded, options: [.sortedKeys])
            for changed in [String(decoding: encoded, as: UTF8.self), "{ " + draft.dropFirst(), "null", "1"] {
                #expect(try await backend.export("render_1", changed, of: session).json["code"] as? Int != 0)
            }
            let bare = ["Authorization": "Bearer \(RunningBackend.givenToken)"]
            #expect(try await backend.export("render_1", draft, of: session, headers: bare).status == 402)
            #expect(try await backend.export("../escape", draft, of: session).status == 400)
            #expect(try await backend.send("GET", "/api/render/proxy/lambda/render_1").status == 404)

            #expect(try await backend.export("render_1", draft, of: session).code == 0)
            let again = try await backend.export("render_1", draft, of: session)
            #expect(again.text.contains("exists"))
            #expect(try again.code != 0)
            #expect(try await backend.export("render_2", draft, of: session).status == 429)
            #expect(try await backend.status(of: "render_1")["status"] as? String == "completed")
            // A draft of an earlier edit may be rendered again, as it was.
            _ = try await backend.say("trim the first 0.5 seconds", in: session)
            #expect(try await backend.export("render_2", draft, of: session).code == 0)
        }
    }

    @Test func `a result comes from a signed address that takes no credentials and gives ranges`() async throws {
        try await withBackend(in: folder.path) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            _ = try await backend.say("keep only the first 1 second", in: session)
            let draft = try #require(try await backend.draft(of: session))
            _ = try await backend.export("render_1", draft, of: session)
            let status = try await backend.status(of: "render_1")
            let address = try #require((status["output"] as? [String: Any])?["url"] as? String)

            let whole = try await backend.send("GET", address, headers: [:])
            #expect(whole.status == 200)
            #expect(whole.headers["content-type"] == "video/mp4")
            #expect(Array(whole.body.dropFirst(4).prefix(4)) == Array("ftyp".utf8))
            let part = try await backend.send("GET", address, headers: ["Range": "bytes=100-"])
            #expect(part.status == 206)
            #expect(part.body == Array(whole.body.dropFirst(100)))
            #expect(part.headers["content-range"] == "bytes 100-\(whole.body.count - 1)/\(whole.body.count)")
            #expect(try await backend.send("GET", address).status == 400)
            #expect(try await backend.send("GET", "/cdn/render_1.mp4?sig=guess", headers: [:]).status == 403)
            let fallback = try await backend.send("GET", "/api/render/proxy/render_1/download")
            #expect(fallback.body == whole.body)
        }
    }

    @Test func `a missing ffmpeg stops the start with a clear reason`() async throws {
        await #expect {
            try await withBackend(in: folder.path, adjust: { $0.ffmpeg = "/nowhere/ffmpeg" }) { _ in }
        } throws: { error in
            "\(error)".contains("/nowhere/ffmpeg")
        }
    }
}
