// Lists of steps: an item like "Choose 1080p" is one of them only if the whole list tells what to do on a screen.

extension GUITalk {
    /// Neighbouring list items with the line that leads to them.
    struct ListBlock {
        private let items: [Int]
        private let intro: Int?

        static func blocks(in lines: [Line]) -> [Self] {
            var blocks: [Self] = []
            var items: [Int] = []
            var lastText: Int?
            func close() {
                if !items.isEmpty { blocks.append(Self(items: items, intro: lastText)) }
                items = []
            }
            for (index, line) in lines.enumerated() where !line.isBlank {
                if line.isListItem {
                    items.append(index)
                } else {
                    close()
                    lastText = index
                }
            }
            close()
            return blocks
        }

        /// Items that follow "These captions:" are words shown in the video, whatever they say.
        func read(_ lines: inout [Line]) {
            guard let intro, let label = lines[intro].label, label.introducesValues else { return }
            lines[intro].introducesValues = true
            for item in items { lines[item].isValue = true }
        }

        /// Leaves out all of the list when all of it tells what to do, and then what led to it.
        func settle(_ lines: inout [Line]) {
            guard items.contains(where: { lines[$0].isInstruction }), items.allSatisfy({ lines[$0].isOperating }) else {
                return
            }
            for item in items { lines[item].leaveOut() }
            guard let intro, lines[intro].label?.introducesSteps == true else { return }
            lines[intro].leaveOutLastSentence()
        }
    }
}

extension GUITalk.Line {
    /// What leads to a list: a last sentence that ends with a colon, or a heading.
    fileprivate var label: GUITalk.Phrase? {
        let words = GUITalk.SentenceCutter(characters, from: bodyStart).lastSentence
        let last = words.last { !$0.isWhitespace && $0 != "*" && $0 != "_" }
        let isHeading = characters.first == "#" || (words.starts(with: "**") && body.count == words.count)
        return last == ":" || last == "：" || isHeading ? GUITalk.Phrase(words, isQuoted: []) : nil
    }
}
