// English clauses: an instruction begins with what to do, and does it to something on a screen.

extension GUITalk {
    /// Judges the words of an English clause.
    struct EnglishPhrase {
        private let words: ArraySlice<Word>

        init(_ words: ArraySlice<Word>) { self.words = words }

        func kind(followsContent: Bool, isQuestion: Bool) -> Kind {
            let opening = Opening(of: words)
            if isQuestion, !opening.asksPolitely { return .content }
            let command = Command(after: opening, in: words)
            if let command, let errands = command.errands(followsContent: followsContent) {
                return .instruction(errands)
            }
            if let errands = tellsOfExportButton ?? laterInstruction { return .instruction(errands) }
            let joined = EnglishPhrase(words.drop { Self.conjunctions.contains($0.text) })
            if opening.count == words.count || joined.leadsTo(Self.conditions) || isPlace { return .condition }
            if leadsTo(Self.purposes) || joined.leadsTo(Self.purposes) { return .purpose }
            guard let command, command.isContinuation(isLedUpTo: opening.count > 0) else { return .content }
            return command.isStep ? .step : .continuation
        }

        /// Where an instruction begins after a conjunction.
        var joint: Int? {
            let opening = Opening(of: words)
            let own = words.dropFirst(opening.count)
            let isInstruction = Command(after: opening, in: words)?.errands(followsContent: false) != nil
            for index in own.indices.dropFirst(1) where !words[index].isQuoted {
                let rest = words[index...]
                guard Self.conjunctions.contains(words[index].text), !isDragAndDrop(at: index) else { continue }
                let command = Command(after: Opening(of: rest), in: rest)
                if let command, command.errands(followsContent: false) != nil {
                    if words[index].text != "so" || command.isOperation { return words[index].start }
                } else if isInstruction, command?.isContinuation(isLedUpTo: false) == true || tellsOfOwnDoing(rest) {
                    return words[index].start
                }
            }
            return nil
        }

        private static let conjunctions: Set<String> = ["and", "then", "or", "but", "so", "by"]

        private func isDragAndDrop(at index: Int) -> Bool {
            let before = index > words.startIndex ? words[index - 1].text : ""
            let after = index + 1 < words.endIndex ? words[index + 1].text : ""
            return ["drag", "click"].contains(before) && ["drop", "drag", "hold"].contains(after)
        }

        /// `and I'll …`
        private func tellsOfOwnDoing(_ rest: ArraySlice<Word>) -> Bool {
            guard let next = rest.dropFirst().first?.text else { return false }
            return ["i", "i'll", "i've", "i'm", "we", "we'll"].contains(next)
        }

        /// `When you're ready click Export`, `To download it click Export`: the condition has no comma.
        private var laterInstruction: [Errand]? {
            let words = words.drop { Self.conjunctions.contains($0.text) }
            guard EnglishPhrase(words).leadsTo(Self.conditions) || words.first?.text == "to" else { return nil }
            for index in words.indices.dropFirst(2) where ScreenWords.operations.contains(words[index].text) {
                let errands = Command(words[index...], isAddressed: false)?.errands(followsContent: true)
                if let errands { return errands }
            }
            // "Once you click Export, …"
            guard words.dropFirst().first?.text.hasPrefix("you") == true else { return nil }
            return Command(words.dropFirst(2), isAddressed: true, isInflected: true)?.errands(followsContent: true)
        }

        /// `The Export button is in the top right corner.`
        private var tellsOfExportButton: [Errand]? {
            let texts = words.map(\.text)
            let place = texts.indices.dropFirst().first { index in
                texts[index] == "button" && ["export", "download", "render"].contains(texts[index - 1])
            }
            guard let place, !texts.contains(where: Self.narrators.contains) else { return nil }
            let leads = place <= 2 && ["the", "an", "your", "export", "download", "render"].contains(texts[0])
            let rest = texts[(place + 1)...]
            let isPlaced = rest.contains(where: Self.screenPlaces.contains)
            let isMeant = texts[..<place].contains { ["you", "your", "via", "use", "using", "through"].contains($0) }
            return isMeant || (leads && (isPlaced || rest.isEmpty)) || (place == 1 && rest.first == "to")
                ? [.export] : nil
        }

        /// Those who tell of a video in which a button is to be seen.
        private static let narrators = ScreenWords.set(
            """
            i i've i'll i'd we we've she he recording screencast scene shot footage animation animated demo title \
            caption mockup cursor viewer viewers overlay
            """)
        private static let screenPlaces = ScreenWords.set(
            """
            top top-right top-left bottom upper lower corner toolbar right left below above ready available located
            """)

        private func leadsTo(_ heads: [[String]]) -> Bool { heads.contains { words.map(\.text).starts(with: $0) } }

        private static let conditions = ScreenWords.phrases(
            "when, once, if, whenever, after, until, as soon as, in case, should you, from there")
        private static let purposes = ScreenWords.phrases(
            """
            to, in order to, so you, so that you, for download, and enjoy, enjoy, and you're done, you're done, \
            and that's it, that's it, and wait, and it will download, and your download, your download, \
            and the download, the download, and your export, and the export, and the render, which will start, \
            which starts, and you'll get, and your video will be ready, and the video will be ready, \
            and your video will download
            """)

        /// `In the timeline`, `On the right`: before a comma, where to do what follows.
        private var isPlace: Bool {
            guard let first = words.first?.text, words.count <= 7 else { return false }
            return ["in", "on", "at", "from", "under", "inside", "within"].contains(first)
                && words.contains { ScreenWords.parts.contains($0.text) || Self.screenPlaces.contains($0.text) }
        }

        var introducesSteps: Bool {
            let own = words.drop { ["please", "and", "then", "now", "just"].contains($0.text) }
            guard let first = own.first?.text else { return !words.isEmpty }
            if Self.guides.contains(first) { return true }
            let texts = own.map(\.text)
            return Self.longGuides.contains { texts.starts(with: $0) }
        }

        private static let guides = ScreenWords.set(
            """
            to how step steps next tip tips note hint instructions finally follow export exporting download \
            downloading preview previewing
            """)
        private static let longGuides = ScreenWords.phrases(
            """
            here's how, here is how, here's what to do, here is what to do, here are the steps, what's next, \
            what to do, in order to, you can, if you, when you, once you, do the following, all that's left, \
            the next step
            """)

        /// Whether a list that follows is words shown or spoken in the video.
        var introducesValues: Bool {
            !introducesSteps && words.contains { Self.values.contains($0.text) }
                && !words.contains { ["how", "do", "next", "steps", "you"].contains($0.text) }
        }

        var introducesValue: Bool {
            let own = words.filter { !$0.isQuoted && $0.text.contains { !$0.isNumber } && $0.text != "s" }
            guard let last = own.last?.text else { return true }
            if own.contains(where: { Self.manyValues.contains($0.text) }) || Self.values.contains(last)
                || ["says", "saying", "reads", "reading"].contains(last)
            {
                return true
            }
            return ["to", "as", "with", "are", "is", "now"].contains(last)
                && own.contains { Self.values.contains($0.text) }
        }

        private static let manyValues = ScreenWords.set("titles captions subtitles texts lyrics lines")
        private static let values = ScreenWords.set(
            """
            list title titles caption captions subtitle subtitles text texts lyrics script scene shot frame cta \
            voiceover narration sticker overlay slogan quote tagline headline line lines storyboard beats
            """)
    }
}
