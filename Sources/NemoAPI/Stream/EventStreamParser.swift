// Cuts a byte stream into server-sent events (WHATWG HTML 9.2), because no available library does.

/// What a server-sent event stream holds, in the order it came.
package enum EventStreamItem: Hashable, Sendable {
    /// An event with data, dispatched at its blank line.
    case event(ServerSentEvent)
    /// A block that named its type but carried no `data`. WHATWG drops it; here its name may be `heartbeat`.
    case typeAlone(String)
    /// A line that began with a colon, without the colon. WHATWG ignores it; here it is a sign of life.
    case comment(String)
}

/// One dispatched event.
package struct ServerSentEvent: Hashable, Sendable {
    /// `message` unless the stream named another.
    package var type: String
    /// The data lines joined by line feeds.
    package var data: String
    /// The last `id` seen up to and including this event; it stays in force for later events.
    package var lastEventID: String

    package init(type: String = "message", data: String, lastEventID: String = "") {
        self.type = type
        self.data = data
        self.lastEventID = lastEventID
    }
}

/// The stream held more than the parser was told to keep.
package enum EventStreamError: Error, Hashable, Sendable {
    /// A single event grew beyond this many bytes.
    case eventTooLarge(limit: Int)
}

/// An incremental parser. Feed it bytes as they come, cut anywhere, also inside a character or a line end.
///
/// It holds at most one unfinished event; a last event without its blank line is never given out.
package struct EventStreamParser: Sendable {
    /// How many bytes one event may take, its unfinished line included.
    package let eventLimit: Int
    /// The reconnection time the stream asked for, in milliseconds; `nil` until it did.
    package private(set) var retryMilliseconds: Int?

    private var line: [UInt8] = []
    /// How many bytes of the byte order mark have been seen; `nil` when its place has passed.
    private var markSeen: Int? = 0
    private var skipsLineFeed = false

    private var data: [UInt8] = []
    private var type = ""
    private var lastEventID = ""

    package init(eventLimit: Int = 16_000_000) { self.eventLimit = eventLimit }

    /// Whether the stream, if it ended now, would cut an event or a line off.
    package var isInsideEvent: Bool { !line.isEmpty || !data.isEmpty || (markSeen ?? 0) > 0 }

    /// Takes the next bytes and gives what became complete with them.
    package mutating func feed(_ bytes: some Sequence<UInt8>) throws(EventStreamError) -> [EventStreamItem] {
        var items: [EventStreamItem] = []
        for byte in bytes {
            if let seen = markSeen, !passesMark(byte, seen: seen) { continue }
            switch byte {
            case 0x0A where skipsLineFeed: skipsLineFeed = false
            case 0x0A, 0x0D:
                skipsLineFeed = byte == 0x0D
                if let item = endOfLine() { items.append(item) }
            default:
                skipsLineFeed = false
                line.append(byte)
                guard line.count + data.count <= eventLimit else { throw .eventTooLarge(limit: eventLimit) }
            }
        }
        return items
    }
}

extension EventStreamParser {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Returns: `false` while the byte belongs to the mark. What turns out to be none is put back into the line.
    private mutating func passesMark(_ byte: UInt8, seen: Int) -> Bool {
        if byte == Self.byteOrderMark[seen] {
            markSeen = seen + 1 == Self.byteOrderMark.count ? nil : seen + 1
            return false
        }
        line.append(contentsOf: Self.byteOrderMark.prefix(seen))
        markSeen = nil
        return true
    }

    private mutating func endOfLine() -> EventStreamItem? {
        defer { line.removeAll(keepingCapacity: line.capacity < 65_536) }
        guard !line.isEmpty else { return dispatch() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        guard colon != line.startIndex else { return .comment(String(decoding: value, as: UTF8.self)) }
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        take(field: String(decoding: line[..<colon], as: UTF8.self), value: value)
        return nil
    }

    private mutating func take(field: String, value: ArraySlice<UInt8>) {
        switch field {
        case "data":
            data.append(contentsOf: value)
            data.append(0x0A)
        case "event": type = String(decoding: value, as: UTF8.self)
        case "id" where !value.contains(0): lastEventID = String(decoding: value, as: UTF8.self)
        case "retry":
            let isDigits = !value.isEmpty && value.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            if isDigits { retryMilliseconds = Int(String(decoding: value, as: UTF8.self)) ?? retryMilliseconds }
        default: break
        }
    }

    private mutating func dispatch() -> EventStreamItem? {
        defer {
            data.removeAll(keepingCapacity: data.capacity < 65_536)
            type = ""
        }
        guard !data.isEmpty else { return type.isEmpty ? nil : .typeAlone(type) }
        let text = String(decoding: data.dropLast(), as: UTF8.self)
        return .event(ServerSentEvent(type: type.isEmpty ? "message" : type, data: text, lastEventID: lastEventID))
    }
}
