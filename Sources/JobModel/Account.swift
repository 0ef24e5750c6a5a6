// An account: what a token stands for at the backend, without the token.

/// A payer at the backend. A pause belongs to it, not to a job.
package struct Account: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// Fetched by the daemon for its client id; valid for seven days, with 100 credits (PROTOCOL 4).
        case anonymous
        /// Given by an operator.
        case given
    }

    package let id: AccountID
    package var kind: Kind
    /// Credits that can be spent; `nil` before the first look.
    package var available: Double?
    /// Credits reserved by running work.
    package var frozen: Double?
    /// Why cost-bearing work is stopped; `nil` while it is not.
    package var pause: Waiting.Reason?

    package init(
        id: AccountID, kind: Kind, available: Double? = nil, frozen: Double? = nil, pause: Waiting.Reason? = nil
    ) {
        self.id = id
        self.kind = kind
        self.available = available
        self.frozen = frozen
        self.pause = pause
    }
}
