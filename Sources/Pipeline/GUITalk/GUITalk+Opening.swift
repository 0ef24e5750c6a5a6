// What leads up to an instruction in English: courtesies, adverbs, and whom it is said to.

extension GUITalk {
    /// The words that lead up to a verb: `Then you can simply`.
    struct Opening {
        let count: Int
        /// Whether somebody is spoken to.
        let isAddressed: Bool
        /// Whether it is a question only by politeness: `Could you`.
        let asksPolitely: Bool

        init(of words: ArraySlice<Word>) {
            var rest = words
            var isAddressed = false
            var asksPolitely = false
            while let first = rest.first, !first.isQuoted {
                let texts = rest.prefix(7).map(\.text)
                if let phrase = Self.phrases.first(where: { texts.starts(with: $0.words) }) {
                    isAddressed = true
                    asksPolitely = asksPolitely || phrase.asks
                    rest = rest.dropFirst(phrase.words.count)
                } else if first.text == "please" || first.text == "kindly" {
                    isAddressed = true
                    rest = rest.dropFirst()
                } else if Self.adverbs.contains(first.text) {
                    rest = rest.dropFirst()
                } else if first.text == "step", let second = rest.dropFirst().first, Int(second.text) != nil {
                    rest = rest.dropFirst(2)
                } else {
                    break
                }
            }
            count = words.count - rest.count
            self.isAddressed = isAddressed
            self.asksPolitely = asksPolitely
        }

        private static let adverbs = ScreenWords.set(
            """
            then now just simply finally next first second third lastly also or and so but afterwards alternatively \
            otherwise instead again directly always by great perfect pls
            """)

        private static let phrases: [(words: [String], asks: Bool)] =
            ScreenWords.phrases(
                """
                you can, you could, you may, you might, you should, you must, you need to, you'll need to, \
                you will need to, you have to, you'll have to, you'll want to, you may want to, you might want to, \
                you just need to, you only need to, you simply need to, you are able to, all you need to do is, \
                all you have to do is, feel free to, go ahead and, be sure to, make sure to, make sure you, \
                remember to, don't forget to, try to, try, it's time to, you're ready to, you are ready to, \
                you're all set to, you'll, you will, i recommend you, i suggest you, i'd suggest you, \
                whenever you're ready, when you're ready, when ready, once you're happy, once you're ready, \
                if you like, if you want, if you'd like, need to
                """
            ).map { ($0, false) } + ScreenWords.phrases("can you, could you, would you").map { ($0, true) }
    }
}
