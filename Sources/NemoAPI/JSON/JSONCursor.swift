// Walks the bytes of a JSON text without changing them, because a draft has to go back exactly as it came.

/// Why bytes are not the JSON that was looked for, and at which byte that showed.
package struct JSONError: Error, Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable {
        case endedEarly, unexpectedByte, nestedTooDeep, tooManyValues, trailingBytes, badEscape, badNumber
    }

    package let reason: Reason
    package let offset: Int
}

/// A place in a JSON text (RFC 8259). Moves past one value at a time; every move either succeeds or throws.
///
/// Liberal where a real backend may be: bytes that are not UTF-8, unescaped control characters in strings and lone
/// surrogates are accepted and read as U+FFFD. Nesting is capped, so a hostile text cannot exhaust the stack.
struct JSONCursor {
    /// How many arrays and objects may lie in one another.
    static let depthLimit = 256

    let bytes: [UInt8]
    private(set) var offset = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    // MARK: Moving

    /// The next byte that is not blank.
    mutating func peek() throws(JSONError) -> UInt8 {
        skipBlanks()
        guard offset < bytes.count else { throw error(.endedEarly) }
        return bytes[offset]
    }

    /// Moves past one value of any kind.
    mutating func skipValue() throws(JSONError) {
        switch try peek() {
        case UInt8(ascii: "{"): try members { key, cursor throws(JSONError) in try cursor.skipValue() }
        case UInt8(ascii: "["): try elements { cursor throws(JSONError) in try cursor.skipValue() }
        case UInt8(ascii: "\""): _ = try stringRange()
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        default: _ = try numberRange()
        }
    }

    /// Moves past an object; `body` must move past the value of each key it is given.
    mutating func members(
        _ body: (_ key: String, _ cursor: inout JSONCursor) throws(JSONError) -> Void
    ) throws(JSONError) {
        try container(from: UInt8(ascii: "{"), to: UInt8(ascii: "}")) { cursor throws(JSONError) in
            guard try cursor.peek() == UInt8(ascii: "\"") else { throw cursor.error(.unexpectedByte) }
            let key = try cursor.string()
            try cursor.expect(UInt8(ascii: ":"))
            try body(key, &cursor)
        }
    }

    /// Moves past an array; `body` must move past each element.
    mutating func elements(_ body: (inout JSONCursor) throws(JSONError) -> Void) throws(JSONError) {
        try container(from: UInt8(ascii: "["), to: UInt8(ascii: "]"), body)
    }

    /// Fails unless only blanks are left.
    mutating func expectEnd() throws(JSONError) {
        skipBlanks()
        guard offset == bytes.count else { throw error(.trailingBytes) }
    }

    // MARK: Leaves

    /// Moves past a string and decodes it.
    mutating func string() throws(JSONError) -> String {
        let range = try stringRange()
        let inner = bytes[(range.lowerBound + 1)..<(range.upperBound - 1)]
        guard inner.contains(UInt8(ascii: "\\")) else { return String(decoding: inner, as: UTF8.self) }
        return try JSONEscapes.decode(inner)
    }

    /// Moves past a number and gives where its text lies.
    mutating func numberRange() throws(JSONError) -> Range<Int> {
        let start = offset
        if next() == UInt8(ascii: "-") { offset += 1 }
        if next() == UInt8(ascii: "0") { offset += 1 } else { try digits() }
        if next() == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if let exponent = next(), exponent == UInt8(ascii: "e") || exponent == UInt8(ascii: "E") {
            offset += 1
            if let sign = next(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { offset += 1 }
            try digits()
        }
        return start..<offset
    }

    mutating func literal(_ text: StaticString) throws(JSONError) {
        for index in 0..<text.utf8CodeUnitCount {
            guard let byte = next() else { throw error(.endedEarly) }
            guard byte == text.utf8Start[index] else { throw error(.unexpectedByte) }
            offset += 1
        }
    }

    func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: offset) }
}

extension JSONCursor {
    private func next() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipBlanks() {
        while let byte = next(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try peek() == byte else { throw error(.unexpectedByte) }
        offset += 1
    }

    private mutating func container(
        from opening: UInt8, to closing: UInt8, _ entry: (inout JSONCursor) throws(JSONError) -> Void
    ) throws(JSONError) {
        try expect(opening)
        guard depth < Self.depthLimit else { throw error(.nestedTooDeep) }
        depth += 1
        defer { depth -= 1 }
        if try peek() != closing {
            try entry(&self)
            while try peek() == UInt8(ascii: ",") {
                offset += 1
                try entry(&self)
            }
        }
        try expect(closing)
    }

    /// Moves past a string, quotes included.
    private mutating func stringRange() throws(JSONError) -> Range<Int> {
        let start = offset
        offset += 1
        while let byte = next() {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return start..<offset
            case UInt8(ascii: "\\"):
                guard next() != nil else { throw error(.endedEarly) }
                offset += 1
            default: break
            }
        }
        throw error(.endedEarly)
    }

    private mutating func digits() throws(JSONError) {
        let start = offset
        while let byte = next(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
        guard offset > start else { throw error(next() == nil ? .endedEarly : .badNumber) }
    }
}
