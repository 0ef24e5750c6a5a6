// The escapes of JSON strings, both ways (RFC 8259, section 7).

/// Turns the inside of a JSON string into text and back.
enum JSONEscapes {
    /// Decodes what stands between the quotes. A surrogate without its other half becomes U+FFFD.
    static func decode(_ inner: ArraySlice<UInt8>) throws(JSONError) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(inner.count)
        var rest = inner
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                decoded.append(byte)
                continue
            }
            let offset = rest.startIndex
            guard let letter = rest.popFirst() else { throw JSONError(reason: .badEscape, offset: offset) }
            switch letter {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(letter)
            case UInt8(ascii: "b"): decoded.append(0x08)
            case UInt8(ascii: "f"): decoded.append(0x0C)
            case UInt8(ascii: "n"): decoded.append(0x0A)
            case UInt8(ascii: "r"): decoded.append(0x0D)
            case UInt8(ascii: "t"): decoded.append(0x09)
            case UInt8(ascii: "u"): decoded.append(contentsOf: Array(String(try scalar(&rest)).utf8))
            default: throw JSONError(reason: .badEscape, offset: offset)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// The text as a JSON string, quotes included.
    static func encode(_ text: String) -> [UInt8] {
        var encoded: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): encoded += [UInt8(ascii: "\\"), byte]
            case 0x0A: encoded += Array("\\n".utf8)
            case 0x0D: encoded += Array("\\r".utf8)
            case 0x09: encoded += Array("\\t".utf8)
            case 0..<0x20, 0x7F:
                let hex = String(byte, radix: 16)
                encoded += Array("\\u\(String(repeating: "0", count: 4 - hex.count))\(hex)".utf8)
            default: encoded.append(byte)
            }
        }
        encoded.append(UInt8(ascii: "\""))
        return encoded
    }

    private static let replacement = Unicode.Scalar(0xFFFD as UInt16) ?? "?"

    private static func scalar(_ rest: inout ArraySlice<UInt8>) throws(JSONError) -> Unicode.Scalar {
        let unit = try codeUnit(&rest)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard UTF16.isLeadSurrogate(unit), rest.starts(with: Array("\\u".utf8)) else { return replacement }
        var ahead = rest.dropFirst(2)
        let trail = try codeUnit(&ahead)
        guard UTF16.isTrailSurrogate(trail) else { return replacement }
        rest = ahead
        return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
    }

    private static func codeUnit(_ rest: inout ArraySlice<UInt8>) throws(JSONError) -> UInt16 {
        let digits = rest.prefix(4)
        let isHex = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        guard digits.count == 4, isHex, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw JSONError(reason: .badEscape, offset: rest.startIndex)
        }
        rest = rest.dropFirst(4)
        return unit
    }
}
