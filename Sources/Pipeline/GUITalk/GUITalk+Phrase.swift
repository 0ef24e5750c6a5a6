// The words of a clause, as the judges of both languages read them.

extension GUITalk {
    /// Some words of a reply.
    struct Phrase {
        let characters: ArraySlice<Character>
        /// In lower case; neighbouring ideographs are one word.
        let words: [Word]

        /// - Parameter isQuoted: of the same indices; whatever it does not cover is not quoted.
        init(_ characters: ArraySlice<Character>, isQuoted: ArraySlice<Bool>) {
            self.characters = characters
            words = Word.words(of: characters) { isQuoted.indices.contains($0) && isQuoted[$0] }
        }

        var hasHan: Bool { words.contains(where: \.isHan) }
        private var hasLatin: Bool { words.contains { !$0.isHan } }

        /// What is longer tells more than one thing.
        private static let longest = 400

        /// - Parameters:
        ///   - followsContent: the clause before tells of the video, so this one has to be plain to be an instruction.
        ///   - isQuestion: the sentence is a question; it is no instruction unless it asks somebody politely.
        func kind(followsContent: Bool, isQuestion: Bool) -> Kind {
            guard !words.isEmpty, characters.count <= Self.longest else { return .content }
            let chinese = ChinesePhrase(self)
            let kind = chinese.map { $0.kind(followsContent: followsContent, isQuestion: isQuestion) } ?? .content
            guard kind == .content, hasLatin else { return kind }
            return EnglishPhrase(words[...]).kind(followsContent: followsContent, isQuestion: isQuestion)
        }

        /// Where an instruction begins that hangs on to something else: `it is done and you can click Export`.
        func joint(isQuestion: Bool) -> Int? {
            guard !isQuestion, characters.count <= Self.longest else { return nil }
            return EnglishPhrase(words[...]).joint ?? ChinesePhrase(self)?.joint
        }

        /// Whether what follows a colon here is words shown or spoken in the video.
        var introducesValue: Bool {
            guard !words.isEmpty, !introducesSteps else { return false }
            return EnglishPhrase(words[...]).introducesValue || (ChinesePhrase(self)?.introducesValue ?? false)
        }

        /// Whether a list that follows is such words.
        var introducesValues: Bool {
            introducesValue || EnglishPhrase(words[...]).introducesValues
        }

        /// Whether what follows a colon here is something to do.
        var introducesSteps: Bool {
            EnglishPhrase(words[...]).introducesSteps || (ChinesePhrase(self)?.introducesSteps ?? false)
        }
    }

    struct Word: Hashable {
        let text: String
        let start: Int
        let isQuoted: Bool
        let isCapitalised: Bool
        let isHan: Bool

        /// Letters and digits with apostrophes and hyphens within.
        static func words(of characters: ArraySlice<Character>, isQuoted: (Int) -> Bool) -> [Self] {
            var words: [Self] = []
            var index = characters.startIndex
            while index < characters.endIndex {
                let first = characters[index]
                if first == "<", let end = endOfTag(at: index, in: characters) {
                    index = end
                    continue
                }
                guard first.isLetter || first.isNumber else {
                    index += 1
                    continue
                }
                var end = index + 1
                while end < characters.endIndex, isPart(end, of: characters, hasHan: first.isHan) { end += 1 }
                let text = String(characters[index..<end]).lowercased().map { $0 == "’" ? "'" : $0 }
                words.append(
                    Self(
                        text: String(text), start: index, isQuoted: isQuoted(index),
                        isCapitalised: first.isUppercase, isHan: first.isHan))
                index = end
            }
            return words
        }

        /// `<b>`, `</a>`
        private static func endOfTag(at index: Int, in characters: ArraySlice<Character>) -> Int? {
            characters[index...].prefix(12).firstIndex(of: ">").map { $0 + 1 }
        }

        private static func isPart(_ index: Int, of characters: ArraySlice<Character>, hasHan: Bool) -> Bool {
            let character = characters[index]
            if hasHan || character.isHan { return hasHan && character.isHan }
            if character.isLetter || character.isNumber { return true }
            guard "'’-".contains(character), index + 1 < characters.endIndex else { return false }
            return characters[index + 1].isLetter && !characters[index + 1].isHan
        }
    }
}
