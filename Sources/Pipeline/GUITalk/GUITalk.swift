// The editor's AI thinks that a person sits before its screen: what it says about buttons is left out of the log, and
// what it wants done with them is named, so that the job can do it (PROTOCOL 7).

/// Reads replies in English and Chinese.
///
/// A sentence is judged clause by clause, since one sentence may tell what was done and what to click. Where it is in
/// doubt whether something describes the video or tells a person what to do, it is kept.
enum GUITalk {
    /// What a reply asks a person to do, as the call that does it here.
    enum Action: Hashable, Sendable {
        case export
        /// Reading the state and writing the tracks into the log.
        case trackSummary
        /// Writing the balance into the log.
        case credits
        /// An edit by hand that the backend has to make itself; `instruction` is the sentence that asked for it.
        case edit(instruction: String)
    }

    /// A whole text of a reply, or a fragment of one, read.
    static func reading(of reply: String) -> GUIReading {
        var lines = Line.lines(of: reply)
        for block in ListBlock.blocks(in: lines) { block.read(&lines) }
        for index in lines.indices { lines[index].read() }
        for block in ListBlock.blocks(in: lines) { block.settle(&lines) }
        var actions: [Action] = []
        for action in lines.flatMap(\.actions) where !actions.contains(action) { actions.append(action) }
        return GUIReading(text: shown(lines), actions: actions)
    }

    /// A reply without what only makes sense before a screen.
    static func removed(from reply: String) -> String { reading(of: reply).text.trimmed }
}

/// What a reply says once nobody sits before a screen.
struct GUIReading: Hashable, Sendable {
    /// The reply without instructions to operate a screen. Whatever is left is as it came, but for blanks where
    /// something was taken out. Empty when nothing is left.
    let text: String
    /// Each once, in the order the reply names them.
    let actions: [GUITalk.Action]
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
