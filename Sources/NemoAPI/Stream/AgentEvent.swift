// What one server-sent event says, in the terms of Google's Agent Development Kit (PROTOCOL 5).

/// One event of the agent. Fields it does not know are ignored, and no event is so odd that reading it fails.
package struct AgentEvent: Hashable, Sendable {
    package enum Part: Hashable, Sendable {
        case text(String)
        /// What the agent thinks aloud; not shown.
        case thought
        case toolCall(name: String)
        case toolResult(name: String)
    }

    /// What the server said went wrong.
    package struct Complaint: Hashable, Sendable {
        /// A word or number of the server's; `nil` when it gave none.
        package var code: String?
        package var message: String

        package init(code: String?, message: String) {
            self.code = code
            self.message = message
        }
    }

    /// Shared by the pieces of a text and the event that repeats it whole.
    package var id: String?
    /// Whether this is a piece of a text that will be repeated whole.
    package var isPartial = false
    package var parts: [Part] = []
    package var complaint: Complaint?
    /// The whole answer of the server where it complained, to look for details in.
    package var complaintDetails: JSONValue?
}

/// What a stream's item means.
package enum AgentSignal: Hashable, Sendable {
    /// The server is alive and has nothing to say.
    case heartbeat
    case event(AgentEvent)
    /// Data that is not the JSON of an event.
    case unreadable
}

extension AgentSignal {
    /// Reads one item of the stream.
    package init(_ item: EventStreamItem) {
        guard case .event(let event) = item else {
            self = .heartbeat
            return
        }
        let isBlank = event.data.allSatisfy(\.isWhitespace)
        guard !isBlank, event.type != "heartbeat" else {
            self = .heartbeat
            return
        }
        guard let value = try? JSONValue(parsing: Array(event.data.utf8)), value.isObject else {
            self = .unreadable
            return
        }
        self = value["type"]?.text == "heartbeat" ? .heartbeat : .event(AgentEvent(value, type: event.type))
    }
}

extension AgentEvent {
    fileprivate init(_ value: JSONValue, type: String) {
        id = value["id"]?.label
        isPartial = value["partial"]?.isTrue ?? false
        // A person's own words are echoed by some servers; they are no reply.
        let isEcho = value["author"]?.text == "user"
        parts = value[path: "content", "parts"]?.elements.compactMap { Part($0, isEcho: isEcho) } ?? []
        complaint = Self.complaint(in: value, type: type)
        complaintDetails = complaint == nil ? nil : value
    }

    private static func complaint(in value: JSONValue, type: String) -> Complaint? {
        let code = value["errorCode"]?.label ?? value["error_code"]?.label
        let message = value["errorMessage"]?.text ?? value["error_message"]?.text
        // The kit reports an answer without content by its finish reason; a plain stop is no failure.
        if let code, !(code == "STOP" && message == nil) { return Complaint(code: code, message: message ?? code) }
        if code == nil, let message { return Complaint(code: nil, message: message) }
        if let error = value["error"], !error.isFalseOrEmpty {
            let words = error.text ?? error["message"]?.text ?? error["detail"]?.text
            return Complaint(code: error["code"]?.label, message: words ?? "the server reported an error")
        }
        // The envelope of the other calls (PROTOCOL 3), met inside a stream.
        if value["content"] == nil, let code = value["code"]?.label, code != "0" {
            return Complaint(code: code, message: value["message"]?.text ?? "code \(code)")
        }
        if type == "error" {
            return Complaint(code: nil, message: value["message"]?.text ?? "the server reported an error")
        }
        return nil
    }
}

extension AgentEvent.Part {
    fileprivate init?(_ value: JSONValue, isEcho: Bool) {
        if let call = value["functionCall"] ?? value["function_call"] {
            self = .toolCall(name: Self.name(of: call))
        } else if let result = value["functionResponse"] ?? value["function_response"] {
            self = .toolResult(name: Self.name(of: result))
        } else if let text = value["text"]?.text, !isEcho {
            self = value["thought"]?.isTrue == true ? .thought : .text(text)
        } else {
            return nil
        }
    }

    /// As much of a tool's name as names it.
    private static func name(of tool: JSONValue) -> String {
        String(String.UnicodeScalarView((tool["name"]?.text ?? "").unicodeScalars.prefix(100)))
    }
}

extension JSONValue {
    /// Whether an `error` field says that there is none.
    fileprivate var isFalseOrEmpty: Bool {
        self == .bool(false) || text == "" || self == .object([]) || self == .array([])
    }
}
