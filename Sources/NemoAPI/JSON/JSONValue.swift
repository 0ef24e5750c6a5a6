// A JSON text as a value that keeps the order of its keys and the text of its numbers.

/// Any JSON value. Reading from it is liberal (a missing key, a `null` and a value of another kind are all `nil`),
/// since real answers differ from their description (PROTOCOL, opening).
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The number's own text: 64-bit integers and long decimals are not rounded.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the order they came; a key may stand more than once.
    case object([Member])

    package struct Member: Hashable, Sendable {
        package let key: String
        package let value: JSONValue

        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// How many values one text may hold. Taken apart each needs some thirty times its bytes; the draft of a long film
    /// holds some ten thousand.
    package static let countLimit = 1_000_000

    /// Parses one JSON text.
    /// - Throws: ``JSONError`` when the bytes are anything but one JSON value, or hold too many.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        var cursor = JSONCursor(bytes)
        var room = Self.countLimit
        self = try cursor.value(&room)
        try cursor.expectEnd()
    }
}

extension JSONValue {
    /// The value of a key; `nil` when this is no object, the key is not there or its value is `null`. Of a key that
    /// stands twice the last counts. Keys are equal when their bytes are.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        let found = members.last { $0.key.utf8.elementsEqual(key.utf8) }
        guard let value = found?.value, value != .null else { return nil }
        return value
    }

    /// The value at the end of a chain of keys.
    package subscript(path keys: String...) -> JSONValue? {
        keys.reduce(self as JSONValue?) { value, key in value?[key] }
    }

    /// The elements of an array; of anything else none.
    package var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    package var isObject: Bool {
        if case .object = self { true } else { false }
    }

    /// A string as it is.
    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A string, or a number as it is written: ids come as either.
    package var label: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }

    /// A number, or a string that holds one. Never infinite.
    package var number: Double? {
        guard let number = label.flatMap(Double.init), number.isFinite else { return nil }
        return number
    }

    /// A whole number, or a string that holds one; `nil` when it does not fit 64 bits.
    package var integer: Int64? {
        if let whole = label.flatMap({ Int64($0) }) { return whole }
        return number.flatMap { Int64(exactly: $0) }
    }

    package var isTrue: Bool { self == .bool(true) }

    /// The value written without blanks.
    package var bytes: [UInt8] {
        var written: [UInt8] = []
        write(to: &written)
        return written
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += Array("null".utf8)
        case .bool(let flag): bytes += Array(flag ? "true".utf8 : "false".utf8)
        case .number(let text): bytes += Array(text.utf8)
        case .string(let text): bytes += JSONEscapes.encode(text)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes += JSONEscapes.encode(member.key) + [UInt8(ascii: ":")]
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    package init(stringLiteral text: String) { self = .string(text) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { Member(key: $0.0, value: $0.1) })
    }
}

extension JSONCursor {
    /// Moves past one value and gives it.
    /// - Parameter room: how many values there may be from here on.
    fileprivate mutating func value(_ room: inout Int) throws(JSONError) -> JSONValue {
        guard room > 0 else { throw error(.tooManyValues) }
        room -= 1
        switch try peek() {
        case UInt8(ascii: "{"):
            var read: [JSONValue.Member] = []
            try members { key, cursor throws(JSONError) in
                read.append(JSONValue.Member(key: key, value: try cursor.value(&room)))
            }
            return .object(read)
        case UInt8(ascii: "["):
            var read: [JSONValue] = []
            try elements { cursor throws(JSONError) in read.append(try cursor.value(&room)) }
            return .array(read)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try literal("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try literal("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try literal("null")
            return .null
        default: return .number(String(decoding: bytes[try numberRange()], as: UTF8.self))
        }
    }
}
