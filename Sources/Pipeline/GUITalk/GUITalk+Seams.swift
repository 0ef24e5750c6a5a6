// Puts a reply together again without what was taken out of it, and closes the gaps.

extension GUITalk {
    /// The lines as they are shown. Nothing is touched where nothing was taken out.
    static func shown(_ lines: [Line]) -> String {
        var shown = ""
        var dropsBlankLines = false
        var isAtStart = true
        for line in lines {
            let rest = line.rest
            if rest == nil || (line.isBlank && dropsBlankLines) {
                // A gap has blank lines before it or after it, not both.
                dropsBlankLines = dropsBlankLines || isAtStart || shown.endsWithBlankLine
                continue
            }
            shown += (rest ?? "") + line.ending
            if !line.isBlank { (dropsBlankLines, isAtStart) = (false, false) }
        }
        let endsWithGap = lines.last { !$0.isBlank }?.isTouchedAtEnd ?? false
        if endsWithGap || shown.allSatisfy(\.isWhitespace) {
            shown = String(shown.reversed().drop(while: \.isWhitespace).reversed())
        }
        return shown
    }
}

extension GUITalk.Line {
    fileprivate var removed: [Range<Int>] { sentences.flatMap(\.removed) }

    fileprivate var isTouchedAtEnd: Bool { removed.last?.upperBound == characters.count }

    /// What is left of the line; `nil` when that is nothing.
    fileprivate var rest: String? {
        let removed = removed
        guard !removed.isEmpty else { return String(characters) }
        var kept = Array(characters[..<bodyStart])
        var position = bodyStart
        for range in removed {
            kept += characters[position..<max(position, range.lowerBound)]
            let emphasis = Self.openEmphasis(in: characters[range])
            if !emphasis.isEmpty, kept.count > bodyStart { kept.removeLast(kept.trailingBlanks) }
            kept += emphasis
            position = range.upperBound
            if kept.count == bodyStart, position < characters.count {
                position += characters[position...].prefix(while: \.isWhitespace).count
            }
        }
        kept += characters[position...]
        if isTouchedAtEnd { kept.removeLast(kept.trailingBlanks) }
        let hasWords = kept.dropFirst(bodyStart).contains { $0.isLetter || $0.isNumber }
        return hasWords ? String(kept) : nil
    }

    /// The marks of bold type in what is taken out whose partner stays.
    private static func openEmphasis(in removed: ArraySlice<Character>) -> [Character] {
        let count = zip(removed, removed.dropFirst()).filter { $0 == "*" && $1 == "*" }.count
        return count % 2 == 1 ? ["*", "*"] : []
    }
}

extension [Character] {
    fileprivate var trailingBlanks: Int { reversed().prefix(while: \.isWhitespace).count }
}

extension String {
    fileprivate var endsWithBlankLine: Bool {
        let breaks = reversed().prefix(while: \.isWhitespace).filter(\.isNewline)
        return breaks.count >= 2
    }
}
