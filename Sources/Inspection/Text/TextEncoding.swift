// Finds out in which encoding a text was saved. Unicode proves itself; older encodings are guessed.

enum TextEncoding {
    struct Decoded: Hashable {
        let text: String
        let encoding: String
    }

    /// A guessed reading, and how unlikely it is, in bits.
    struct Weighed {
        let decoded: Decoded
        let bits: Double
    }

    /// - Returns: `nil` when no known encoding fits.
    static func decode(_ bytes: [UInt8]) -> Decoded? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return utf8(bytes.dropFirst(3)) }
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), isBigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), isBigEndian: true) }
        if holdsControlCharacters(bytes) {
            if let guessed = utf16WithoutMark(bytes) { return guessed.decoded }
            return bytes.contains(0) ? nil : utf8(bytes[...])
        }
        if let proved = utf8(bytes[...]) { return proved }
        let guesses = [LegacyEncoding.read(bytes), utf16WithoutMark(bytes)].compactMap(\.self)
        return guesses.min { $0.bits < $1.bits }?.decoded
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

    /// Reads both ways; the wrong one makes rare characters of frequent ones.
    private static func utf16WithoutMark(_ bytes: [UInt8]) -> Weighed? {
        let readings = [false, true].compactMap { utf16(bytes[...], isBigEndian: $0) }.compactMap { decoded in
            LegacyEncoding.bits(ofAnything: decoded.text).map {
                Weighed(decoded: decoded, bits: rarityWithoutMark + $0)
            }
        }
        guard let best = readings.min(by: { $0.bits < $1.bits }) else { return nil }
        return best.bits < TextLikelihood.mostBits(for: best.decoded.text) ? best : nil
    }

    /// In bits: few programs leave the mark out.
    private static let rarityWithoutMark = 12.0
}
