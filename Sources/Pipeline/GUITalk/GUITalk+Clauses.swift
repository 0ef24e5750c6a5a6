// Cuts a sentence into clauses where a comma, a dash, a colon or a conjunction parts what was done from what to click.

extension GUITalk {
    /// Finds the clauses of one sentence and judges each.
    struct ClauseCutter {
        private let characters: [Character]
        private let quoting: Quoting
        private let core: Range<Int>
        private let isQuestion: Bool
        private var found: [Clause] = []
        private var followsContent: Bool
        /// Whether the rest of the sentence is words to be shown in the video.
        private(set) var foundValue = false

        init(_ characters: [Character], quoting: Quoting, in range: Range<Int>, followsContent: Bool) {
            self.followsContent = followsContent
            self.characters = characters
            self.quoting = quoting
            let end = range.last { index in
                quoting.isQuoted[index] || quoting.isAside[index] || characters[index].isLetter
                    || characters[index].isNumber
            }
            let coreEnd = end.map { $0 + 1 } ?? range.upperBound
            let start = range.lowerBound + (Line.numberMark(of: characters[range]) ?? 0)
            core = min(start, coreEnd)..<coreEnd
            isQuestion =
                characters[coreEnd..<range.upperBound].contains { $0 == "?" || $0 == "？" }
                || ["吗", "呢"].contains(end.map { characters[$0] })
        }

        mutating func clauses() -> [Clause] {
            var begin = core.lowerBound
            var index = core.lowerBound
            while index < core.upperBound {
                if let aside = asideInstruction(at: index) {
                    add(from: begin, to: blanksEnd(before: index))
                    found.append(aside)
                    begin = pastBlanks(aside.range.upperBound)
                    index = max(begin, index + 1)
                } else if let separator = separator(at: index), separator.upperBound < core.upperBound {
                    if isColon(index), phrase(core.lowerBound..<index).introducesValue {
                        foundValue = true
                        break
                    }
                    add(from: begin, to: separator.lowerBound, isLabel: isColon(index))
                    begin = separator.upperBound
                    index = begin
                } else {
                    index += 1
                }
            }
            add(from: begin, to: core.upperBound)
            // What has a time of its own happens in the video: `0:05 – Click the bell`.
            let hasTime = found.contains { Self.isTime(characters[$0.range]) }
            return hasTime ? found.map { Clause(range: $0.range, isAside: $0.isAside, kind: .content) } : found
        }

        /// `0:05`, `0-3 s`, `[0:05–0:08]`
        private static func isTime(_ part: ArraySlice<Character>) -> Bool {
            part.allSatisfy { $0.isASCIIDigit || $0.isWhitespace || ":.,-–~s秒*[]".contains($0) }
                && part.contains(where: \.isASCIIDigit) && part.contains { ":s秒".contains($0) }
        }

        /// `Open the Menu (0-3s)`
        private func hasTime(_ range: Range<Int>) -> Bool {
            characters[range].split { "()（）".contains($0) }.dropFirst().contains(where: Self.isTime)
        }

        /// Takes one part, cutting it once more where a conjunction joins an instruction to something else.
        private mutating func add(from begin: Int, to end: Int, isLabel: Bool = false) {
            guard begin < end else { return }
            let range = begin..<end
            let phrase = phrase(range)
            if isLabel, phrase.introducesSteps {
                found.append(Clause(range: range, kind: .condition))
                return
            }
            if let cut = phrase.joint(isQuestion: isQuestion), cut > range.lowerBound, !quoting.isAside[cut] {
                append(from: begin, to: blanksEnd(before: cut))
                append(from: cut, to: end)
            } else {
                append(from: begin, to: end)
            }
        }

        private mutating func append(from begin: Int, to end: Int) {
            guard begin < end else { return }
            let range = begin..<end
            let judged = phrase(range).kind(followsContent: followsContent, isQuestion: isQuestion)
            let kind = hasTime(range) ? .content : judged
            switch kind {
            case .content: followsContent = true
            case .instruction: followsContent = false
            case .condition, .purpose, .continuation, .step: break
            }
            found.append(Clause(range: range, kind: kind))
        }

        /// A whole parenthesis that is an instruction. Any other belongs to the clause around it.
        private func asideInstruction(at index: Int) -> Clause? {
            guard quoting.isAside[index], index == core.lowerBound || !quoting.isAside[index - 1] || isOpening(index),
                let end = characters[(index + 1)..<core.upperBound].firstIndex(where: { ")）】".contains($0) })
            else { return nil }
            let kind = phrase(index + 1..<end).kind(followsContent: false, isQuestion: isQuestion)
            guard case .instruction = kind else { return nil }
            return Clause(range: index..<end + 1, isAside: true, kind: kind)
        }

        private func isOpening(_ index: Int) -> Bool { "(（【".contains(characters[index]) }
        private func isColon(_ index: Int) -> Bool { characters[index] == ":" || characters[index] == "：" }

        private func phrase(_ range: Range<Int>) -> Phrase {
            Phrase(characters[range], isQuoted: quoting.isQuoted[range])
        }

        /// The mark that parts two clauses here, with the blanks around it.
        private func separator(at index: Int) -> Range<Int>? {
            guard !quoting.isQuoted[index], !quoting.isAside[index] else { return nil }
            let next = index + 1 < core.upperBound ? characters[index + 1] : " "
            let isBlankBefore = index > core.lowerBound && characters[index - 1].isWhitespace
            let parts =
                switch characters[index] {
                case "，", "；", "：", "—", "―", "→", "➜": true
                case ",", ";", ":": next.isWhitespace || next.isHan
                case "–", "-", "|", "•", "·", "~": isBlankBefore && next.isWhitespace
                default: false
                }
            guard parts else { return nil }
            var end = index + 1
            while end < core.upperBound, characters[end].isWhitespace || "—―".contains(characters[end]) { end += 1 }
            return blanksEnd(before: index)..<end
        }

        /// Where the blanks begin that end before `index`.
        private func blanksEnd(before index: Int) -> Int {
            var start = index
            while start > core.lowerBound, characters[start - 1].isWhitespace { start -= 1 }
            return start
        }

        private func pastBlanks(_ index: Int) -> Int {
            var index = index
            while index < core.upperBound, characters[index].isWhitespace { index += 1 }
            return index
        }
    }
}
