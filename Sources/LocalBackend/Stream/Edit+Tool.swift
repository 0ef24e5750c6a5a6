// An edit as the tool call a stream shows.

extension Edit {
    /// The name of the tool, which clients turn into a progress line.
    var toolName: String {
        switch self {
        case .extend, .extendTo, .setLength: "extend_video"
        case .removeFirst, .removeLast, .keepFirst, .keepLast, .keepRange, .removeRange: "trim_video"
        case .addTitle: "add_title"
        }
    }

    var toolArguments: JSONValue {
        switch self {
        case .extend(let seconds): ["seconds": .double(seconds)]
        case .extendTo(let seconds), .setLength(let seconds): ["target_seconds": .double(seconds)]
        case .removeFirst(let seconds): ["remove_first": .double(seconds)]
        case .removeLast(let seconds): ["remove_last": .double(seconds)]
        case .keepFirst(let seconds): ["keep_first": .double(seconds)]
        case .keepLast(let seconds): ["keep_last": .double(seconds)]
        case .keepRange(let from, let to): ["keep_from": .double(from), "keep_to": .double(to)]
        case .removeRange(let from, let to): ["remove_from": .double(from), "remove_to": .double(to)]
        case .addTitle(let text, let seconds): ["text": .string(text), "seconds": .double(seconds)]
        }
    }
}
