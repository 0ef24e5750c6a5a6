// Takes a message and streams the answer.

import Hummingbird
import ServiceLifecycle

struct MessageRoutes: Sendable {
    let backend: Backend

    func add(to router: Router<BackendContext>) {
        router.post("/run_sse") { request, context in
            try await backend.answer(.message, context) { effect in try await answer(request, effect) }
        }
    }

    private struct Run: Decodable {
        struct Content: Decodable {
            struct Part: Decodable { var text: String? }
            var parts: [Part]
        }
        var session_id: String
        var new_message: Content
    }

    private func answer(_ request: Request, _ effect: Fault.Effect?) async throws -> Response {
        let account = try await backend.account(of: request)
        let (run, _) = try await backend.json(Run.self, of: request, limit: 1_000_000)
        let session = try await backend.sessions.session(run.session_id, of: account.id)
        backend.faults.receiveMessage(in: session.id)
        let text = run.new_message.parts.compactMap(\.text).joined(separator: "\n")
        let understanding = PromptGrammar.understand(text)
        let hasMaterial = session.drafts > 0 || session.media.contains { $0.kind != .audio }
        // Out of credits is told before the stream begins (PROTOCOL 6: refused before anything was done).
        if hasMaterial, !understanding.edits.isEmpty { try await backend.accounts.chargeEdit(account.id) }
        let message = Message(
            session: session.id, text: text, understanding: understanding, hasMaterial: hasMaterial, effect: effect)
        let stream = backend.desk.take(message)
        let comesAtOnce = if case .cut? = effect { true } else { false }
        let hasNoEnd = if case .heartbeatsOnly? = effect { true } else { false }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"],
            body: ResponseBody { writer in
                if comesAtOnce {
                    // The edit is made before the stream is broken off.
                    try await writer.write(ByteBuffer(string: await stream.reduce(into: "") { $0 += $1 }))
                } else if hasNoEnd {
                    // An edit is waited for at a shutdown; this would be waited for without an end.
                    for await piece in stream.cancelOnGracefulShutdown() {
                        try await writer.write(ByteBuffer(string: piece))
                    }
                } else {
                    for await piece in stream { try await writer.write(ByteBuffer(string: piece)) }
                }
                try await writer.finish(nil)
            })
    }
}
