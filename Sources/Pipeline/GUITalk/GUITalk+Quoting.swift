// What stands in quotation marks is somebody else's words (a title, a caption, the name of a button) and is never an
// instruction itself.

extension GUITalk {
    /// Which characters of a line are quoted and which stand in parentheses.
    struct Quoting {
        /// True for the marks as well.
        private(set) var isQuoted: [Bool]
        /// True for the parentheses as well.
        private(set) var isAside: [Bool]

        /// - Parameter start: where the words of the line begin.
        init(_ characters: [Character], from start: Int) {
            isQuoted = Array(repeating: false, count: characters.count)
            isAside = isQuoted
            mark(&isQuoted, in: characters, from: start, closing: Self.closingQuote)
            let quoted = isQuoted
            mark(&isAside, in: characters, from: start) { characters, index in
                quoted[index] ? nil : Self.parentheses[characters[index]].map { ($0, false) }
            }
        }

        /// Whether a quotation begins with this character.
        func begins(at index: Int) -> Bool { isQuoted[index] && (index == 0 || !isQuoted[index - 1]) }

        /// Whether a mark of quotation stands alone, so that nobody knows what is quoted.
        func isBroken(in characters: [Character], _ range: Range<Int>) -> Bool {
            range.contains { !isQuoted[$0] && "\"“”「」『』`".contains(characters[$0]) }
        }

        /// What is not closed within so many characters is no quotation.
        private static let longest = 400
        private static let parentheses: [Character: Character] = ["(": ")", "（": "）", "【": "】"]
        private static let quotes: [Character: Character] = [
            "“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "«": "»", "„": "“", "`": "`",
        ]

        private func mark(
            _ flags: inout [Bool], in characters: [Character], from start: Int,
            closing: ([Character], Int) -> (mark: Character, endsWord: Bool)?
        ) {
            var index = start
            while index < characters.count {
                guard let closing = closing(characters, index),
                    let end = Self.end(of: closing, in: characters, after: index)
                else {
                    index += 1
                    continue
                }
                for inner in index...end { flags[inner] = true }
                index = end + 1
            }
        }

        /// The mark that would end a quotation that begins here.
        private static func closingQuote(
            _ characters: [Character], _ index: Int
        ) -> (mark: Character, endsWord: Bool)? {
            let mark = characters[index]
            if let closing = quotes[mark] { return (closing, mark == "‘") }
            guard mark == "\"" || mark == "'" else { return nil }
            let before = index > 0 ? characters[index - 1] : " "
            let after = index + 1 < characters.count ? characters[index + 1] : " "
            // An inch, a foot or an apostrophe begins nothing.
            let beginsWord = !before.isASCII || !(before.isLetter || before.isNumber)
            return beginsWord && !after.isWhitespace ? (mark, mark == "'") : nil
        }

        /// - Parameter endsWord: whether the mark is an apostrophe too, and ends a quotation only after a word.
        private static func end(
            of closing: (mark: Character, endsWord: Bool), in characters: [Character], after start: Int
        ) -> Int? {
            let limit = min(characters.count, start + longest)
            return (start + 1..<max(limit, start + 1)).first { index in
                guard characters[index] == closing.mark else { return false }
                guard closing.endsWord, index + 1 < characters.count else { return true }
                let next = characters[index + 1]
                return next.isHan || !(next.isLetter || next.isNumber)
            }
        }
    }
}
