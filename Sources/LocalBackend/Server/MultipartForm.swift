// Reads multipart/form-data piece by piece (RFC 7578, RFC 2046 section 5.1), wherever the bytes are cut.

/// An incremental reader. Holds at most a delimiter's worth of a part's content, or one part's headers.
struct MultipartForm {
    struct Part: Hashable, Sendable {
        var field: String
        /// `nil` for a plain field.
        var fileName: String?
    }

    enum Event: Hashable, Sendable {
        case begin(Part)
        case bytes([UInt8])
        case end
    }

    private enum State { case preamble, headers, content, finished }

    /// Bytes a part's headers may have.
    private static let headerLimit = 16_384
    private static let lineEnd: [UInt8] = [0x0D, 0x0A]

    private let delimiter: [UInt8]
    private var state = State.preamble
    private var pending: [UInt8]

    /// - Parameter boundary: Without its leading hyphens.
    init(boundary: [UInt8]) {
        delimiter = Self.lineEnd + Array("--".utf8) + boundary
        // The first delimiter may stand at the very beginning, without a line end before it.
        pending = Self.lineEnd
    }

    /// Whether the closing delimiter has been read.
    var isComplete: Bool { state == .finished }

    /// - Throws: ``Refusal/badRequest(_:)`` for something that is not a form.
    mutating func feed(_ bytes: [UInt8]) throws -> [Event] {
        pending += bytes
        var events: [Event] = []
        while try step(&events) {}
        return events
    }

    /// - Returns: Whether there may be more to read in what is at hand.
    private mutating func step(_ events: inout [Event]) throws -> Bool {
        switch state {
        case .finished:
            pending = []
            return false
        case .headers:
            guard let end = pending.firstRange(of: Self.lineEnd + Self.lineEnd) else {
                guard pending.count <= Self.headerLimit else {
                    throw Refusal.badRequest("a part's headers are too long")
                }
                return false
            }
            events.append(.begin(Self.part(String(decoding: pending[..<end.lowerBound], as: UTF8.self))))
            pending.removeSubrange(..<end.upperBound)
            state = .content
            return true
        case .preamble, .content:
            return try contentStep(&events)
        }
    }

    private mutating func contentStep(_ events: inout [Event]) throws -> Bool {
        guard let found = pending.firstRange(of: delimiter) else {
            let safe = pending.count - (delimiter.count - 1)
            if safe > 0 { give(safe, to: &events) }
            return false
        }
        let after = pending[found.upperBound...]
        guard after.count >= 2 else { return false }
        let isLast = after.prefix(2).elementsEqual("--".utf8)
        // White space may stand between a delimiter and its line end (RFC 2046).
        guard isLast || after.drop(while: { $0 == 0x20 || $0 == 0x09 }).starts(with: Self.lineEnd) else {
            if after.count < 16, !after.contains(0x0A) { return false }
            throw Refusal.badRequest("a delimiter of the form is broken")
        }
        give(found.lowerBound, to: &events)
        if state == .content { events.append(.end) }
        let rest = pending[delimiter.count...]
        if isLast {
            state = .finished
        } else {
            state = .headers
            pending = Array(rest.drop { $0 != 0x0A }.dropFirst())
        }
        return true
    }

    private mutating func give(_ count: Int, to events: inout [Event]) {
        if state == .content, count > 0 { events.append(.bytes(Array(pending[..<count]))) }
        pending.removeSubrange(..<count)
    }

    private static func part(_ headers: String) -> Part {
        var part = Part(field: "", fileName: nil)
        for line in headers.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "content-disposition" else {
                continue
            }
            let value = line[line.index(after: colon)...]
            part.field = parameter("name", of: value) ?? ""
            part.fileName = parameter("filename", of: value)
        }
        return part
    }

    /// A quoted or plain parameter; `\"` and `%22` stand for a quotation mark in it (RFC 7578, WHATWG).
    private static func parameter(_ name: String, of header: Substring) -> String? {
        var rest = header
        while let separator = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: separator)...].drop(while: { $0 == " " })
            guard rest.lowercased().hasPrefix(name + "=") else { continue }
            var value = rest.dropFirst(name.count + 1)
            guard value.first == "\"" else { return String(value.prefix { $0 != ";" }).trimmed }
            value = value.dropFirst()
            var text = ""
            while let character = value.popFirst(), character != "\"" {
                text.append(character == "\\" && value.first == "\"" ? value.removeFirst() : character)
            }
            return text.replacing("%22", with: "\"")
        }
        return nil
    }

    /// The boundary a `Content-Type` names; `nil` when it is not a form's.
    static func boundary(inContentType type: String) -> [UInt8]? {
        guard type.lowercased().hasPrefix("multipart/form-data"), let name = parameter("boundary", of: type[...]),
            (1...70).contains(name.utf8.count)
        else { return nil }
        return Array(name.utf8)
    }
}
