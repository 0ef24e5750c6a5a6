// Takes in the answer to a message, whatever form it has, and says at its end what became of the message.

import NIOHTTP1

/// What has been received for one message. A pure value: fed with the answer's head and bytes, it tells what is new,
/// and at the end how the message ended (PROTOCOL 5 and 6).
struct MessageReception: Sendable {
    /// What one piece of the answer brought.
    struct News: Hashable, Sendable {
        var events: [StreamEvent] = []
        /// Whether there was more than signs of life.
        var isMoreThanHeartbeat = false
    }

    /// How much of an answer that is no stream is kept.
    private static let documentLimit = 1_000_000

    private enum Form {
        case nothing
        /// A success whose form its first character tells; the blanks before it may belong to a stream.
        case undecided(AnswerHead, EventStreamParser)
        case stream(EventStreamParser)
        case document(AnswerHead, [UInt8])
    }

    private struct AnswerHead: Sendable {
        let status: Int
        let headers: HTTPHeaders
    }

    private var form = Form.nothing
    private(set) var transcript = MessageTranscript()

    mutating func takeHead(status: Int, headers: HTTPHeaders) {
        let head = AnswerHead(status: status, headers: headers)
        let type = headers.first(name: "Content-Type")?.lowercased() ?? ""
        let canStream =
            (200...299).contains(status)
            && (type.isEmpty || type.hasPrefix("text/event-stream") || type.hasPrefix("text/plain"))
        form = canStream ? .undecided(head, EventStreamParser()) : .document(head, [])
    }

    /// - Throws: ``EventStreamError`` when the stream is not worth reading on.
    mutating func take(_ bytes: some Sequence<UInt8>) throws(EventStreamError) -> News {
        switch form {
        case .nothing: return News()
        case .document(let head, var kept):
            // So that what was kept is held once while it grows.
            form = .nothing
            kept += bytes.prefix(max(0, Self.documentLimit - kept.count))
            form = .document(head, kept)
            return News()
        case .undecided(let head, let parser): return try decide(head, parser, Array(bytes))
        case .stream(let parser): return try readStream(parser, bytes)
        }
    }

    /// - Parameter interruption: what cut the answer short; `nil` when it came to its end.
    /// - Returns: how the message ended, and the texts that were still being put together.
    mutating func end(
        _ interruption: ExchangeBreak?, classification: Classification
    ) -> (end: MessageEnd, events: [StreamEvent]) {
        let events = transcript.end()
        return (result(interruption, classification), events)
    }
}

extension MessageReception {
    private mutating func decide(
        _ head: AnswerHead, _ parser: EventStreamParser, _ bytes: [UInt8]
    ) throws(EventStreamError) -> News {
        var parser = parser
        let start = bytes.firstIndex { $0 > 0x20 } ?? bytes.endIndex
        _ = try parser.feed(bytes[..<start])
        form = .undecided(head, parser)
        guard start < bytes.endIndex else { return News() }
        // An envelope or a page instead of a stream, whatever its type says (PROTOCOL 3 and 6).
        guard ![UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<")].contains(bytes[start]) else {
            form = .document(head, Array(bytes[start...].prefix(Self.documentLimit)))
            return News()
        }
        return try readStream(parser, bytes[start...])
    }

    private mutating func readStream(
        _ parser: EventStreamParser, _ bytes: some Sequence<UInt8>
    ) throws(EventStreamError) -> News {
        var parser = parser
        // So that the parser is held once while it grows.
        form = .nothing
        defer { form = .stream(parser) }
        var news = News()
        for item in try parser.feed(bytes) {
            let signal = AgentSignal(item)
            if case .event = signal { news.isMoreThanHeartbeat = true }
            news.events += transcript.take(signal)
        }
        return news
    }

    private func result(_ interruption: ExchangeBreak?, _ classification: Classification) -> MessageEnd {
        switch (form, interruption) {
        case (.nothing, let interruption?):
            let failure = classification.failure(for: interruption)
            return interruption.mayHaveReachedServer ? .uncertain(failure, transcript) : .notSent(failure)
        case (.document(let head, let body), _):
            return refusal(of: head, body, interruption, classification)
        case (.undecided, let interruption?), (.stream, let interruption?):
            return .uncertain(classification.failure(for: interruption), transcript)
        case (.stream(let parser), nil): return endOfStream(parser, classification)
        case (.undecided, nil), (.nothing, nil):
            return .uncertain(APIFailure(call: classification.call, kind: .unwell(.empty)), transcript)
        }
    }

    private func endOfStream(_ parser: EventStreamParser, _ classification: Classification) -> MessageEnd {
        if let complaint = transcript.complaint {
            return .uncertain(classification.failure(for: complaint, details: transcript.complaintDetails), transcript)
        }
        if parser.isInsideEvent {
            let failure = APIFailure(
                call: classification.call, kind: .unwell(.broken), detail: "the stream ended within an event")
            return .uncertain(failure, transcript)
        }
        if transcript.signals == 0 {
            return .uncertain(APIFailure(call: classification.call, kind: .unwell(.empty)), transcript)
        }
        return .ended(transcript)
    }

    private func refusal(
        of head: AnswerHead, _ body: [UInt8], _ interruption: ExchangeBreak?, _ classification: Classification
    ) -> MessageEnd {
        let answer = AnswerEvidence(status: head.status, headers: head.headers, body: body)
        if let failure = classification.failure(for: answer), failure.isRefusal { return .refused(failure) }
        let failure =
            interruption.map(classification.failure(for:)) ?? classification.failure(for: answer)
            ?? APIFailure(call: classification.call, kind: .unwell(.unreadable), status: head.status)
        return .uncertain(failure, transcript)
    }
}
