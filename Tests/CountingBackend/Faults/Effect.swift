// What a rule does to a request: everything that can go wrong between two machines, and some that only a backend can do.

/// An effect on one request. A rule may have several; those with a moment happen in the order of their moments.
package enum Effect: Sendable {
    /// Waits, then goes on; not when the client left meanwhile.
    case delay(Duration, at: Moment)
    /// Waits until a test opens the gate, then goes on.
    case hold(Gate, at: Moment)
    /// Waits for as long as the client stays.
    case hang(at: Moment)
    /// Ends the connection by a reset.
    case reset(at: Moment)
    /// Ends the connection by an orderly close.
    case close(at: Moment)
    /// Answers so instead; the call's work is done before or not at all.
    case answer(Answer, worked: Bool)
    /// Lets the answer go out so many bytes at a time.
    case trickle(bytes: Int, every: Duration)
    /// Counts the answer wrong: its Content-Length is off by so much.
    case lengthOff(by: Int)
    /// Has a message answered by these steps.
    case stream([StreamStep])
    /// Decides what becomes of an export.
    case render(RenderFate)
    /// Spoils the file that a download gives.
    case file(FileFault)
}

/// What becomes of an accepted export, where it does not simply complete.
package enum RenderFate: Sendable, Equatable {
    case fails(reason: String)
    /// It never leaves `processing`.
    case stuck
    /// It was accepted, and is unknown ever after.
    case forgotten
    /// It completes without an `output.url`.
    case withoutURL
    /// It completes with this `output.url`.
    case url(String)
    /// It completes only after so many polls.
    case completesAfter(polls: Int)
}

/// How a downloaded file is not the one that was rendered.
package enum FileFault: Sendable, Equatable {
    /// It ends after so many bytes, and the answer's headers agree with that.
    case truncated(to: Int)
    /// The bytes from here on are garbage; the length is right.
    case corrupt(from: Int)
    /// A `Range` is answered with the whole (200).
    case rangeIgnored
    /// A `Range` is answered (206) with bytes that begin so much later, and the headers say so.
    case rangeShifted(by: Int)
}

extension Effect {
    /// The moment at which it acts by itself, if it has one.
    var moment: Moment? {
        switch self {
        case .delay(_, let moment), .hold(_, let moment), .hang(let moment), .reset(let moment), .close(let moment):
            moment
        case .answer, .trickle, .lengthOff, .stream, .render, .file: nil
        }
    }

    /// Acts on the connection.
    /// - Throws: how the connection ends, where that is the effect.
    func perform(on wire: Wire) throws {
        switch self {
        case .delay(let duration, _): try wire.pause(duration)
        case .hold(let gate, _): while !gate.isOpen { try wire.pause(.milliseconds(2)) }
        case .hang: try wire.pause(nil)
        case .reset: throw Ending.reset
        case .close: throw Ending.close
        case .answer, .trickle, .lengthOff, .stream, .render, .file: break
        }
    }
}
