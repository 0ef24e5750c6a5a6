// Cuts a line into sentences, so that one can be taken out and the others stay as they are.

extension GUITalk {
    /// Finds the sentences of one line. Joined they give the line's words again.
    struct SentenceCutter {
        let characters: [Character]
        private let start: Int
        private let quoting: Quoting
        /// The number of the last numbered step within the line.
        private var lastNumber = 0

        init(_ characters: [Character], from start: Int) {
            self.characters = characters
            self.start = start
            quoting = Quoting(characters, from: start)
        }

        func sentences() -> [Sentence] {
            var sentences: [Sentence] = []
            var isValue = false
            for range in ranges() {
                let sentence = Sentence(characters, in: range, quoting: quoting, followsValue: isValue)
                isValue = isValue || sentence.holdsValue
                sentences.append(sentence)
            }
            return sentences
        }

        /// The words of the last sentence; empty when there are none.
        var lastSentence: ArraySlice<Character> {
            ranges().last.map { characters[$0] } ?? []
        }

        private func ranges() -> [Range<Int>] {
            var cutter = self
            return cutter.cut().reduce(into: []) { ranges, range in
                // Pictures and marks alone are no sentence of their own.
                let hasWords = characters[range].contains { $0.isLetter || $0.isNumber }
                if !hasWords, let last = ranges.popLast() {
                    ranges.append(last.lowerBound..<range.upperBound)
                } else {
                    ranges.append(range)
                }
            }
        }

        /// Each with the blanks that follow it.
        private mutating func cut() -> [Range<Int>] {
            var ranges: [Range<Int>] = []
            var begin = start
            var index = start
            while index < characters.count {
                let end = beginsNumberedStep(at: index, sentence: begin) ? index : endOfSentence(at: index, begin)
                if let end, end > begin {
                    ranges.append(begin..<end)
                    begin = end
                }
                index = max(index + 1, end ?? 0)
            }
            if begin < characters.count { ranges.append(begin..<characters.count) }
            return ranges
        }

        /// Where the next sentence begins, if one ends at `index`.
        private func endOfSentence(at index: Int, _ begin: Int) -> Int? {
            let character = characters[index]
            guard !quoting.isAside[index] else { return nil }
            if quoting.isQuoted[index] { return endAfterQuotation(at: index) }
            if "。！？".contains(character) { return pastClosing(index + 1) }
            if ".!?…".contains(character) {
                let next = pastMarks(index + 1)
                guard isBreak(at: next), !characters[begin..<index].allSatisfy(\.isASCIIDigit) else { return nil }
                return character == "." && isAbbreviation(before: index, next: next, begin) ? nil : pastBlanks(next)
            }
            return character.isEmoji ? endAfterPicture(at: index, begin) : nil
        }

        /// `She says “Stop!” Click Export.` ends at the quotation.
        private func endAfterQuotation(at index: Int) -> Int? {
            guard index > start, index + 1 >= characters.count || !quoting.isQuoted[index + 1] || isOpening(index + 1),
                "。！？.!?…".contains(characters[index - 1])
            else { return nil }
            let next = pastMarks(index + 1)
            guard next < characters.count else { return next }
            let following = characters[pastBlanks(next) < characters.count ? pastBlanks(next) : next]
            if following.isHan { return following == "的" ? nil : pastBlanks(next) }
            return characters[next].isWhitespace && (following.isUppercase || following.isEmoji)
                ? pastBlanks(next) : nil
        }

        private func isOpening(_ index: Int) -> Bool { "“‘「『《«„\"".contains(characters[index]) }

        /// A picture parts sentences where no other mark does: `Done 🎬 Click Export`. One that points belongs to what
        /// follows.
        private func endAfterPicture(at index: Int, _ begin: Int) -> Int? {
            guard characters[max(begin, index - 100)..<index].contains(where: { $0.isLetter || $0.isNumber }) else {
                return nil
            }
            if "👉➡▶→➜👇⬇".contains(String(characters[index].unicodeScalars.prefix(1))) { return index }
            let next = pastBlanks(index + 1)
            guard next < characters.count, !characters[next].isEmoji else { return nil }
            let isBlankBetween = next > index + 1
            return (characters[next].isUppercase && isBlankBetween) || characters[next].isHan ? next : nil
        }

        /// `… like this: 1. Click Export 2. Wait`
        private mutating func beginsNumberedStep(at index: Int, sentence begin: Int) -> Bool {
            if characters[index].isNumberPicture { return !quoting.isQuoted[index] && beginsWords(after: index + 1) }
            guard characters[index].isASCIIDigit, !quoting.isQuoted[index],
                index == start || !characters[index - 1].isASCIIDigit,
                let length = Line.numberMark(of: characters[index...]),
                let number = Int(String(characters[index...].prefix(while: \.isASCIIDigit)))
            else { return false }
            let before = characters[start..<index].last { !$0.isWhitespace }
            let mayBegin = number == 1 && (before.map { "::：.。!！?？;；".contains($0) } ?? true)
            guard mayBegin || (number == lastNumber + 1 && lastNumber > 0) else { return false }
            guard beginsWords(after: index + length) else { return false }
            lastNumber = number
            return true
        }

        private func beginsWords(after index: Int) -> Bool {
            let first = characters[index...].first { !$0.isWhitespace && $0 != "*" }
            return first.map { $0.isUppercase || $0.isHan || $0.isEmoji } ?? false
        }

        /// Past marks of emphasis and closing marks.
        private func pastMarks(_ start: Int) -> Int {
            var index = start
            while index < min(characters.count, start + 20), ".!?…。！？*_~\"'”’」』)）】`".contains(characters[index]),
                !quoting.begins(at: index)
            {
                index += 1
            }
            return index
        }

        private func pastBlanks(_ index: Int) -> Int {
            var index = index
            while index < characters.count, characters[index].isWhitespace { index += 1 }
            return index
        }

        private func pastClosing(_ index: Int) -> Int { pastBlanks(pastMarks(index)) }

        private func isBreak(at index: Int) -> Bool {
            index >= characters.count || characters[index].isWhitespace || characters[index].isHan
                || characters[index].isEmoji
        }

        private func isAbbreviation(before dot: Int, next: Int, _ begin: Int) -> Bool {
            let letters = characters[start..<dot].suffix(8).reversed().prefix { $0.isLetter || $0 == "." }
            let word = String(letters.reversed()).lowercased()
            if word.count == 1, characters[dot - 1].isUppercase {
                let before = characters[begin..<(dot - 1)].last { !$0.isWhitespace }
                return before?.isLetter ?? false
            }
            if ["e.g", "i.e", "vs", "mr", "mrs", "ms", "dr", "approx"].contains(word) { return true }
            let following = pastBlanks(next)
            guard following < characters.count else { return false }
            if ["no", "fig"].contains(word) { return characters[following].isASCIIDigit }
            return characters[following].isLowercase
                && ["etc", "sec", "min", "a.m", "p.m", "max", "incl", "ca"].contains(word)
        }
    }
}
