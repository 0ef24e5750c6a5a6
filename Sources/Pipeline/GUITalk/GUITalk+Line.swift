// A reply line by line: lists and numbered steps are how the editor's AI likes to explain its screen.

extension GUITalk {
    /// One line of a reply with what was found out about it.
    struct Line {
        let characters: [Character]
        /// The line break it ends with; empty for the last.
        let ending: String
        /// Whether the line lies in a block of code, a table or far too long a reply, which are not looked into.
        let isVerbatim: Bool
        /// Where indentation, quotation and list marks end.
        let bodyStart: Int
        let isListItem: Bool
        /// Whether the line is words to be shown in the video: a list of captions, say.
        var isValue = false
        /// Whether the last sentence leads to such words.
        var introducesValues = false
        private(set) var sentences: [Sentence] = []

        var isBlank: Bool { characters.allSatisfy(\.isWhitespace) }
        var body: ArraySlice<Character> { characters[bodyStart...] }
        var actions: [Action] { sentences.flatMap(\.actions) }
        /// Whether it holds nothing but what a person should do.
        var isOperating: Bool { !sentences.isEmpty && sentences.allSatisfy(\.isOperating) }
        var isInstruction: Bool { isOperating && sentences.contains(where: \.isChanged) }

        mutating func read() {
            guard !isVerbatim, !isValue, !isBlank else { return }
            sentences = SentenceCutter(characters, from: bodyStart).sentences()
            for index in sentences.indices.dropFirst()
            where sentences[index].isStep && !sentences[index].isNumbered && sentences[index - 1].isWhollyLeftOut {
                sentences[index].leaveOut()
            }
            settleNumberedSteps()
            if introducesValues, let last = sentences.indices.last { sentences[last].keep() }
        }

        /// A list within the line goes when all of it tells what to do, and then what leads to it.
        private mutating func settleNumberedSteps() {
            let steps = sentences.indices.filter { sentences[$0].isNumbered }
            guard let first = steps.first, steps.contains(where: { sentences[$0].isChanged }),
                steps.allSatisfy({ sentences[$0].isOperating })
            else { return }
            for step in steps { sentences[step].leaveOut() }
            if first > 0, sentences[first - 1].introducesSteps { sentences[first - 1].leaveOut() }
        }

        /// Takes out everything.
        mutating func leaveOut() {
            for index in sentences.indices { sentences[index].leaveOut() }
        }

        /// Takes out the last sentence, which leads to a list of which nothing is left.
        mutating func leaveOutLastSentence() {
            guard let last = sentences.indices.last else { return }
            sentences[last].leaveOut()
        }
    }
}

extension GUITalk.Line {
    static func lines(of text: String) -> [Self] {
        var lines: [Self] = []
        var isInCode = false
        var read = 0
        var start = text.startIndex
        while start < text.endIndex {
            let end = text[start...].firstIndex(where: \.isNewline) ?? text.endIndex
            let next = end < text.endIndex ? text.index(after: end) : end
            let characters = Array(text[start..<end])
            let isFence = characters.drop(while: \.isWhitespace).starts(with: "```")
            if isFence { isInCode.toggle() }
            read += characters.count + 1
            let isVerbatim = isInCode || isFence || read > most || characters.drop(while: \.isWhitespace).first == "|"
            lines.append(Self(characters, ending: String(text[end..<next]), isVerbatim: isVerbatim))
            start = next
        }
        return lines
    }

    /// How many characters are looked into: nobody is told what to click at such length.
    private static let most = 100_000

    private init(_ characters: [Character], ending: String, isVerbatim: Bool) {
        self.characters = characters
        self.ending = ending
        self.isVerbatim = isVerbatim
        let mark = Self.mark(of: characters)
        bodyStart = mark.end
        isListItem = mark.isListItem || Self.isStep(characters[mark.end...])
    }

    /// The end of what stands before the words of a line: blanks, `>`, `#`, `-`, `1.`, `（2）`, `[ ]`.
    private static func mark(of characters: [Character]) -> (end: Int, isListItem: Bool) {
        var end = characters.prefix { $0.isWhitespace || $0 == ">" || $0 == "#" }.count
        var isListItem = false
        let rest = characters[end...]
        if let first = rest.first, "-*+•·–▪◦●".contains(first), rest.dropFirst().first?.isWhitespace == true {
            isListItem = true
            end += 1
        } else if let length = numberMark(of: rest) {
            isListItem = true
            end += length
        }
        if isListItem, characters[end...].drop(while: \.isWhitespace).starts(with: "[ ]") {
            end = (characters[end...].firstIndex(of: "]") ?? end) + 1
        }
        end += characters[end...].prefix(while: \.isWhitespace).count
        return (end, isListItem)
    }

    /// How long the number of a numbered item is: `1.`, `2)`, `3、`, `(4)`, `⑤`, `6️⃣`.
    static func numberMark(of characters: ArraySlice<Character>) -> Int? {
        guard let first = characters.first else { return nil }
        if first.isNumberPicture { return 1 }
        let opening = "(（".contains(first) ? 1 : 0
        let digits = characters.dropFirst(opening).prefix(while: \.isASCIIDigit).count
        guard (1...2).contains(digits) else { return nil }
        let length = opening + digits + 1
        guard let closing = characters.dropFirst(length - 1).first else { return nil }
        let isBlankNext = characters.dropFirst(length).first?.isWhitespace ?? false
        switch closing {
        case "、", "．", "）": return length
        case ".", ")": return isBlankNext || characters.dropFirst(length).first?.isHan == true ? length : nil
        default: return nil
        }
    }

    /// `Step 1`, `第一步`, `步骤2`
    private static func isStep(_ body: ArraySlice<Character>) -> Bool {
        let opening = String(body.drop { !$0.isLetter && !$0.isNumber }.prefix(6)).lowercased()
        let numeral = opening.drop { !$0.isNumber && !"一二三四五六七八九十".contains($0) }.first
        guard numeral != nil else { return false }
        return opening.hasPrefix("step ") || opening.hasPrefix("步骤")
            || (opening.hasPrefix("第") && opening.prefix(4).contains("步"))
    }
}

extension Character {
    var isASCIIDigit: Bool { isASCII && isWholeNumber }

    /// Whether it is an ideograph (Unicode 15, the unified blocks).
    var isHan: Bool {
        switch unicodeScalars.first?.value ?? 0 {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3134F: true
        default: false
        }
    }

    /// `①`, `1️⃣`
    var isNumberPicture: Bool {
        guard let scalar = unicodeScalars.first else { return false }
        return (0x2460...0x2473).contains(scalar.value) || unicodeScalars.contains("\u{20E3}")
    }

    /// Whether it is drawn as a picture.
    var isEmoji: Bool {
        guard let scalar = unicodeScalars.first, !isASCII else { return false }
        return scalar.properties.isEmojiPresentation || (scalar.properties.isEmoji && unicodeScalars.count > 1)
            || "👉➡▶→➜👇⬇".contains(self)
    }
}
