// Finds out in which encoding a text was saved. Unicode proves itself; older encodings are guessed.

enum TextEncoding {
    struct Decoded: Hashable {
        let text: String
        let encoding: String
    }

    /// - Returns: `nil` when no known encoding fits.
    static func decode(_ bytes: [UInt8]) -> Decoded? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return utf8(bytes.dropFirst(3)) }
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), isBigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), isBigEndian: true) }
        if bytes.contains(0) { return utf16WithoutMark(bytes) }
        return utf8(bytes[...]) ?? LegacyEncoding.decode(bytes)
    }

    /// Whether bytes hold what no text in a single- or multi-byte encoding does.
    static func holdsControlCharacters(_ bytes: [UInt8]) -> Bool {
        bytes.contains { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1A }
    }

    private static func utf8(_ bytes: ArraySlice<UInt8>) -> Decoded? {
        String(validating: bytes, as: UTF8.self).map { Decoded(text: $0, encoding: "UTF-8") }
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> Decoded? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        return String(validating: units, as: UTF16.self)
            .map { Decoded(text: $0, encoding: isBigEndian ? "UTF-16BE" : "UTF-16LE") }
    }

    /// Zeros that all stand at odd places, or all at even ones, are the upper halves of ASCII characters.
    private static func utf16WithoutMark(_ bytes: [UInt8]) -> Decoded? {
        let zeros = bytes.indices.filter { bytes[$0] == 0 }
        let atOddPlaces = zeros.count { !$0.isMultiple(of: 2) }
        guard atOddPlaces == 0 || atOddPlaces == zeros.count else { return nil }
        return utf16(bytes[...], isBigEndian: atOddPlaces == 0)
    }
}
