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

    /// The event without secrets, should the backend repeat them.
    func hidingSecrets(by redaction: Redaction) -> StreamEvent {
        switch self {
        case .text(let text): .text(redaction.hiding(in: text))
        case .toolCall(let name): .toolCall(name: redaction.hiding(in: name))
        case .toolResult(let name): .toolResult(name: redaction.hiding(in: name))
        case .failed(let code, let message):
            .failed(code: code.map { redaction.hiding(in: $0) }, message: redaction.hiding(in: message))
        case .thought, .heartbeat: self
        }
    }
}
