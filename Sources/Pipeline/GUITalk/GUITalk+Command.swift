// What an English sentence tells somebody to do, and whether that is done on a screen.

extension GUITalk {
    /// A verb and what it is done to.
    struct Command {
        private let verb: String
        private let object: ArraySlice<Word>
        private let isAddressed: Bool

        /// - Parameters:
        ///   - words: beginning with the verb. `nil` when they do not begin with a word of the reply's own.
        ///   - isAddressed: whether somebody is spoken to: `please`, `you can`.
        ///   - isInflected: whether the verb may be `clicking` or `clicked`; else that tells what was done.
        init?(_ words: ArraySlice<Word>, isAddressed: Bool, isInflected: Bool = false) {
            guard let first = words.first, !first.isQuoted else { return nil }
            let base = isInflected ? ScreenWords.baseForms[first.text] : nil
            verb = ScreenWords.sameVerbs[first.text] ?? base ?? first.text
            object = words.dropFirst()
            self.isAddressed = isAddressed
        }

        /// The command behind an opening.
        init?(after opening: Opening, in words: ArraySlice<Word>) {
            let isBy = words.prefix(opening.count).last?.text == "by"
            self.init(words.dropFirst(opening.count), isAddressed: opening.isAddressed, isInflected: isBy)
        }

        var isOperation: Bool { ScreenWords.operations.contains(verb) }

        /// What the command is about, when it is a command to operate a screen. Empty when nothing can be done for it.
        /// - Parameter followsContent: only what is plainly done on a screen counts then.
        func errands(followsContent: Bool) -> [Errand]? {
            guard !isStatement else { return nil }
            if asksForAccount { return [.credits] }
            let mustBePlain = followsContent && !isAddressed
            switch verb {
            case "click", "tap", "press", "hit": return isClick(mustBePlain: mustBePlain) ? clickErrands : nil
            case "drag", "drop": return isDrag(mustBePlain: mustBePlain) ? dragErrands : nil
            case "open", "expand":
                return opensPart ? [.trackSummary] + (names(ScreenWords.exports) ? [.export] : []) : nil
            case "go", "head", "navigate", "switch", "jump", "return", "scroll":
                return goesToPart ? (names(ScreenWords.exports) ? [.export] : [.trackSummary]) : nil
            case "select", "choose", "pick", "use", "hover", "toggle", "find", "locate", "look":
                return names(ScreenWords.controls) ? clickErrands : looksAtTimeline ? [.trackSummary] : nil
            case "preview", "review", "watch", "view", "see", "check", "play", "scrub", "inspect", "take":
                return looksAtTimeline || isPreview ? [.trackSummary] : nil
            case "export", "download", "render", "save": return isExport(mustBePlain: mustBePlain) ? [.export] : nil
            default: return nil
            }
        }

        /// Whether it may be the next thing to do on a screen, if what stands beside it is.
        /// - Parameter isLedUpTo: words like `then` stand before it.
        func isContinuation(isLedUpTo: Bool) -> Bool {
            guard !isStatement, ScreenWords.continuations.contains(verb) else { return false }
            return isLedUpTo || !object.isEmpty || verb == "enjoy" || verb == "wait"
        }

        /// Whether it is such a thing even in a sentence of its own.
        var isStep: Bool { ScreenWords.steps.contains(verb) }

        /// `Press Play is the second title`: the verb is a name, and something is said of it.
        private var isStatement: Bool {
            object.prefix { !ScreenWords.subordinators.contains($0.text) }
                .contains { !$0.isQuoted && ScreenWords.predicates.contains($0.text) }
        }
    }
}

extension GUITalk.Command {
    private typealias ScreenWords = GUITalk.ScreenWords

    private var next: GUITalk.Word? { object.first }
    private var texts: [String] { object.map(\.text) }
    /// The first word that is neither an article nor a preposition.
    private var noun: GUITalk.Word? { object.first { !ScreenWords.articles.contains($0.text) } }

    private func names(_ nouns: Set<String>) -> Bool { object.contains { $0.isOne(of: nouns) } }

    private func isClick(mustBePlain: Bool) -> Bool {
        guard let next else { return isAddressed }
        guard !ScreenWords.clickThings.contains(next.text), noun?.isOne(of: ScreenWords.clickThings) != true else {
            return false
        }
        if names(ScreenWords.controls) || names(ScreenWords.looks) { return true }
        if mustBePlain { return false }
        if let noun, noun.isQuoted || noun.isCapitalised || noun.isHan || noun.text == "here" { return true }
        return verb == "click" && ScreenWords.afterClick.contains(next.text)
    }

