// The one message that hands an edit back to the editor's AI that it wanted a person to make (PROTOCOL 7).

extension GUITalk {
    /// What to send so that the backend makes the edits itself; `nil` when none of the actions is an edit.
    ///
    /// In the language of the instructions it quotes. Several edits make one message, because at most one is sent a
    /// step.
    static func followUp(to actions: [Action]) -> String? {
        var instructions: [String] = []
        for case .edit(let instruction) in actions where !instructions.contains(instruction) {
            instructions.append(instruction)
        }
        guard let first = instructions.first else { return nil }
        let isChinese =
            first.contains(where: \.isHan) && first.count(where: \.isHan) * 2 >= first.split(separator: " ").count
        let list = instructions.prefix(most).map { isChinese ? "“\($0)”" : "\u{201C}\($0)\u{201D}" }
        if list.count == 1 {
            return isChinese
                ? "请直接在时间线上完成这项修改，没有人在屏幕前操作：\(list[0])"
                : "Please make this change yourself in the timeline, there is nobody at a screen: \(list[0])"
        }
        let lines = list.map { "- \($0)" }.joined(separator: "\n")
        return isChinese
            ? "请直接在时间线上完成这些修改，没有人在屏幕前操作：\n\(lines)"
            : "Please make these changes yourself in the timeline, there is nobody at a screen:\n\(lines)"
    }

    /// How many instructions one message quotes.
    private static let most = 10
}

extension GUIReading {
    /// The follow-up message this reply calls for; see ``GUITalk/followUp(to:)``.
    var followUp: String? { GUITalk.followUp(to: actions) }
}
