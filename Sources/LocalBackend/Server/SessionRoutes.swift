// Opening a session, and reading what state it is in.

import Hummingbird

struct SessionRoutes: Sendable {
    let backend: Backend

    func add(to router: Router<BackendContext>) {
        router.post("/api/tasks/me/with-session/nemo_agent") { request, context in
            try await backend.answer(.createSession, context) { _ in
                let account = try await backend.account(of: request)
                let (wanted, _) = try await backend.json(NewSession.self, of: request, limit: 65_536)
                let session = try await backend.sessions.open(for: account.id, language: wanted.language ?? "en")
                return .envelope(["task_id": .string(session.taskID), "session_id": .string(session.id)])
            }
        }
        router.get("/api/state/nemo_agent/me/:sid/latest") { request, context in
            try await backend.answer(.state, context) { _ in
                let account = try await backend.account(of: request)
                let id = try context.parameters.require("sid")
                let session = try await backend.sessions.session(id, of: account.id)
                return .envelope(["state": try await state(of: session)])
            }
        }
    }

    private struct NewSession: Decodable {
        var language: String?
    }

    /// The draft goes out as the bytes it is; addresses are signed anew at each read (PROTOCOL 5).
    private func state(of session: SessionRecord) async throws -> JSONValue {
        var infos: [JSONValue] = []
        for item in session.media {
            let path = backend.layout.media(item, of: session.id)
            infos.append([
                "id": .integer(item.id), "name": .string(item.name), "type": .string(item.kind.rawValue),
                "duration_ms": .integer(Int64((item.seconds * 1000).rounded())),
                "width": .integer(Int64(item.width)), "height": .integer(Int64(item.height)),
                "size": .integer(Int64(item.bytes)),
                "url": .string(try await backend.addresses.sign(file: path, name: item.fileName)),
            ])
        }
        let canvas = await backend.sessions.canvas(of: session.id)
        let generated: [JSONValue] = session.generated.map { piece in
            [
                "id": .integer(piece.id), "type": "video", "name": .string(piece.name),
                "duration_ms": .integer(Int64(piece.milliseconds)),
            ]
        }
        return [
            "draft": try await backend.sessions.draft(of: session.id).map { .raw($0) } ?? .null,
            "video_infos": .array(infos),
            "canvas_config": canvas.map { canvas in
                [
                    "width": .integer(Int64(canvas.width)), "height": .integer(Int64(canvas.height)),
                    "fps": .string(canvas.rate.text),
                ]
            } ?? .null,
            "generated_media": .array(generated),
        ]
    }
}
