// Who may call, until when, and how many credits are left.

import Foundation

/// An account: a token and its credits.
struct Account: Hashable, Sendable, Codable {
    var id: String
    var token: String
    /// `nil` for a token that was given and not issued.
    var clientID: String?
    /// Milliseconds since 1970.
    var issued: Int64
    /// Milliseconds since 1970; `nil` never expires.
    var expires: Int64?
    var available: Int
    var frozen = 0
    var total: Int
}

/// Issues tokens, knows them again, and keeps the ledger of credits.
actor AccountBook {
    private let settings: LocalBackendSettings
    private let surroundings: Surroundings
    private let path: String
    private var accounts: [Account]

    init(settings: LocalBackendSettings, surroundings: Surroundings, layout: StorageLayout) throws {
        self.settings = settings
        self.surroundings = surroundings
        path = layout.accounts
        accounts =
            FileManager.default.fileExists(atPath: path) ? try DurableFile.read(json: [Account].self, from: path) : []
    }

    /// A new anonymous token.
    /// - Throws: ``Refusal/tooManyTokens(retryAfter:)`` when the client had its share (PROTOCOL 4).
    func issue(to clientID: String) throws -> Account {
        let now = surroundings.stamp()
        let begin = now - settings.tokenPeriod.milliseconds
        let recent = accounts.filter { $0.clientID == clientID && $0.issued > begin }
        guard recent.count < settings.tokensPerClient else {
            let wait = (recent.map(\.issued).min() ?? now) + settings.tokenPeriod.milliseconds - now
            throw Refusal.tooManyTokens(retryAfter: Int(wait / 1000) + 1)
        }
        let account = Account(
            id: "usr_" + surroundings.secret(), token: "nmv_usr_" + surroundings.secret(), clientID: clientID,
            issued: now, expires: now + settings.tokenLifetime.milliseconds, available: settings.freeCredits,
            total: settings.freeCredits)
        accounts.append(account)
        try save()
        return account
    }

    /// - Throws: ``Refusal/badToken`` when the token is unknown or too old.
    func account(for token: String) throws -> Account {
        if let account = accounts.first(where: { $0.token == token }) {
            guard account.clientID != nil || settings.acceptedTokens.contains(token),
                account.expires.map({ surroundings.stamp() < $0 }) ?? true
            else { throw Refusal.badToken }
            return account
        }
        guard settings.acceptedTokens.contains(token) else { throw Refusal.badToken }
        let account = Account(
            id: "usr_" + surroundings.secret(), token: token, clientID: nil, issued: surroundings.stamp(),
            expires: nil, available: settings.freeCredits, total: settings.freeCredits)
        accounts.append(account)
        try save()
        return account
    }

    /// Takes the price of one edit.
    /// - Throws: ``Refusal/outOfCredits(bindID:)``; nothing is taken then.
    func chargeEdit(_ id: String) throws {
        guard settings.editCost > 0, let index = accounts.firstIndex(where: { $0.id == id }) else { return }
        guard accounts[index].available >= settings.editCost else { throw Refusal.outOfCredits(bindID: id) }
        accounts[index].available -= settings.editCost
        try save()
    }

    /// Sets what an account has, as if it had been topped up or drained.
    func setCredits(_ credits: Int, ofToken token: String) throws {
        guard let index = accounts.firstIndex(where: { $0.token == token }) else { throw Refusal.badToken }
        accounts[index].available = credits
        accounts[index].total = max(accounts[index].total, credits)
        try save()
    }

    /// Makes a token invalid at once.
    func expire(token: String) throws {
        guard let index = accounts.firstIndex(where: { $0.token == token }) else { throw Refusal.badToken }
        accounts[index].expires = 0
        try save()
    }

    private func save() throws { try DurableFile.write(json: accounts, to: path) }
}

extension Duration {
    fileprivate var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
