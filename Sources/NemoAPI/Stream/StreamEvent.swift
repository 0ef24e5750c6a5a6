// What a running message tells whoever waits for it.

/// Something the agent did or said, told once and in order.
package enum StreamEvent: Hashable, Sendable {
    /// A whole text of the reply. Never a piece, never a thought, never a raw payload.
    case text(String)
    /// The agent thought aloud; what it thought is not told (PROTOCOL 5).
    case thought
    /// The agent calls one of its tools; the name may feed a progress line.
    case toolCall(name: String)
    case toolResult(name: String)
    /// The server is alive and still working.
    case heartbeat
    /// The server says that the message failed; what it did shows in the state (PROTOCOL 6).
    case failed(code: String?, message: String)
}
