// The ways in which a message's stream goes wrong, by name, each before or after the edit was made.

/// Whether the edit was made when the stream went wrong.
package enum EditMade: String, Sendable, CaseIterable {
    case never
    case before
    /// So late that the client sees it only by reading the state again.
    case later

    /// - Parameter delay: how late.
    func steps(after delay: Duration = .milliseconds(250)) -> [StreamStep] {
        switch self {
        case .never: []
        case .before: [.edit]
        case .later: [.editLater(delay)]
        }
    }
}

extension Effect {
    /// The stream breaks off after so many of its events.
    package static func cutStream(after events: Int, edit: EditMade, by ending: Ending = .reset) -> Effect {
        let told = StreamScript.told.filter(\.isEvent).prefix(events)
        return .stream(edit.steps() + told + [ending == .reset ? .reset : .close])
    }

    /// The stream ends as a good one does, though nothing was said of the outcome.
    package static func endsEarly(after events: Int, edit: EditMade) -> Effect {
        .stream(edit.steps() + StreamScript.told.filter(\.isEvent).prefix(events))
    }

    /// Heartbeats without end.
    package static func onlyHeartbeats(every interval: Duration = .milliseconds(20), edit: EditMade) -> Effect {
        .stream(edit.steps() + [.heartbeats(every: interval, for: nil)])
    }

    /// No byte after the stream's head.
    package static func silence(edit: EditMade) -> Effect { .stream(edit.steps() + [.silence]) }

    /// Events without end: longer than any limit.
    package static func endlessStream(every interval: Duration = .milliseconds(20), edit: EditMade) -> Effect {
        .stream(edit.steps() + [.chatter(every: interval)])
    }

    /// An event with `errorCode`, after which the stream ends well.
    package static func streamErrorCode(
        _ code: String = "MODEL_OVERLOADED", _ message: String = "the model is overloaded", edit: EditMade
    ) -> Effect {
        .stream(edit.steps() + [.thought("Let me see."), .errorCode(code, message)])
    }

    /// An event that is `{"error":"…"}`, after which the stream ends well.
    package static func streamError(_ message: String = "internal error", edit: EditMade) -> Effect {
        .stream(edit.steps() + [.error(message)])
    }

    /// A good answer, and then the words that mean nothing (PROTOCOL 5).
    package static let temporaryIssue = Effect.stream(
        StreamScript.told + [.text("I encountered a temporary issue. Please try again.")])
}
