// What is still there after the server was stopped: sessions, media, drafts, and a render that was under way.

import Foundation
import LocalBackend
import TestSupport
import Testing

@Suite struct RestartTests {
    @Test func `sessions, drafts, media and an interrupted render survive a restart`() async throws {
        let folder = try TemporaryFolder()
        let (session, draft) = try await withBackend(in: folder.path) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            _ = try await backend.say("keep only the first 3 seconds", in: session)
            let draft = try #require(try await backend.draft(of: session))
            _ = try await backend.export("render_1", draft, of: session)
            _ = try await backend.status(of: "render_1", until: ["processing"])
            return (session, draft)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.appending("renders/render_1/result.mp4")))
        #expect(!FileManager.default.fileExists(atPath: folder.appending("renders/render_1/work")))

        try await withBackend(in: folder.path) { backend in
            #expect(try await backend.draft(of: session) == draft)
            let state = try await backend.state(of: session).data["state"] as? [String: Any]
            #expect((state?["video_infos"] as? [Any])?.count == 1)
            #expect(try await backend.status(of: "render_1")["status"] as? String == "completed")
            #expect(try await backend.export("render_1", draft, of: session).text.contains("exists"))
            let film = try await backend.send("GET", "/api/render/proxy/render_1/download")
            #expect(film.status == 200)
            _ = try await backend.say("keep only the first 1 second", in: session)
            #expect(try await backend.draft(of: session) != draft)
        }
    }

    @Test func `an anonymous token is known after a restart`() async throws {
        let folder = try TemporaryFolder()
        let token = try await withBackend(in: folder.path) { backend in
            let answer = try await backend.send("POST", "/api/auth/anonymous-token", headers: ["X-Client-Id": "me"])
            return try #require(try answer.data["token"] as? String)
        }
        try await withBackend(in: folder.path) { backend in
            let headers = ["Authorization": "Bearer \(token)"]
            let credits = try await backend.send("GET", "/api/credits/balance/simple", headers: headers)
            #expect(credits.status == 200)
            let second = try await backend.send("POST", "/api/auth/anonymous-token", headers: ["X-Client-Id": "me"])
            #expect(second.status == 429)
        }
    }
}
