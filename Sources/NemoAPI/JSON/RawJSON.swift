// A JSON value as the bytes it came in, for what must be sent back unchanged.

/// One JSON value, byte for byte: same keys, same order, same blanks, same number text (PROTOCOL 4).
package struct RawJSON: Hashable, Sendable {
    package let bytes: [UInt8]

    /// Takes bytes that are one JSON value; blanks around it are dropped.
    /// - Throws: ``JSONError`` when they are not.
    package init(_ bytes: [UInt8]) throws(JSONError) {
        var cursor = JSONCursor(bytes)
        let range = try cursor.rangeOfValue()
        try cursor.expectEnd()
        self.bytes = Array(bytes[range])
    }

    /// Cuts the value at the end of a chain of keys out of a larger JSON text, without decoding it.
    /// - Returns: `nil` when a key on the way is missing or is no object, or when the value is `null`.
    /// - Throws: ``JSONError`` when the text is not JSON.
    package static func cut(_ path: [String], from bytes: [UInt8]) throws(JSONError) -> RawJSON? {
        var cursor = JSONCursor(bytes)
        let range = try cursor.rangeOfValue(at: path[...])
        try cursor.expectEnd()
        guard let range, !bytes[range].elementsEqual("null".utf8) else { return nil }
        return RawJSON(unchecked: Array(bytes[range]))
    }

    /// The value decoded, to look into it.
    package func decoded() throws(JSONError) -> JSONValue { try JSONValue(parsing: bytes) }

    private init(unchecked bytes: [UInt8]) { self.bytes = bytes }
}

extension JSONCursor {
    /// Moves past one value and gives where it lies.
    fileprivate mutating func rangeOfValue() throws(JSONError) -> Range<Int> {
        _ = try peek()
        let start = offset
        try skipValue()
        return start..<offset
    }

    /// Moves past one value and gives where the value at the end of `path` within it lies. Of a key that stands twice
    /// the last counts, as in ``JSONValue``.
    fileprivate mutating func rangeOfValue(at path: ArraySlice<String>) throws(JSONError) -> Range<Int>? {
        guard let wanted = path.first else { return try rangeOfValue() }
        guard try peek() == UInt8(ascii: "{") else {
            try skipValue()
            return nil
        }
        var found: Range<Int>?
        try members { key, cursor throws(JSONError) in
            if key.utf8.elementsEqual(wanted.utf8) {
                found = try cursor.rangeOfValue(at: path.dropFirst())
            } else {
                try cursor.skipValue()
            }
        }
        return found
    }
}
