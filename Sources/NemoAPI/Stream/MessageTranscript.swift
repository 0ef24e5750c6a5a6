// Puts the reply to one message together from the agent's events, each text once (PROTOCOL 5).

/// What came back for one message so far.
///
/// A pure reducer: feed it signals with ``take(_:)``, and call ``end()`` once the stream is over.
package struct MessageTranscript: Hashable, Sendable {
    /// How many events and signs of life came in all.
    package private(set) var signals = 0
    package private(set) var heartbeats = 0
    /// The names of the tools the agent called, in order; of a great many the first.
    package private(set) var toolCalls: [String] = []
    /// The first thing the server said went wrong.
    package private(set) var complaint: AgentEvent.Complaint?
    /// The event that complained.
    package private(set) var complaintDetails: JSONValue?

    private var passages: [Passage] = []
    /// How many bytes ``passages`` take.
    private var passageBytes = 0
    /// An apology of the backend that is dropped unless a reply follows it.
    private var heldApology: String?

    package init() {}

    /// The texts of the reply, in order.
    package var texts: [String] { passages.map(\.text) }
    /// The whole reply; empty for the edits that say nothing (about 3 in 10).
    package var reply: String { texts.joined(separator: "\n") }

    /// Takes the next signal and tells what is new.
    package mutating func take(_ signal: AgentSignal) -> [StreamEvent] {
        signals += 1
        switch signal {
        case .heartbeat:
            heartbeats += 1
            return [.heartbeat]
        case .unreadable: return []
        case .event(let event): return take(event)
        }
    }

    /// The stream is over: texts whose pieces were never repeated whole are told as far as they came, and a trailing
    /// apology is dropped.
    package mutating func end() -> [StreamEvent] {
        heldApology = nil
        if passages.count > 1, let last = passages.last, last.isOpen, last.text.isApology { passages.removeLast() }
        var told: [StreamEvent] = []
        for index in passages.indices where passages[index].isOpen {
            passages[index].isOpen = false
            told.append(.text(passages[index].text))
        }
        return told
    }
}

extension MessageTranscript {
    /// A text of the reply. Open while only pieces of it have come.
    private struct Passage: Hashable {
        var id: String?
        var text: String
        var isOpen: Bool

        var bytes: Int { text.utf8.count + (id?.utf8.count ?? 0) }

        /// Whether a whole text is the one whose pieces this holds: by its id, or word for word.
        func isRepeated(by whole: String, id: String?) -> Bool { (id != nil && self.id == id) || text == whole }
    }

    private mutating func take(_ event: AgentEvent) -> [StreamEvent] {
        var told: [StreamEvent] = []
        var text = ""
        for part in event.parts {
            if case .text(let words) = part {
                text += words
                continue
            }
            told += takeText(text, of: event)
            text = ""
            switch part {
            case .text: break
            case .thought: told.append(.thought)
            case .toolCall where event.isPartial: break
            case .toolCall(let name):
                if toolCalls.count < Self.countLimit { toolCalls.append(name) }
                told.append(.toolCall(name: name))
            case .toolResult(let name): told.append(.toolResult(name: name))
            }
        }
        told += takeText(text, of: event)
        if let complaint = event.complaint {
            if self.complaint == nil { (self.complaint, complaintDetails) = (complaint, event.complaintDetails) }
            told.append(.failed(code: complaint.code, message: complaint.message))
        }
        return told
    }

    private mutating func takeText(_ text: String, of event: AgentEvent) -> [StreamEvent] {
        guard !text.isEmpty else { return [] }
        if event.isPartial {
            addPiece(text, id: event.id)
            return []
        }
        guard hasRoom, !text.allSatisfy(\.isWhitespace) else { return [] }
        let open = passages.firstIndex { $0.isOpen && $0.isRepeated(by: text, id: event.id) }
        if text.isApology, passages.count > (open == nil ? 0 : 1) {
            if let open { passageBytes -= passages.remove(at: open).bytes }
            heldApology = text
            return []
        }
        if let open {
            let whole = Passage(id: event.id, text: text, isOpen: false)
            passageBytes += whole.bytes - passages[open].bytes
            passages[open] = whole
            return [.text(text)]
        }
        // Some servers send the whole twice.
        let isKnown = event.id != nil && passages.contains { !$0.isOpen && $0.id == event.id && $0.text == text }
        guard !isKnown else { return [] }
        var told: [StreamEvent] = []
        for words in [heldApology, text].compactMap({ $0 }) {
            append(Passage(id: event.id, text: words, isOpen: false))
            told.append(.text(words))
        }
        heldApology = nil
        return told
    }

    /// How many bytes of text are kept; a server that never stops talking is not kept whole.
    private static let textLimit = 1_000_000
    /// How many texts are kept, and how many names of tools.
    private static let countLimit = 1000

    private var hasRoom: Bool { passageBytes < Self.textLimit && passages.count < Self.countLimit }

    private mutating func addPiece(_ piece: String, id: String?) {
        guard hasRoom else { return }
        if let open = passages.lastIndex(where: { $0.isOpen && $0.id == id }) {
            passages[open].text += piece
            passageBytes += piece.utf8.count
        } else {
            append(Passage(id: id, text: piece, isOpen: true))
        }
    }

    private mutating func append(_ passage: Passage) {
        passages.append(passage)
        passageBytes += passage.bytes
    }
}

extension String {
    /// "I encountered a temporary issue": said by the backend after replies that went well (PROTOCOL 5).
    fileprivate var isApology: Bool {
        trimmingPrefix(while: \.isWhitespace).lowercased().hasPrefix("i encountered a temporary issue")
    }
}
