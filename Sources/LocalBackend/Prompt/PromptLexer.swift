// Cuts a prompt into tokens: quoted words first, so that a title's words are never taken for commands.

/// Turns the text of a prompt into ``PlacedToken``s. Never fails: what it does not know becomes `.other`.
struct PromptLexer {
    private let original: [Character]
    private let folded: [Character]
    private var position = 0
    private var tokens: [PlacedToken] = []

    init(_ prompt: String) {
        original = Array(prompt)
        folded = original.map(Self.fold)
    }

    static func tokens(of prompt: String) -> [PlacedToken] {
        var lexer = PromptLexer(prompt)
        while lexer.position < lexer.folded.count { lexer.step() }
        return lexer.tokens
    }

    private mutating func step() {
        let rest = folded[position...]
        let character = folded[position]
        if character.isWhitespace && !character.isNewline {
            position += 1
        } else if let (words, length) = quotation(at: position) {
            emit(.quoted(words), length)
        } else if let time = SpokenTime.read(rest) {
            emit(.time(seconds: time.seconds, describes: describes(time)), time.length)
        } else if character.isASCIIDigit, let number = SpokenNumber.read(rest) {
            emit(.number(number.value), number.length)
        } else if character.isASCIILetter {
            let word = rest.prefix { $0.isASCIILetter || $0 == "'" }
            emit(oneUnit(String(word)) ?? Lexicon.english[String(word)] ?? .other, word.count)
        } else if character.isHan {
            hanWord(rest)
        } else if "-~–—〜".contains(character) {
            emit(.mark(.dash), 1)
        } else if character == ":" {
            emit(.colon, 1)
        } else if character.isPunctuation || character.isNewline || character.isSymbol {
            emit(.boundary, 1)
        } else {
            emit(.other, 1)
        }
    }

    private mutating func emit(_ token: PromptToken, _ length: Int) {
        tokens.append(PlacedToken(token: token, range: position..<position + length))
        position += length
    }

    private mutating func hanWord(_ rest: ArraySlice<Character>) {
        for length in (1...Lexicon.longestChineseWord).reversed() where rest.count >= length {
            if let token = Lexicon.chinese[String(rest.prefix(length))] { return emit(token, length) }
        }
        if let number = SpokenNumber.read(rest) { return emit(.number(number.value), number.length) }
        emit(.other, 1)
    }

    /// "the first second", "the last minute": one of it, though no number says so.
    private func oneUnit(_ word: String) -> PromptToken? {
        guard [.mark(.first), .mark(.last)].contains(tokens.last?.token) else { return nil }
        return ["second": 1.0, "minute": 60][word].map { .time(seconds: $0, describes: false) }
    }

    /// A time describes a thing when it is hyphenated or stands right before a word for a clip.
    private func describes(_ time: SpokenTime) -> Bool {
        var after = folded[(position + time.length)...].drop(while: \.isWhitespace)
        if after.first == "的" { after = after.dropFirst() }
        let latin = String(after.prefix(while: \.isASCIILetter))
        return time.isHyphenated || Lexicon.clipNouns.contains(latin)
            || Lexicon.clipNouns.contains(String(after.prefix(2)))
    }

    private func quotation(at start: Int) -> (String, length: Int)? {
        let opening = original[start]
        guard let closings = Self.quotationMarks[opening] else { return nil }
        // An apostrophe inside a word is no quotation mark.
        if Self.apostrophes.contains(opening), start > 0, original[start - 1].isLetter { return nil }
        guard
            let end = original.indices[(start + 1)...].first(where: { index in
                closings.contains(original[index])
                    && !(Self.apostrophes.contains(original[index]) && isLetter(at: index + 1))
            }),
            !original[start..<end].contains(where: \.isNewline)
        else { return nil }
        let words = String(original[(start + 1)..<end]).trimmed
        return words.isEmpty ? nil : (words, end - start + 1)
    }

    private func isLetter(at index: Int) -> Bool { index < original.count && original[index].isLetter }

    /// Lower case, full-width forms as their ASCII twins, curly apostrophes straight.
    private static func fold(_ character: Character) -> Character {
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else { return character }
        if (0xFF01...0xFF5E).contains(scalar.value), let ascii = Unicode.Scalar(scalar.value - 0xFEE0) {
            return fold(Character(ascii))
        }
        if scalar == "\u{2019}" { return "'" }
        let lower = character.lowercased()
        return lower.count == 1 ? Character(lower) : character
    }

    private static let apostrophes: Set<Character> = ["'", "\u{2019}", "\u{2018}"]
    private static let quotationMarks: [Character: Set<Character>] = [
        "\"": ["\"", "\u{201D}"], "\u{FF02}": ["\u{FF02}"], "'": ["'", "\u{2019}"],
        "\u{201C}": ["\u{201D}", "\u{201C}", "\""], "\u{201E}": ["\u{201C}", "\u{201D}"], "\u{201D}": ["\u{201D}"],
        "\u{2018}": ["\u{2019}", "'"], "\u{AB}": ["\u{BB}"], "「": ["」"], "『": ["』"], "《": ["》"], "〈": ["〉"],
        "【": ["】"],
    ]
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
