// Tokens and credits (PROTOCOL 4, 10).

import Synchronization

extension RequestRun {
    func anonymousToken() -> Answer {
        guard let client = head.value(of: "x-client-id"), !client.isEmpty else {
            return .envelope(code: 400, message: "missing X-Client-Id", status: 400)
        }
        let (token, credits, bindID) = server.world.withLock { world in
            let credits = world.settings.anonymousCredits
            let token = world.accounts.issue(to: client, credits: credits, perClient: world.settings.tokensPerClient)
            return (token, credits, token.flatMap { world.accounts[$0]?.bindID })
        }
        guard let token else {
            keeper.update { $0.tokensDenied += 1 }
            return .envelope(code: 429, message: "one anonymous token per client in 7 days", status: 429)
        }
        keeper.update { $0.tokensIssued += 1 }
        let data =
            "{\"token\":\"\(token)\",\"credits\":\(credits),\"expires_in\":604800,"
            + "\"bind_id\":\(RawJSON.quote(bindID ?? ""))}"
        return .envelope(data: data)
    }

    func credits() -> Answer {
        let account = server.world.withLock { $0.accounts[token] }
        let (available, frozen) = (account?.available ?? 0, account?.frozen ?? 0)
        return .envelope(
            data: "{\"available\":\(available),\"frozen\":\(frozen),\"total\":\(available + frozen)}")
    }

    /// 1001 or 401 where the token is unknown or expired; nothing for calls that need none.
    func refusalOfToken() -> Answer? {
        if [.anonymousToken, .download].contains(route.call) { return nil }
        return server.world.withLock { world in
            if let account = world.accounts[token], !account.isExpired { return nil }
            return switch world.settings.tokenRefusal {
            case .envelope: .envelope(code: 1001, message: "token expired or invalid")
            case .status: .json("{\"detail\":\"Unauthorized\"}", status: 401)
            }
        }
    }

    /// 2001 with what a registration link needs.
    static func outOfCredits(_ account: TokenAccount?) -> Answer {
        .envelope(
            code: 2001, message: "insufficient credits",
            data: account?.bindID.map { "{\"bind_id\":\(RawJSON.quote($0))}" })
    }

    static let sessionNotFound = Answer.envelope(code: 1002, message: "session not found")
}
