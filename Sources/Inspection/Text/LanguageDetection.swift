// The language a session is opened in, told from its first prompt (FOLDER-CONTRACT 1).

import CLanguage

package enum LanguageDetection {
    /// The language of a text as an ISO 639-1 code (639-2 where there is none); `en` when unsure.
    ///
    /// Chinese, Japanese and Korean are told by their script, for prompts are short. What stands in quotation marks
    /// does not count as long as something else does: titles are often in another language than the wish for them.
    package static func language(of text: String) -> String {
        let unquoted = withoutQuotations(text)
        let judged = unquoted.contains(where: \.isLetter) ? unquoted : text
        return languageByScript(judged) ?? languageByStatistics(judged) ?? "en"
    }

    private static func languageByScript(_ text: String) -> String? {
        let scripts = Set(text.unicodeScalars.compactMap(Script.init))
        if scripts.contains(.kana) { return "ja" }
        if scripts.contains(.hangul) { return "ko" }
        return scripts.contains(.han) ? "zh" : nil
    }

    private static func languageByStatistics(_ text: String) -> String? {
        var isReliable = false
        var text = text
        let code = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                characters.baseAddress.map { String(cString: language_detect($0, characters.count, &isReliable)) }
            }
        }
        guard isReliable, let code else { return nil }
        // CLD2 keeps two codes ISO has replaced, and adds scripts and regions that a session's language does not have.
        switch code.prefix(while: { $0 != "-" }) {
        case "un", "xxx": return nil
        case "iw": return "he"
        case "jw": return "jv"
        case let language: return String(language)
        }
    }

    private static func withoutQuotations(_ text: String) -> String {
        var remaining = ""
        var closing: Character?
        for character in text {
            if let mark = closing {
                if character == mark { closing = nil }
            } else if let mark = quotationMarks[character] {
                closing = mark
            } else {
                remaining.append(character)
            }
        }
        // A mark that is never closed is an inch or a slip, not a quotation.
        return closing == nil ? remaining : text
    }

    private static let quotationMarks: [Character: Character] = [
        "\"": "\"", "“": "”", "„": "“", "«": "»", "「": "」", "『": "』", "《": "》",
    ]

    private enum Script {
        case han, kana, hangul

        init?(_ scalar: Unicode.Scalar) {
            switch scalar.value {
            case 0x3041...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D: self = .kana
            case 0x1100...0x11FF, 0x3130...0x318F, 0xA960...0xA97F, 0xAC00...0xD7FF: self = .hangul
            case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x2_0000...0x3_FFFF: self = .han
            default: return nil
            }
        }
    }
}
