// A sentence judged clause by clause: "I extended the video by 30 seconds, click Export" keeps its first.

extension GUITalk {
    /// A sentence of a reply, and which of its clauses are left out.
    struct Sentence {
        private let characters: [Character]
        /// With the blanks that follow.
        let range: Range<Int>
        private let clauses: [Clause]
        /// Whether it ends with words to be shown in the video: `Caption: …`.
        let holdsValue: Bool
        private var isLeftOut: [Bool]
        private var isWholeLeftOut = false

        init(_ characters: [Character], in range: Range<Int>, quoting: Quoting, followsValue: Bool) {
            self.characters = characters
            self.range = range
            var cutter = ClauseCutter(characters, quoting: quoting, in: range, followsContent: followsValue)
            clauses = range.count > Self.longest || quoting.isBroken(in: characters, range) ? [] : cutter.clauses()
            holdsValue = cutter.foundValue
            isLeftOut = Clause.leftOut(clauses.map(\.kind))
        }

        /// In characters. What is longer is nothing that anybody would be told to do.
        private static let longest = 1500

        var isChanged: Bool { isWholeLeftOut || isLeftOut.contains(true) }

        /// Whether it holds nothing but what a person should do.
        var isOperating: Bool { !clauses.isEmpty && clauses.allSatisfy { $0.kind != .content } }

        /// Whether it is a numbered step within its line.
        var isNumbered: Bool { Line.numberMark(of: characters[range]) != nil }

        /// Whether it ends with a colon and what follows is something to do.
        var introducesSteps: Bool {
            let last = characters[range].last { !$0.isWhitespace && $0 != "*" && $0 != "_" }
            return (last == ":" || last == "：") && Phrase(characters[range], isQuoted: []).introducesSteps
        }

        /// Whether it goes along with an instruction before it.
        var isStep: Bool { isOperating && clauses.contains { $0.kind == .step } }

        var isWhollyLeftOut: Bool { isWholeLeftOut || (isChanged && !isLeftOut.contains(false)) }

        mutating func keep() { (isWholeLeftOut, isLeftOut) = (false, isLeftOut.map { _ in false }) }
        mutating func leaveOut() { isWholeLeftOut = true }

        var actions: [Action] {
            var actions: [Action] = []
            for (clause, isLeftOut) in zip(clauses, isLeftOut) where isLeftOut {
                guard case .instruction(let errands) = clause.kind else { continue }
                for errand in errands.isEmpty && namesExport ? [.export] : errands
                where errand != .edit || !isOffer {
                    let action = errand.action(in: instruction)
                    if !actions.contains(action) { actions.append(action) }
                }
            }
            return actions
        }

        private var words: [Word] { Phrase(characters[range], isQuoted: []).words }

        /// `If you want to move the title, drag it`: an edit that nobody asked for is not asked for here either, since
        /// it would be paid.
        private var isOffer: Bool {
            let words = words
            return zip(words, words.dropFirst()).contains { $0.text == "if" && $1.text.hasPrefix("you") }
                || words.contains { word in
                    word.isHan && ["如果", "如需", "如要", "若", "假如"].contains { word.text.contains($0) }
                }
        }

        /// `Export: click the button at the top right`
        private var namesExport: Bool {
            words.contains { ["export", "download"].contains($0.text) || $0.text.contains("导出") }
        }

        /// The sentence without the marks before it, to be quoted.
        private var instruction: String {
            let mark = Line.numberMark(of: characters[range]) ?? 0
            let words = characters[range].dropFirst(mark).drop {
                !$0.isLetter && !$0.isNumber && !"“\"「《(（".contains($0)
            }
            let end = words.lastIndex { !$0.isWhitespace && $0 != "*" && $0 != "_" && !$0.isEmoji }
            let whole = end.map { words[...$0] } ?? words
            return whole.count > 500 ? String(whole.prefix(499)) + "…" : String(whole)
        }

        /// What is taken out of the line, in order.
        var removed: [Range<Int>] {
            guard isChanged else { return [] }
            if isWholeLeftOut || !isLeftOut.contains(false) { return [range] }
            return clauses.indices.filter { isLeftOut[$0] }.map { index in
                let clause = clauses[index]
                let isLast = !isLeftOut[(index + 1)...].contains(false)
                let isFirst = !isLeftOut[..<index].contains(false)
                if isLast || (clause.isAside && !isFirst) {
                    return
                        (index > 0 ? clauses[index - 1].range.upperBound : range.lowerBound)..<clause.range.upperBound
                }
                return clause.range.lowerBound..<clauses[index + 1].range.lowerBound
            }
        }
    }

    /// A part of a sentence that says one thing.
    struct Clause {
        let range: Range<Int>
        /// Whether it stands in parentheses.
        var isAside = false
        var kind: Kind
    }

    /// What a clause is to somebody who has no screen.
    enum Kind: Hashable {
        case content
        /// Tells a person to operate the screen.
        case instruction([Errand])
        /// When or where to do what the next clause says.
        case condition
        /// What for, or what happens then.
        case purpose
        /// Something to do that is only known to be on the screen by what stands beside it.
        case continuation
        /// The same, and even in a sentence of its own: `Choose 1080p.`
        case step
    }

    /// What an instruction is about.
    enum Errand: Hashable {
        case export, trackSummary, credits, edit

        func action(in sentence: String) -> Action {
            switch self {
            case .export: .export
            case .trackSummary: .trackSummary
            case .credits: .credits
            case .edit: .edit(instruction: sentence)
            }
        }
    }
}

extension GUITalk.Clause {
    /// Which clauses of a sentence go: the instructions, and what only means something with them.
    static func leftOut(_ kinds: [GUITalk.Kind]) -> [Bool] {
        var leftOut = kinds.map { if case .instruction = $0 { true } else { false } }
        guard leftOut.contains(true) else { return leftOut }
        // Whatever touches an instruction, with nothing but asides between.
        for order in [Array(kinds.indices), kinds.indices.reversed()] {
            var touches = false
            for index in order {
                switch kinds[index] {
                case .instruction: touches = true
                case .content: touches = false
                case .continuation where touches, .step where touches: leftOut[index] = true
                case .continuation, .step, .condition, .purpose: break
                }
            }
        }
        let isMain = kinds.map { $0 != .condition && $0 != .purpose }
        for index in kinds.indices where !isMain[index] {
            let before = kinds.indices[..<index].last { isMain[$0] }
            let after = kinds.indices[(index + 1)...].first { isMain[$0] }
            let main = kinds[index] == .condition ? after ?? before : before ?? after
            leftOut[index] = main.map { leftOut[$0] } ?? false
        }
        return leftOut
    }
}
