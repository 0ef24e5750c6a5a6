// Chinese clauses: an instruction has its verb behind words of address, place or condition, and tells of nothing done.

extension GUITalk {
    /// Judges a clause with ideographs in it, in simplified or traditional writing.
    struct ChinesePhrase {
        /// The letters and digits, in lower case and simplified.
        private let all: [Character]
        /// The same with what is quoted blotted out.
        private let own: [Character]
        /// Where each of them stands in the line.
        private let places: [Int]

        /// `nil` when there is no ideograph in it.
        init?(_ phrase: Phrase) {
            guard phrase.hasHan else { return nil }
            var all: [Character] = []
            var own: [Character] = []
            var places: [Int] = []
            for word in phrase.words {
                for (offset, character) in word.text.enumerated() {
                    let simple = ChineseWords.simplified[character] ?? character
                    all.append(simple)
                    own.append(word.isQuoted ? Self.blot : simple)
                    places.append(word.start + offset)
                }
            }
            (self.all, self.own, self.places) = (all, own, places)
        }

        private init(_ other: Self, from start: Int) {
            all = Array(other.all[start...])
            own = Array(other.own[start...])
            places = Array(other.places[start...])
        }

        private static let blot: Character = "\u{25A1}"

        func kind(followsContent: Bool, isQuestion: Bool) -> Kind {
            guard !isQuestion else { return .content }
            if let errands = errands(followsContent: followsContent) ?? exportButton { return .instruction(errands) }
            if own.starts(withAnyOf: ChineseWords.conditions) || isPlace { return .condition }
            if own.starts(withAnyOf: ChineseWords.purposes) { return .purpose }
            let begun = own[...].dropping(ChineseWords.openings)
            return begun.starts(withAnyOf: ChineseWords.continuations) ? .step : .content
        }

        /// Where `请点击…` begins after something else.
        var joint: Int? {
            own.indices.dropFirst().first { start in
                own[start...].starts(withAnyOf: ChineseWords.addresses)
                    && Self(self, from: start).errands(followsContent: false) != nil
            }.map { places[$0] }
        }

        /// Whether what follows a colon is words to be shown or spoken.
        var introducesValue: Bool {
            own.ends(withAnyOf: ChineseWords.sayings) || own.ends(withAnyOf: ChineseWords.values)
                || (own.contains(anyOf: ChineseWords.values) && own.ends(withAnyOf: ChineseWords.valueEnds))
        }

        var introducesSteps: Bool { own.starts(withAnyOf: ChineseWords.guides) }

        /// `在时间线上`, `右上角`: where to do what follows.
        private var isPlace: Bool {
            own.count <= 14 && own.starts(withAnyOf: ChineseWords.places) && own.contains(anyOf: ChineseWords.parts)
                && !own.contains(anyOf: ChineseWords.tellers)
        }
    }
}

extension GUITalk.ChinesePhrase {
    private typealias Words = GUITalk.ChineseWords

    /// What the first verb asks for that a person could be asked for.
    private func errands(followsContent: Bool) -> [GUITalk.Errand]? {
        if asksForAccount { return [.credits] }
        for index in own.indices {
            guard let found = Words.verbs.first(where: { own[index...].starts(with: $0.word) }) else { continue }
            let after = index + found.word.count
            if mayLeadUp(own[..<index]), !isDone(found.verb, before: own[..<index], after: after) {
                let errands = errands(of: found.verb, at: index, after: after, mustBePlain: followsContent)
                if let errands { return errands }
            } else if found.verb != .look, found.verb != .open {
                return nil
            }
        }
        return nil
    }

    private func errands(of verb: Words.Verb, at index: Int, after: Int, mustBePlain: Bool) -> [GUITalk.Errand]? {
        let before = own[..<index]
        let isAsked = before.contains(anyOf: Words.permissions)
        let object = all[after...]
        let rest = own[after...]
        let namesButton = rest.first == Self.blot
        switch verb {
        case .click:
            guard !object.isEmpty, !rest.starts(withAnyOf: Words.clickThings) else { return nil }
            let isPlain = namesButton || isAsked || object.contains(anyOf: Words.controls)
            return isPlain || !mustBePlain ? clickErrands(object) : nil
        case .drag:
            guard !rest.starts(withAnyOf: Words.dragThings), !object.isEmpty || !before.isEmpty else { return nil }
            return own.contains(anyOf: Words.sources) ? [] : [.edit]
        case .open:
            guard namesButton || object.contains(anyOf: Words.parts) else { return nil }
            return [.trackSummary] + (object.contains(anyOf: Words.exports) ? [.export] : [])
        case .look:
            let isAddressed = own.contains(anyOf: Words.you)
            let isThere =
                own.contains(anyOf: Words.lookPlaces) || (isAddressed && own.contains(anyOf: Words.panel))
            let isMeant = isAsked || before.isEmpty || !mustBePlain
            return (isThere && isMeant) || isPreview(upTo: after, isAsked: isAsked) ? [.trackSummary] : nil
        case .export:
            let isLed = isAsked || before.dropping(Words.openings).starts(withAnyOf: Words.conditions)
            let isOrder = !mustBePlain && rest.starts(withAnyOf: Words.exportEnds)
            return (isLed && !rest.starts(withAnyOf: Words.exportThings)) || isOrder ? [.export] : nil
        }
    }

