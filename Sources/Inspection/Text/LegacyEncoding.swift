// Texts in the encodings of before Unicode. uchardet guesses well from a sentence on; below that it takes Chinese for
// Greek, so that short texts are first looked at for what East Asian text is mostly made of.

import CUchardet

enum LegacyEncoding {
    /// - Parameter bytes: not ASCII, not UTF-8.
    /// - Returns: `nil` when none fits.
    static func decode(_ bytes: [UInt8]) -> TextEncoding.Decoded? {
        let guess = guess(bytes)
        var candidates: [String] = []
        if let guess, multibyte.contains(guess) { candidates.append(guess) }
        candidates += EastAsianLayout.all.filter { $0.fits(bytes) }.map(\.encoding)
        if let guess, ofOtherAlphabets.contains(guess) || bytes.count(where: { $0 >= 0x80 }) >= surelyGuessed {
            candidates.append(guess)
        }
        candidates.append("WINDOWS-1252")

        for encoding in candidates {
            if let text = Transcoding.utf8(bytes, from: encoding),
                !text.unicodeScalars.contains(where: { (0x80...0x9F).contains($0.value) })
            {
                return TextEncoding.Decoded(text: text, encoding: encoding)
            }
        }
        return nil
    }

    /// uchardet's guess, as iconv knows it. ISO 8859-1 is how it calls what Windows writes as 1252.
    private static func guess(_ bytes: [UInt8]) -> String? {
        guard let detector = uchardet_new() else { return nil }
        defer { uchardet_delete(detector) }
        let status = bytes.withUnsafeBytes { buffer in
            uchardet_handle_data(detector, buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
        }
        guard status == 0 else { return nil }
        uchardet_data_end(detector)
        let name = uchardet_get_charset(detector).map { String(cString: $0) } ?? ""
        switch name {
        case "", "ASCII": return nil
        case "ISO-8859-1", "ISO-8859-15": return "WINDOWS-1252"
        case "SHIFT_JIS": return "CP932"
        default: return name
        }
    }

    /// With fewer bytes above ASCII than this, a guess at a Latin alphabet is as good as none.
    private static let surelyGuessed = 6

    private static let ofOtherAlphabets: Set<String> = [
        "WINDOWS-1251", "KOI8-R", "ISO-8859-5", "IBM866", "MAC-CYRILLIC", "WINDOWS-1253", "ISO-8859-7", "WINDOWS-1255",
        "ISO-8859-8", "WINDOWS-1256", "ISO-8859-6", "TIS-620",
    ]

    private static let multibyte: Set<String> = ["GB18030", "BIG5", "CP932", "EUC-JP", "EUC-KR", "UHC", "EUC-TW"]
}

/// How a double-byte encoding lays out what most text in it is made of: frequent characters, kana, punctuation.
private struct EastAsianLayout {
    let encoding: String
    let frequent: [ClosedRange<UInt8>]
    let trail: [ClosedRange<UInt8>]

    /// Whether all double-byte characters are frequent ones, and at least half have two bytes above ASCII. Western
    /// text in Windows-1252 has single such bytes among letters and fails on the one or the other.
    func fits(_ bytes: [UInt8]) -> Bool {
        var characters = 0
        var withHighTrail = 0
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let lead = bytes[index]
            index += 1
            guard lead >= 0x80 else { continue }
            guard index < bytes.endIndex, frequent.contains(where: { $0.contains(lead) }),
                trail.contains(where: { $0.contains(bytes[index]) })
            else { return false }
            characters += 1
            if bytes[index] >= 0x80 { withHighTrail += 1 }
            index += 1
        }
        return characters >= 2 && withHighTrail * 2 >= characters
    }

    /// Punctuation, and the first, frequent level of each standard.
    static let all = [
        EastAsianLayout(encoding: "GB18030", frequent: [0xA1...0xA3, 0xB0...0xD7], trail: [0xA1...0xFE]),
        EastAsianLayout(encoding: "BIG5", frequent: [0xA1...0xC6], trail: [0x40...0x7E, 0xA1...0xFE]),
        EastAsianLayout(encoding: "CP932", frequent: [0x81...0x83, 0x88...0x97], trail: [0x40...0x7E, 0x80...0xFC]),
    ]
}
