// The editor's AI thinks that a person sits before its screen. What it says about buttons is left out of the log
// (PROTOCOL 7).

/// Sentences that tell a person to operate a screen.
enum GUITalk {
    /// A reply without the sentences that only make sense before a screen; the rest stays as it is.
    static func removed(from reply: String) -> String {
        sentences(of: reply)
            .filter { !isInstruction(String($0)) }
            .joined()
            .trimmed
    }

    /// The text cut after each end of a sentence or line; joined they give the text again.
    private static func sentences(of text: String) -> [Substring] {
        var sentences: [Substring] = []
        var start = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            let next = text.index(after: index)
            let isFollowedByBlank = next == text.endIndex || text[next].isWhitespace
            if "。！？\n".contains(character) || (".!?".contains(character) && isFollowedByBlank) {
                var end = next
                while end < text.endIndex, text[end] == " " { end = text.index(after: end) }
                sentences.append(text[start..<end])
                start = end
                index = end
            } else {
                index = next
            }
        }
        if start < text.endIndex { sentences.append(text[start...]) }
        return sentences
    }

    private static func isInstruction(_ sentence: String) -> Bool {
        let said = sentence.lowercased()
        let words = said.split { !$0.isLetter }.map(String.init)
        let opening = words.drop { ["please", "then", "now", "just", "you", "can", "to", "simply"].contains($0) }.first
        if let opening, ["click", "tap", "press", "drag"].contains(opening) { return true }
        if opening == "open", ["panel", "menu", "tab", "sidebar"].contains(where: words.contains) { return true }
        if opening == "preview", words.contains("timeline") { return true }
        return phrases.contains { said.contains($0) }
    }

    private static let phrases = [
        "export button", "click the", "click on", "click \u{201C}", "click \"", "点击", "拖拽", "拖动", "打开面板", "导出按钮",
        "在时间线中预览", "在时间轴中预览",
    ]
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
