// The steps by which a message is answered; scripts of them are the streams of PROTOCOL 5, right and wrong.

/// One step of answering a message.
package enum StreamStep: Sendable {
    /// The edit is made and charged: from here on the state has changed.
    case edit
    /// The message is charged without an edit, as for an answer in words.
    case charge
    /// The timeline changes once more, so long after this step, whether or not the stream still runs.
    case editLater(Duration)
    /// A whole text.
    case text(String)
    /// A piece of a text; ``whole`` repeats all pieces since the last one.
    case partial(String)
    case whole
    case thought(String)
    case call(String)
    case response(String)
    /// An event without parts, as an edit sends that says nothing.
    case nothing
    case heartbeat(Heartbeat)
    /// Heartbeats for so long, or for as long as the client stays.
    case heartbeats(every: Duration, for: Duration?)
    /// Thoughts for as long as the client stays.
    case chatter(every: Duration)
    /// An event with `errorCode` and `errorMessage`.
    case errorCode(String, String)
    /// An event that is `{"error":"…"}`.
    case error(String)
    /// Bytes as they stand.
    case bytes([UInt8])
    case pause(Duration)
    case hold(Gate)
    /// No byte for as long as the client stays.
    case silence
    /// The connection is reset, in the middle of the stream.
    case reset
    /// The connection is closed, in the middle of the stream.
    case close
}

/// The forms in which a stream says that it lives.
package enum Heartbeat: Sendable, CaseIterable {
    case comment
    case emptyData
    case event
    case json

    var text: String {
        switch self {
        case .comment: ": keep-alive\n\n"
        case .emptyData: "data:\n\n"
        case .event: "event: heartbeat\ndata: {}\n\n"
        case .json: "data: {\"type\":\"heartbeat\"}\n\n"
        }
    }
}

extension StreamStep {
    /// Whether it puts an event into the stream.
    var isEvent: Bool {
        switch self {
        case .text, .partial, .whole, .thought, .call, .response, .nothing, .heartbeat, .errorCode, .error, .bytes: true
        default: false
        }
    }

    var isEdit: Bool { if case .edit = self { true } else { false } }
}
