// Events of Google's Agent Development Kit, shaped like the recorded ones (PROTOCOL 5).

import Foundation

/// Makes the events of one answer; all share an invocation.
struct AgentEvents: Sendable {
    let surroundings: Surroundings
    let invocation: String

    init(surroundings: Surroundings) {
        self.surroundings = surroundings
        invocation = "e-" + surroundings.secret()
    }

    /// A piece of content.
    enum Part: Sendable {
        case text(String)
        case thought(String)
        case call(id: String, name: String, arguments: JSONValue)
        case response(id: String, name: String, response: JSONValue)
    }

    func newID() -> String { surroundings.secret() }

    /// - Parameters:
    ///   - id: Pieces that are repeated whole later share the id of the whole.
    ///   - isPartial: Whether it is such a piece.
    ///   - draft: The new draft's text, where the event changes the state.
    func event(
        _ parts: [Part], id: String? = nil, isPartial: Bool = false, draft: String? = nil
    ) -> String {
        let isResponse = parts.contains { if case .response = $0 { true } else { false } }
        var members: [(key: String, value: JSONValue)] = [
            ("content", ["parts": .array(parts.map(\.json)), "role": isResponse ? "user" : "model"])
        ]
        if isPartial { members.append(("partial", true)) }
        members += [
            ("invocationId", .string(invocation)), ("author", "nemo_agent"),
            ("actions", ["stateDelta": draft.map { ["draft": .raw($0)] } ?? [:], "artifactDelta": [:]]),
            ("id", .string(id ?? newID())), ("timestamp", .double(surroundings.now().timeIntervalSince1970)),
        ]
        return "data: \(JSONValue.object(members).text)\n\n"
    }

    func failure(code: String, message: String) -> String {
        let event: JSONValue = [
            "errorCode": .string(code), "errorMessage": .string(message), "invocationId": .string(invocation),
            "author": "nemo_agent", "id": .string(newID()),
            "timestamp": .double(surroundings.now().timeIntervalSince1970),
        ]
        return "data: \(event.text)\n\n"
    }

    /// The two shapes of heartbeat clients have to know, by turns.
    static func heartbeat(_ number: Int) -> String {
        number.isMultiple(of: 2) ? ": heartbeat\n\n" : "event: heartbeat\ndata: {\"type\":\"heartbeat\"}\n\n"
    }
}

extension AgentEvents.Part {
    fileprivate var json: JSONValue {
        switch self {
        case .text(let text): ["text": .string(text)]
        case .thought(let text): ["text": .string(text), "thought": true]
        case .call(let id, let name, let arguments):
            ["functionCall": ["id": .string(id), "args": arguments, "name": .string(name)]]
        case .response(let id, let name, let response):
            ["functionResponse": ["id": .string(id), "name": .string(name), "response": response]]
        }
    }
}
