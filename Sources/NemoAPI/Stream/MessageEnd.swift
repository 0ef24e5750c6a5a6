// How a message ended, in the one distinction that matters: may it be sent again (PROTOCOL 6)?

/// The end of one sending of a message.
package enum MessageEnd: Hashable, Sendable {
    /// No byte of the message left this machine. Free to repeat.
    case notSent(APIFailure)
    /// The backend refused it instead of acting on it. Free to repeat.
    case refused(APIFailure)
    /// The stream closed well. What the message did shows in the state.
    case ended(MessageTranscript)
    /// It may have been acted on. Never sent again; the state tells.
    case uncertain(APIFailure, MessageTranscript)

    package var isFreeToRepeat: Bool {
        switch self {
        case .notSent, .refused: true
        case .ended, .uncertain: false
        }
    }
}
