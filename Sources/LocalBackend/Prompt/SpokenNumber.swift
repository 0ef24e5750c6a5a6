// Numbers as people write them in prompts: digits, English words and Chinese numerals.

/// A number read from the start of a run of characters.
struct SpokenNumber: Hashable, Sendable {
    var value: Double
    /// How many characters it took.
    var length: Int

    /// Reads digits (`12`, `2.5`), English words (`twenty-five`, `a half`) or Chinese numerals (`一百二十`, `两`, `半`).
    /// - Parameter text: Lower case, with full-width forms already folded.
    static func read(_ text: ArraySlice<Character>) -> SpokenNumber? {
        digits(text) ?? english(text) ?? chinese(text)
    }

    private static func digits(_ text: ArraySlice<Character>) -> SpokenNumber? {
        let whole = text.prefix(while: \.isASCIIDigit)
        guard !whole.isEmpty, whole.count <= 9 else { return nil }
        var literal = String(whole)
        let rest = text.dropFirst(whole.count)
        if rest.first == "." {
            let fraction = rest.dropFirst().prefix(while: \.isASCIIDigit)
            if !fraction.isEmpty { literal += "." + String(fraction) }
        }
        return Double(literal).map { SpokenNumber(value: $0, length: literal.count) }
    }

    private static func english(_ text: ArraySlice<Character>) -> SpokenNumber? {
        var sum = 0.0
        var length = 0
        var rest = text
        while true {
            let word = String(rest.prefix(while: \.isASCIILetter))
            guard let value = englishWords[word] else { break }
            sum += value
            length = rest.startIndex - text.startIndex + word.count
            rest = rest.dropFirst(word.count)
            // "twenty-five", "twenty five": only a tens word takes a units word after it.
            guard value >= 20, rest.first == "-" || rest.first == " " else { break }
            rest = rest.dropFirst()
        }
        return length > 0 ? SpokenNumber(value: sum, length: length) : nil
    }

    private static func chinese(_ text: ArraySlice<Character>) -> SpokenNumber? {
        let run = text.prefix { chineseDigits[$0] != nil || chineseScales[$0] != nil }
        if run.isEmpty { return text.first == "半" ? SpokenNumber(value: 0.5, length: 1) : nil }
        var sum = 0.0
        var digit: Double?
        for character in run {
            if let value = chineseDigits[character] {
                digit = value
            } else if let scale = chineseScales[character] {
                sum += (digit ?? 1) * scale
                digit = nil
            }
        }
        return SpokenNumber(value: sum + (digit ?? 0), length: run.count)
    }

    private static let englishWords: [String: Double] = [
        "half": 0.5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
        "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    ]
    private static let chineseDigits: [Character: Double] = [
        "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]
    private static let chineseScales: [Character: Double] = ["十": 10, "百": 100, "千": 1000]
}

extension Character {
    var isASCIIDigit: Bool { isASCII && isNumber }
    var isASCIILetter: Bool { isASCII && isLetter }
    var isHan: Bool { unicodeScalars.allSatisfy { (0x3400...0x9FFF).contains($0.value) } }
}
