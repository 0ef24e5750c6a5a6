// Texts in the encodings of before Unicode. Nothing in them says which it is, and a prompt is too short for statistics
// alone, so every encoding reads the bytes, and the likeliest reading is taken.

import CUchardet

/// An encoding that a prompt may have been saved in.
struct LegacyEncoding {
    /// As iconv knows it.
    let name: String
    let system: WritingSystem
    /// How unlikely it is that a file is in this encoding, in bits, before it has been looked into.
    let rarity: Double
    /// The first bytes of the characters that its standard counts among the common ones.
    var firstLevel: ClosedRange<UInt8> = 0x00...0xFF
    /// The second bytes of those.
    var firstLevelTrail: ClosedRange<UInt8> = 0xA1...0xFE

    static let all = [
        LegacyEncoding(name: "GB18030", system: .simplifiedChinese, rarity: 0, firstLevel: 0xB0...0xD7),
        LegacyEncoding(
            name: "CP932", system: .japanese, rarity: 0, firstLevel: 0x88...0x97,
            firstLevelTrail: 0x40...0xFC),
        LegacyEncoding(name: "UHC", system: .korean, rarity: 0, firstLevel: 0xB0...0xC8),
        LegacyEncoding(name: "WINDOWS-1252", system: .westernEuropean, rarity: 0),
        LegacyEncoding(
            name: "BIG5", system: .traditionalChinese, rarity: 1, firstLevel: 0xA4...0xC6,
            firstLevelTrail: 0x40...0xFE),
        LegacyEncoding(name: "WINDOWS-1251", system: .cyrillic, rarity: 1),
        LegacyEncoding(name: "WINDOWS-1250", system: .centralEuropean, rarity: 3),
        LegacyEncoding(name: "WINDOWS-1254", system: .turkish, rarity: 3),
        LegacyEncoding(name: "EUC-JP", system: .japanese, rarity: 4, firstLevel: 0xB0...0xCF),
        LegacyEncoding(name: "WINDOWS-1253", system: .greek, rarity: 4),
        LegacyEncoding(name: "WINDOWS-1255", system: .hebrew, rarity: 6),
        LegacyEncoding(name: "WINDOWS-1256", system: .arabic, rarity: 6),
        LegacyEncoding(name: "KOI8-R", system: .cyrillic, rarity: 8),
        LegacyEncoding(name: "IBM866", system: .cyrillic, rarity: 8),
        LegacyEncoding(name: "CP874", system: .thai, rarity: 8),
    ]

    /// The likeliest reading of bytes that are neither ASCII nor UTF-8; `nil` when none makes sense.
    static func read(_ bytes: [UInt8]) -> TextEncoding.Weighed? {
        let guess = guess(bytes)
        let readings = all.compactMap { encoding in
            encoding.text(of: bytes).map { text in
                TextEncoding.Weighed(
                    decoded: TextEncoding.Decoded(text: text, encoding: encoding.name),
                    bits: encoding.bits(of: text, from: bytes) - (encoding.name == guess ? worthOfGuess : 0))
            }
        }
        guard let best = readings.min(by: { $0.bits < $1.bits }) else { return nil }
        return best.bits < TextLikelihood.mostBits(for: best.decoded.text) ? best : nil
    }

    private func text(of bytes: [UInt8]) -> String? {
        guard let text = Transcoding.utf8(bytes, from: name),
            !text.unicodeScalars.contains(where: \.isUnwritten)
        else { return nil }
        return text
    }

    /// How unlikely a text is that came without saying what it is written in, in bits; `nil` when nothing fits.
    static func bits(ofAnything text: String) -> Double? {
        all.compactMap { encoding in
            Transcoding.bytes(of: text, in: encoding.name).map { encoding.bits(of: text, from: $0) }
        }.min()
    }

    /// How unlikely the text is, in bits.
    private func bits(of text: String, from bytes: [UInt8]) -> Double {
        let scalars = Array(text.unicodeScalars.prefix(Self.judged))
        return rarity + TextLikelihood.bits(of: scalars, areFirstLevel: areFirstLevel(bytes), as: system)
    }

    /// Characters looked at; more say nothing new.
    private static let judged = 2000

    /// Of each character, whether its first two bytes tell of a common one.
    private func areFirstLevel(_ bytes: [UInt8]) -> [Bool] {
        var result: [Bool] = []
        var index = bytes.startIndex
        while index < bytes.endIndex, result.count < Self.judged {
            let trail = index + 1 < bytes.endIndex ? bytes[index + 1] : 0
            result.append(firstLevel.contains(bytes[index]) && firstLevelTrail.contains(trail))
            index += length(ofCharacterAt: index, in: bytes)
        }
        // A few pairs of bytes stand for two characters.
        return result + Array(repeating: false, count: Self.judged)
    }

    private func length(ofCharacterAt index: Int, in bytes: [UInt8]) -> Int {
        guard system.kind == .eastAsian, bytes[index] >= 0x80 else { return 1 }
        if name == "CP932", (0xA1...0xDF).contains(bytes[index]) { return 1 }
        if name == "EUC-JP", bytes[index] == 0x8F { return 3 }
        if name == "GB18030", index + 1 < bytes.endIndex, (0x30...0x39).contains(bytes[index + 1]) { return 4 }
        return 2
    }

    // MARK: Judging

    /// Bits that uchardet's guess counts for; it was made for texts longer than prompts.
    private static let worthOfGuess = 2.0

    /// uchardet's guess, as iconv knows it. ISO 8859-1 is how it calls what Windows writes as 1252.
    private static func guess(_ bytes: [UInt8]) -> String? {
        guard let detector = uchardet_new() else { return nil }
        defer { uchardet_delete(detector) }
        let status = bytes.withUnsafeBytes { buffer in
            uchardet_handle_data(detector, buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
        }
        guard status == 0 else { return nil }
        uchardet_data_end(detector)
        switch uchardet_get_charset(detector).map({ String(cString: $0) }) {
        case "ISO-8859-1", "ISO-8859-15": return "WINDOWS-1252"
        case "SHIFT_JIS": return "CP932"
        case "EUC-KR": return "UHC"
        case "TIS-620": return "CP874"
        case let name: return name
        }
    }
}

extension Unicode.Scalar {
    /// A control character of ISO 8859, or one of private use: nobody typed that.
    fileprivate var isUnwritten: Bool { (0x80...0x9F).contains(value) || properties.generalCategory == .privateUse }
}
