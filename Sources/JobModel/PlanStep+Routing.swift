// Telling commands from messages (PROTOCOL 8): by the whole step, never by a word inside a sentence.

extension PlanStep {
    /// Reads one part of a prompt. Whatever is not wholly a command is a message.
    package init(routing part: String) {
        let command = part.reducedToIntent.flatMap { said in Self.commands.first { $0.grammar.covers(said) }?.step }
        self = command ?? .message(part)
    }

    private static let commands: [(step: PlanStep, grammar: CommandGrammar)] =
        [(.export, .export), (.credits, .credits), (.status, .status), (.upload, .upload)].map { step, command in
            (step, .sequence([.repeated(.openings), command, .repeated(.endings)]))
        }
}

extension String {
    /// The words in lower case: English ones with a blank behind each, Chinese ones without.
    ///
    /// `nil` when nothing is left, or more than any command has.
    fileprivate var reducedToIntent: String? {
        let words = lowercased().map(\.plain).split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map { String($0) }
        let text =
            words.contains { $0.contains(where: \.isIdeograph) }
            ? words.joined() : words.map { "\($0) " }.joined()
        return text.isEmpty || text.count > 100 ? nil : text
    }
}

extension Character {
    /// Full-width letters, curly apostrophes and traditional ideographs as the grammar writes them.
    fileprivate var plain: Character {
        if self == "’" || self == "＇" { return "'" }
        if let scalar = unicodeScalars.first, unicodeScalars.count == 1, (0xFF01...0xFF5E).contains(scalar.value) {
            return Unicode.Scalar(scalar.value - 0xFEE0).map { Character(String($0).lowercased()) } ?? self
        }
        return Self.simplified[self] ?? self
    }

    private static let simplified = Dictionary(
        zip("導匯載請幫謝視頻餘額積狀態軌時間軸線傳發給這個為將還嗎顯檢後麼們點檔", "导汇载请帮谢视频余额积状态轨时间轴线传发给这个为将还吗显检后么们点档"),
        uniquingKeysWith: { first, _ in first })

    fileprivate var isIdeograph: Bool { unicodeScalars.first?.properties.isIdeographic ?? false }
}

extension CommandGrammar {
    /// What leads up to a request without being part of it.
    fileprivate static let openings = either([
        english(
            """
            please|pls|plz|kindly|hi|hey|hello|ok|okay|alright|thanks|thank you|now|then|just|finally|can you|could you|\
            would you|will you|can i|could i|may i|can we|i want to|i would like to|i'd like to|i want you to|\
            i need you to|i need to|let's|let us|go ahead and
            """),
        chinese(
            "请问|请您|请你|请|麻烦您|麻烦你|麻烦|劳驾|帮我|帮忙|帮|给我|您好|你好|好的|好了|好|嗯|那就|那|就|您|你|能不能|可不可以|能否|可否|可以|能|现在|直接|马上|然后|最后|"
                + "我想要|我想|我要|我需要|谢谢"),
    ])

    /// What follows a request without being part of it.
    fileprivate static let endings = either([
        english(
            """
            please|pls|plz|thanks|thanks a lot|many thanks|thank you|thank you very much|thank you so much|thx|cheers|\
            for me|now|right now|asap|as soon as possible|if possible|when ready|when you are ready|when done
            """),
        chinese("谢谢您|谢谢你|谢谢|多谢|感谢|辛苦了|拜托了|拜托|一下|吧|吗|么|呢|啊|呀|哦|啦|好吗|可以吗|行吗|就好|就行|即可|给我"),
    ])

    // MARK: Export

    fileprivate static let export = either([
        sequence([english("export|download|render"), optional(theVideo), repeated(form)]),
        sequence([english("send|send me|send us|give me|get me"), theVideo, optional(english("to me|to us"))]),
        sequence([english("have"), theVideo]),
        sequence([chinese(exportVerbs), optional(chinese("一下")), optional(chineseVideo), repeated(chineseForm)]),
        sequence([
            optional(chinese("把|将")), chineseVideo, chinese(exportVerbs), optional(chinese("出来")),
            repeated(chineseForm),
        ]),
        sequence([chinese("发给我|发我|给我发|发送|发"), chineseVideo, optional(chinese("给我"))]),
        sequence([optional(chinese("把|将")), chineseVideo, chinese("发给我|发我|传给我|给我")]),
        chinese("可以导出了|可以下载了"),
    ])

