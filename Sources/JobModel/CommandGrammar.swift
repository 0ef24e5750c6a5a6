// A grammar small enough to be read at a glance, so that whole steps are matched and never a word within one.

/// What a step may consist of. It is matched from end to end.
indirect enum CommandGrammar: Sendable {
    /// One of some words or phrases.
    case word([String])
    case sequence([CommandGrammar])
    case either([CommandGrammar])
    case optional(CommandGrammar)
    /// Any number of times, also none.
    case repeated(CommandGrammar)

    /// English words or phrases parted by `|`. A blank ends each word.
    static func english(_ words: String) -> Self { .word(words.split(separator: "|").map { "\($0) " }) }

    /// Chinese words parted by `|`. Nothing parts them in a text.
    static func chinese(_ words: String) -> Self { .word(words.split(separator: "|").map(String.init)) }

    /// Whether the whole text is made as the grammar says.
    func covers(_ text: String) -> Bool { rests(of: text[...]).contains(where: \.isEmpty) }

    /// What is left of a text behind each beginning of it that the grammar allows.
    private func rests(of text: Substring) -> [Substring] {
        switch self {
        case .word(let words): words.filter(text.hasPrefix).map { text.dropFirst($0.count) }
        case .sequence(let parts):
            parts.reduce([text]) { rests, part in rests.flatMap(part.rests).uniqued }
        case .either(let parts): parts.flatMap { $0.rests(of: text) }.uniqued
        case .optional(let part): ([text] + part.rests(of: text)).uniqued
        case .repeated(let part):
            Self.rests(of: text, repeating: part)
        }
    }

    private static func rests(of text: Substring, repeating part: CommandGrammar) -> [Substring] {
        var found = [text]
        var newest = [text]
        while !newest.isEmpty {
            let known = Set(found.map(\.startIndex))
            newest = newest.flatMap(part.rests).uniqued.filter { !known.contains($0.startIndex) }
            found += newest
        }
        return found
    }
}

extension [Substring] {
    /// Substrings that end together are told apart by where they begin.
    fileprivate var uniqued: Self {
        var seen: Set<String.Index> = []
        return filter { seen.insert($0.startIndex).inserted }
    }
}
