// The calls of the wire protocol, by name, for counting them and for making them go wrong.

/// A kind of call (PROTOCOL 4).
package enum BackendCall: String, Hashable, Sendable, Codable, CaseIterable {
    case anonymousToken, createSession, claim, upload, message, credits, state, export, renderStatus
    /// The pre-signed address of a result.
    case download
    /// The address with the usual headers.
    case fallbackDownload
}
