// How the backend behaves where no rule says otherwise.

/// The backend's settings. The defaults are PROTOCOL's, with waits for a test.
package struct CountingSettings: Sendable {
    /// How a token that is no good is refused (PROTOCOL 10).
    package enum TokenRefusal: Sendable, CaseIterable {
        /// 1001 in an envelope, with HTTP 200.
        case envelope
        /// HTTP 401.
        case status
    }

    /// The credits an anonymous token comes with.
    package var anonymousCredits = 100
    /// The credits a message takes.
    package var messageCost = 50
    /// How many anonymous tokens a client gets in its 7 days.
    package var tokensPerClient = 1
    package var tokenRefusal = TokenRefusal.envelope
    /// The polls that say `pending`, and those after them that say `processing`.
    package var pendingPolls = 1
    package var processingPolls = 1
    /// Whether downloads can go on where they ended.
    package var servesRanges = true
    /// Whether a message whose client left in mid-stream is worked on to its end all the same.
    package var outlivesClients = true
    /// What the state gives as draft before the first edit: JSON text, or `nil` for no member at all.
    package var emptyDraft: String? = "null"
    /// The attribution that is expected; `nil` for any.
    package var expectedSource: String? = "generator-extension"
    package var expectedVersion: String? = "1.0.0"
    package var expectedPlatform: String?

    package init() {}
}
