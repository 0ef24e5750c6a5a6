// Tokens, whose they are, what they may still spend, and what becomes of a token that is no good.

import Foundation

/// A token and its credits.
struct TokenAccount: Sendable {
    /// Whose it is: sessions belong to a user, and so outlive a token.
    let user: String
    let isAnonymous: Bool
    var isExpired = false
    var available: Int
    /// Reserved by running work.
    var frozen = 0
    /// What a registration link names; anonymous accounts alone have one.
    let bindID: String?
}

struct Accounts: Sendable {
    private(set) var tokens: [String: TokenAccount] = [:]
    private var issued: [String: Int] = [:]

    subscript(token: String) -> TokenAccount? {
        get { tokens[token] }
        set { tokens[token] = newValue }
    }

    /// A new anonymous token.
    /// - Returns: `nil` when the client has had all it gets in 7 days.
    mutating func issue(to client: String, credits: Int, perClient limit: Int) -> String? {
        let count = issued[client, default: 0]
        guard count < limit else { return nil }
        issued[client] = count + 1
        let secret = UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased()
        let token = "nmv_usr_\(secret)"
        tokens[token] = TokenAccount(
            user: "client:\(client)", isAnonymous: true, available: credits, bindID: "bind-\(Self.digest(client))")
        return token
    }

    /// The 7 days are over: every client may have a token again.
    mutating func forgetIssued() { issued = [:] }

    /// Changes a token's account, or all.
    mutating func change(_ token: String?, _ change: (inout TokenAccount) -> Void) {
        for name in tokens.keys where token == nil || name == token {
            if var account = tokens[name] {
                change(&account)
                tokens[name] = account
            }
        }
    }

    /// A token's mark in the tally.
    static func mark(of token: String) -> String { "token:" + digest(token) }

    private static func digest(_ text: String) -> String { Checksum(of: Array(text.utf8)).description }
}