    /// What the button says, or else what it is for.
    private var clickErrands: [GUITalk.Errand] {
        if texts.contains("drag") { return [.edit] }
        let target = object.prefix { !ScreenWords.purposes.contains($0.text) }
        let button: [(words: Set<String>, errand: GUITalk.Errand)] = [
            (ScreenWords.exports, .export), (ScreenWords.account, .credits), (ScreenWords.edits, .edit),
            (ScreenWords.looks, .trackSummary), (ScreenWords.parts, .trackSummary),
        ]
        for part in [target, object] {
            if let found = button.first(where: { entry in part.contains { $0.isOne(of: entry.words) } }) {
                return [found.errand]
            }
        }
        return []
    }

    private func isDrag(mustBePlain: Bool) -> Bool {
        guard let next, ScreenWords.afterDrag.contains(next.text) || next.isQuoted else { return false }
        if verb == "drop" { return names(ScreenWords.dropPlaces) }
        return names(ScreenWords.dragPlaces) || names(ScreenWords.sources) || !mustBePlain
    }

    /// Bringing media is no edit: nobody but a person can do it.
    private var dragErrands: [GUITalk.Errand] { names(ScreenWords.sources) ? [] : [.edit] }

    private var namesPart: Bool {
        names(ScreenWords.parts)
            || zip(object, object.dropFirst()).contains { $1.text == "library" && $0.isOne(of: ScreenWords.libraries) }
    }

    private var opensPart: Bool {
        guard let next, namesPart else { return false }
        return object.count == 1 || next.isQuoted || next.isCapitalised
            || ["the", "your", "up", "a", "in"].contains(next.text)
    }

    private var goesToPart: Bool {
        guard let next, namesPart || names(ScreenWords.exports) else { return false }
        return object.count > 1 && ["to", "over", "back", "into", "down", "up"].contains(next.text)
    }

    /// `in the timeline`, `at the preview window`; `the timeline` itself.
    private var looksAtTimeline: Bool {
        guard isAddressed || verb != "see" else { return false }
        let texts = texts
        return texts.indices.contains { index in
            let isObject = index == 0 || (index == 1 && texts[0] == "out")
            let leads = ["in", "on", "at", "inside", "from", "within"].contains(texts[index])
            guard isObject || leads else { return false }
            let place = texts[(leads ? index + 1 : index)...]
                .drop {
                    ["the", "your", "out", "on", "at", "preview", "media", "video", "main", "right", "left"].contains(
                        $0)
                }
            guard let first = place.first else { return false }
            return ScreenWords.previewPlaces.contains(first)
                || (texts.contains("preview") && ["window", "area", "pane"].contains(first))
        }
    }

    private var isPreview: Bool {
        guard verb == "preview" else { return false }
        return next.map { ScreenWords.afterPreview.contains($0.text) } ?? isAddressed
    }

    private func isExport(mustBePlain: Bool) -> Bool {
        guard let next else { return isAddressed && verb != "save" }
        if verb == "save", !isAddressed { return false }
        let isTheVideo = next.text == "the" && names(ScreenWords.videos)
        if isTheVideo || ScreenWords.afterExport.contains(next.text) { return !mustBePlain }
        return isAddressed && ScreenWords.afterAskedExport.contains(next.text)
    }

    private var asksForAccount: Bool {
        guard
            ["check", "visit", "see", "view", "review", "manage", "open", "go", "update", "log", "sign"].contains(verb)
        else { return false }
        return texts.indices.contains { index in
            let before = index > 0 ? texts[index - 1] : "the"
            let after = index + 1 < texts.count ? texts[index + 1] : nil
            switch texts[index] {
            case "account", "billing", "subscription":
                let goesOn = after.map { ScreenWords.afterAccount.contains($0) } ?? true
                return goesOn && ["your", "the", "or", "account"].contains(before)
            case "balance", "plan", "credits", "credit": return before == "your"
            default: return false
            }
        }
    }
}

extension GUITalk.Word {
    /// Whether it is one of the words, or, as there are no blanks between ideographs, holds one.
    func isOne(of words: Set<String>) -> Bool {
        words.contains(text) || (isHan && words.contains { text.contains($0) })
    }
}