    private func mayLeadUp(_ before: ArraySlice<Character>) -> Bool {
        let rest = before.dropping(Words.openings)
        if rest.isEmpty { return true }
        guard !rest.contains(anyOf: Words.tellers) else { return false }
        if rest.starts(withAnyOf: Words.conditions) || rest.starts(withAnyOf: Words.takers) { return true }
        return rest.starts(withAnyOf: Words.places) && !rest.contains(anyOf: Words.pictures)
    }

    private func isDone(_ verb: Words.Verb, before: ArraySlice<Character>, after: Int) -> Bool {
        let isReady = verb == .export && before.ends(withAnyOf: [Array("可以")]) && own[after...].elementsEqual("了")
        return !isReady && tellsOfVideo(after: after)
    }

    /// `点击按钮的动画已添加`: what is clicked is a thing in the video, or was clicked already.
    private func tellsOfVideo(after: Int) -> Bool {
        let rest = own[after...]
        if rest.starts(withAnyOf: Words.doneMarks) || rest.contains(anyOf: [Array("还是")]) { return true }
        if rest.first == "时", rest.dropFirst().first != "间" { return true }
        if let done = rest.firstIndex(of: "已"), !rest[done...].prefix(6).contains("的") { return true }
        guard let of = rest.lastIndex(of: "的") else { return false }
        let thing = rest[(of + 1)...]
        guard let noun = Words.videoThings.lazy.compactMap({ thing.firstRange(of: $0) }).first else { return false }
        let isOnScreen = rest[..<of].contains(anyOf: Words.sides)
        return thing[noun.upperBound...].first.map { !"到至往向和与以来并进即就上里中".contains($0) } ?? !isOnScreen
    }

    private func isPreview(upTo after: Int, isAsked: Bool) -> Bool {
        let rest = own[after...]
        guard own[..<after].suffix(2).elementsEqual("预览"), !rest.starts(withAnyOf: Words.previewThings) else {
            return false
        }
        return isAsked || (after == 2 && rest.starts(withAnyOf: Words.previewEnds))
    }

    private func clickErrands(_ object: ArraySlice<Character>) -> [GUITalk.Errand] {
        let button: [(words: [[Character]], errand: GUITalk.Errand)] = [
            (Words.exports, .export), (Words.account, .credits), (Words.drags, .edit), (Words.looks, .trackSummary),
            (Words.edits, .edit),
        ]
        return button.first { object.contains(anyOf: $0.words) }.map { [$0.errand] } ?? []
    }

    /// `请检查您的账户或账单`
    private var asksForAccount: Bool {
        own.indices.contains { index in
            guard let verb = Words.accountVerbs.first(where: { own[index...].starts(with: $0) }) else { return false }
            let after = index + verb.count
            guard mayLeadUp(own[..<index]), !tellsOfVideo(after: after), own[after...].contains(anyOf: Words.account)
            else { return false }
            return index == 0 || own[..<index].contains(anyOf: Words.permissions) || own.contains(anyOf: Words.you)
        }
    }

    /// `导出按钮在右上角`
    private var exportButton: [GUITalk.Errand]? {
        guard let button = Words.exportButtons.lazy.compactMap({ own.firstRange(of: $0) }).first,
            !own.contains(anyOf: Words.tellers + Words.pictures + Words.videoThings),
            !tellsOfVideo(after: button.upperBound)
        else { return nil }
        let isPlaced = own[button.upperBound...].contains(anyOf: Words.corners)
        return isPlaced || own[..<button.lowerBound].contains(anyOf: Words.permissions) ? [.export] : nil
    }
}