    private static let exportVerbs = "导出|汇出|下载|渲染|输出|export|download"

    private static let theVideo = either([
        english("it|this|that|everything"),
        sequence([
            optional(english("the|my|our|your|this|that")),
            repeated(english("final|finished|edited|full|whole|complete")),
            english("video|clip|movie|film|file|result|project|timeline|version|mp4"),
            optional(english("file")),
        ]),
    ])

    /// How it is exported anyway: an MP4 in the highest quality.
    private static let form = sequence([
        optional(english("as|to|in|at|as an|as a|in the")),
        english("mp4|1080p|1080 p|hd|full hd|h264|h 264|high quality|best quality|highest quality"),
        optional(english("quality|format|resolution|file|video")),
    ])

    private static let chineseVideo = sequence([
        repeated(chinese("这个|这段|我的|最终的|最终|最后的|完整的|完整|成品|整个|该")), chinese("视频|影片|成片|片子|文件|结果|作品|它"),
    ])
    private static let chineseForm = sequence([
        optional(chinese("为|成|到|用")), chinese("mp4|1080p|高清|高质量|最高质量"), optional(chinese("格式|的|画质|视频|文件")),
    ])

    // MARK: Credits

    fileprivate static let credits = either([
        sequence([
            optional(asking), optional(english("my|our|the remaining|the current|current|remaining")),
            english("credits|credits left|credits remaining|credit balance|credits balance|account balance|balance"),
        ]),
        sequence([optional(asking), english("the balance|the credit balance|the account balance")]),
        sequence([
            english("how many credits|how much credit"),
            english("do i have|do i still have|do we have|do we still have|have i got|have i|i have|are there|are|is"),
            optional(english("left|remaining|available")),
        ]),
        sequence([
            optional(chineseAsking), repeated(chinese("我的|当前|账户|帐户|剩余|可用|目前")), chinese("积分余额|积分|余额"),
            optional(chinese("还有多少|还剩多少|还剩|剩多少|是多少|有多少|多少|查询|情况")),
        ]),
        sequence([
            optional(chineseAsking), optional(chinese("我|我们|账户|帐户")), chinese("还有多少|还剩多少|还剩下多少|剩多少|有多少|剩余多少"),
            chinese("积分|余额"),
        ]),
    ])

    private static let asking = sequence([
        english("show|check|see|view|display|tell|get|print|what is|what's|what are|how much is"),
        optional(english("me|us")),
    ])
    private static let chineseAsking = sequence([
        chinese("查看|查询|查|看看|看|显示|告诉我|列出|检查"), optional(chinese("一下")),
    ])

    // MARK: Status

    fileprivate static let status = either([
        sequence([
            optional(asking), optional(english("the|my|our|current|the current")),
            english("status|project status|session status"),
        ]),
        sequence([
            either([asking, english("list|list me")]), optional(english("the|my|our|all|all the|current|the current")),
            english("tracks|track list|timeline"),
        ]),
        sequence([english("what is|what's"), english("on the timeline|in the timeline")]),
        sequence([optional(chineseAsking), repeated(chinese("当前|项目|时间线|时间轴|目前|的|我的")), chinese("状态")]),
        sequence([
            chineseAsking, repeated(chinese("当前|所有|全部|目前|的|我的")), chinese("轨道列表|轨道|时间线|时间轴"),
        ]),
    ])

    // MARK: Upload

    fileprivate static let upload = either([
        sequence([english("upload"), optional(theVideo)]),
        sequence([chinese("上传"), optional(chinese("一下")), optional(chinese("这个|我的")), optional(chinese("视频|文件|素材|影片"))]
        ),
    ])
}
