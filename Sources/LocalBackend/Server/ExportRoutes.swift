// Takes exports and tells how far they are.

import Hummingbird

struct ExportRoutes: Sendable {
    let backend: Backend

    /// Bytes an export's body may have.
    private static let limit = 4_000_000

    func add(to router: Router<BackendContext>) {
        router.post("/api/render/proxy/lambda") { request, context in
            try await backend.answer(.export, context) { effect in try await submit(request, effect) }
        }
        router.get("/api/render/proxy/lambda/:id") { request, context in
            try await backend.answer(.renderStatus, context) { _ in
                let account = try await backend.account(of: request)
                let id = try context.parameters.require("id")
                return .json(try await status(of: backend.renders.render(id, of: account.id)), status: 200)
            }
        }
    }

    private struct Export: Decodable {
        var id: String
        var sessionId: String
    }

    private func submit(_ request: Request, _ effect: Fault.Effect?) async throws -> Response {
        let account = try await backend.account(of: request)
        for name in ["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"]
        where request.headers.value(of: name) == nil {
            throw Refusal.noAttribution
        }
        let (export, bytes) = try await backend.json(Export.self, of: request, limit: Self.limit)
        guard Self.isName(export.id) else { throw Refusal.badRequest("the render id is not a plain name") }
        let session = try await backend.sessions.session(export.sessionId, of: account.id)
        guard session.drafts > 0 else { throw Refusal.noTimeline }
        guard let draft = RawMember.value(of: "draft", in: bytes),
            let number = try await backend.sessions.draftNumber(of: draft, in: session.id)
        else { throw Refusal.changedDraft }
        var render = RenderRecord(
            id: export.id, session: session.id, account: account.id, draft: number,
            created: backend.surroundings.stamp())
        if case .failRender(let reason)? = effect { render.failsBecause = reason }
        try await backend.renders.submit(render)
        backend.queue.enqueue(render.id)
        return .envelope(["id": .string(render.id), "status": "pending"])
    }

    /// Without an envelope, as the real one answers (PROTOCOL 3).
    private func status(of render: RenderRecord) async throws -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("id", .string(render.id)), ("status", .string(render.status.rawValue)),
            ("progress", .integer(Int64(render.progress))),
        ]
        if let reason = render.reason { members.append(("error", .string(reason))) }
        if render.status == .completed {
            let file = backend.layout.renderResult(render.id)
            let address = try await backend.addresses.sign(file: file, name: "\(render.id).mp4")
            members.append(("output", ["url": .string(address), "format": "mp4"]))
        }
        return .object(members)
    }

    /// The id becomes a folder's name: letters, digits, `_`, `-` and inner dots only.
    private static func isName(_ id: String) -> Bool {
        (1...128).contains(id.utf8.count) && id.first != "."
            && id.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                    || "_-.".unicodeScalars.contains(scalar)
            }
    }
}
