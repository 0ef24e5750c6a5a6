// Tokens, credits and the link by which people take a session over.

import Hummingbird

struct AccountRoutes: Sendable {
    let backend: Backend

    func add(to router: Router<BackendContext>) {
        router.post("/api/auth/anonymous-token") { request, context in
            try await backend.answer(.anonymousToken, context) { _ in try await issueToken(request) }
        }
        router.get("/api/credits/balance/simple") { request, context in
            try await backend.answer(.credits, context) { _ in
                let account = try await backend.account(of: request)
                return .envelope([
                    "available": .integer(Int64(account.available)), "frozen": .integer(Int64(account.frozen)),
                    "total": .integer(Int64(account.total)),
                ])
            }
        }
        router.post("/api/auth/claim-token") { request, context in
            try await backend.answer(.claim, context) { _ in
                let account = try await backend.account(of: request)
                let (wanted, _) = try await backend.json(Claim.self, of: request, limit: 65_536)
                _ = try await backend.sessions.session(wanted.session_id, of: account.id)
                return .envelope(["claim_token": .string("clm_" + backend.surroundings.secret())])
            }
        }
    }

    private struct Claim: Decodable { var session_id: String }

    private func issueToken(_ request: Request) async throws -> Response {
        guard let clientID = request.headers.value(of: "X-Client-Id") else { throw Refusal.noClientID }
        let account = try await backend.accounts.issue(to: clientID)
        return .envelope([
            "token": .string(account.token), "credits": .integer(Int64(account.available)),
            "user_id": .string(account.id), "expires_at": .integer(account.expires ?? 0),
        ])
    }
}
