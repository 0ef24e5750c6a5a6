// Telling commands from messages (PROTOCOL 8): by the whole step, never by a word inside a sentence.

extension PlanStep {
    /// Reads one part of a prompt. Whatever is not wholly a command is a message.
    package init(routing part: String) {
        let said = part.reducedToIntent
        switch Self.commands.first(where: { $0.phrases.contains(said) })?.step {
        case .some(let command): self = command
        case nil: self = .message(part)
        }
    }

    private static let commands: [(step: PlanStep, phrases: Set<String>)] = [
        (
            .export,
            [
                "export", "export it", "export now", "export video", "export the video", "export mp4",
                "export 1080p", "export 1080p mp4", "export as mp4", "export to mp4", "download", "download it",
                "download the video", "download video", "send me the video", "send the video", "send video",
                "render", "render it", "render the video", "导出", "导出视频", "下载", "下载视频", "渲染", "发给我视频",
            ]
        ),
        (
            .credits,
            [
                "credits", "my credits", "balance", "my balance", "show credits", "show balance", "check credits",
                "check balance", "credits left", "credit balance", "how many credits do i have",
                "how many credits do i have left", "how many credits are left", "what is my balance",
                "what's my balance", "积分", "余额",
                "查看积分", "查看余额", "我的积分", "我的余额", "还有多少积分", "剩余积分",
            ]
        ),
        (
            .status,
            [
                "status", "show status", "show tracks", "show the tracks", "show timeline", "show the timeline",
                "list tracks", "what is the status", "状态", "查看状态", "显示轨道", "查看轨道", "显示时间线",
            ]
        ),
        (.upload, ["upload", "upload it", "upload the video", "upload video", "上传", "上传视频"]),
    ]
}

extension String {
    /// Lower case, with punctuation, doubled blanks and the courtesies around a request taken away.
    fileprivate var reducedToIntent: String {
        var phrase = lowercased()
            .map { $0 == "’" ? "'" : $0 }
            .split { !$0.isLetter && !$0.isNumber && $0 != "'" }
            .map { String($0) }
            .joined(separator: " ")
        while let shorter = phrase.withoutOneCourtesy { phrase = shorter }
        return phrase
    }

    /// - Returns: `nil` when none is left.
    private var withoutOneCourtesy: String? {
        if let opening = Self.openings.first(where: hasPrefix) {
            return String(dropFirst(opening.count)).trimmingBlanks
        }
        if let ending = Self.endings.first(where: hasSuffix) { return String(dropLast(ending.count)).trimmingBlanks }
        return nil
    }

    private static let openings = [
        "please ", "pls ", "thanks ", "thank you ", "hi ", "hello ", "can you ", "could you ", "would you ", "请", "麻烦",
        "帮我",
    ]
    private static let endings = [" please", " pls", " thanks", " thank you", "谢谢", "一下", "吧"]

    private var trimmingBlanks: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
