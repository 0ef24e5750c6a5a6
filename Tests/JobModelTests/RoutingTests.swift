// Commands and messages told apart (PROTOCOL 8), as a table.

import JobModel
import TestSupport
import Testing

@Suite struct RoutingTests {
    @Test(arguments: [
        "export", "Export", "EXPORT!", "EXPORT!!!", "  export  ", "export.", "\"export\"", "*export*", "ＥＸＰＯＲＴ！",
        "please export", "Export, please.", "Export it, thank you!", "export now", "now export", "OK, export",
        "- export",
        "export the video", "export this", "export 🎬", "exporT\r", "Export 1080p MP4", "export 1080p mp4",
        "export as mp4", "Export the final video as an MP4, please", "export in 1080p",
        "export the video in high quality",
        "download", "Download the video", "Can I download it?", "download it as mp4", "render", "render it",
        "send me the video", "Send me the video, please", "Could you please send me the video?",
        "send the video to me when done", "Could you export the video?", "can you please export it",
        "Hi, could you please send me the video? Thanks!", "I'd like to export the video", "Let’s export it",
        "导出", "导出。", "【导出】", "导出！！！", "请导出", "请导出视频", "导出视频吧", "请帮我导出一下", "请帮我导出一下吧", "导出，谢谢", "麻烦您导出一下，谢谢！",
        "可以导出吗？", "请把视频导出为MP4，谢谢", "导出 1080p MP4", "导出高清视频", "那就导出吧", "下载", "下载视频", "我想下载成片", "把视频发给我", "发给我视频",
        "導出", "請幫我匯出影片，謝謝", "下載影片",
    ])
    func `asks for an export`(step: String) {
        #expect(PlanStep(routing: step) == .export)
    }

    @Test(arguments: [
        "credits", "Credits?", "my credits", "check my credits", "balance", "Balance please", "check balance",
        "check the balance", "show my balance, please", "what is my balance?", "What's my balance?",
        "What’s my balance?",
        "how many credits do I have left?", "How many credits do I have", "How many credits are left?",
        "how much credit do I still have?", "please show credits", "remaining credits",
        "积分", "余额", "积分？", "我的余额？", "还有多少积分？", "我还剩多少积分", "查看余额", "请帮我查一下余额", "帮我看看还有多少积分，谢谢", "剩余积分", "积分还剩多少", "餘額",
    ])
    func `asks for the balance`(step: String) {
        #expect(PlanStep(routing: step) == .credits)
    }

    @Test(arguments: [
        "status", "Status?", "the status, please", "What is the status?", "show tracks", "Show the tracks.",
        "list all tracks", "please show the timeline", "What's on the timeline?",
        "状态", "查看状态", "当前状态", "请查看一下状态", "显示轨道", "查看所有轨道", "狀態",
    ])
    func `asks for the tracks`(step: String) {
        #expect(PlanStep(routing: step) == .status)
    }

    @Test(arguments: ["upload", "Upload!", "upload the video please", "上传", "上传视频", "请上传一下素材", "上傳"])
    func `asks for the upload`(step: String) {
        #expect(PlanStep(routing: step) == .upload)
    }

    @Test(arguments: [
        "Add an export-quality title", "balance the audio", "Balance the music against the voice", "balance left",
        "extend by 30 seconds and export", "extend by 30 seconds, then export", "Make it brighter, then export.",
        "export and add music", "export only the first ten seconds", "export the video with a red title",
        "export 10 seconds", "export a gif of the ending", "don't export yet", "do not export", "never export",
        "export quality title", "add a title that says Export", "Title: \"Download now\"", "\"Export\" as the title",
        "download the music from the second clip", "add a download button", "get it", "send the video to the moon",
        "render the sky darker", "render a movie with this clip", "exporting", "exported", "reexport", "exports",
        "make the status bar blue", "statuses", "show tracks of animals in the snow", "show the train tracks",
        "show me the credits", "the credits", "add a credits roll", "credits at the end, white on black",
        "add end credits",
        "how many credits does the film have", "check the balance of the colors", "upload date as a caption",
        "say \"thank you\" at the end", "Thank you", "please", "1080p", "mp4", "1080p mp4", "it", "now",
        "export\nmake it brighter", "export export music", "1. export",
        "导出后加音乐", "导出前加字幕", "先加音乐再导出", "加一个导出按钮的动画", "不要导出", "别导出", "把余额两个字放在画面上", "积分两个字放在画面上",
        "平衡音频", "在标题里写下载", "下载音效", "导出一下午的画面", "把视频变亮一点", "状态栏改成蓝色", "上传日期做字幕", "加上片尾字幕", "谢谢", "请", "一下", "吧",
    ])
    func `is said to the editor's AI as it stands`(step: String) {
        #expect(PlanStep(routing: step) == .message(step))
    }

    @Test(arguments: [
        "", " ", "?", "!!!", "…", "。", "，！？", "---", "\"\"", "🎬", "🎬🎬 👉", "1️⃣", "\u{200B}", "\u{FEFF}", "\0", "\u{301}",
        "'", "’’",
        "①", "½", "\u{1F468}\u{200D}\u{1F469}",
    ])
    func `without a word it is no command`(step: String) {
        #expect(PlanStep(routing: step) == .message(step))
    }

    private static let commands = [
        "export the video", "send me the video", "credits", "show tracks", "upload", "导出视频", "余额", "查看轨道",
    ]

    /// A word that no courtesy is, put anywhere into a command, makes it a message.
    @Test(arguments: commands, ["banana", "not", "title", "10", "猫", "标题", "不"])
    func `one more word makes it a message`(command: String, word: String) {
        let words = command.split(separator: " ").map(String.init)
        for index in 0...words.count {
            var longer = words
            longer.insert(word, at: index)
            let step = longer.joined(separator: " ")
            #expect(PlanStep(routing: step) == .message(step))
        }
    }

    @Test(arguments: commands, UInt64(1)...10)
    func `blanks, case and marks make no difference`(command: String, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let marks = [" ", "  ", "!", "。", "，", "…", "🎬", "\n", "*", "\"", "！"]
        let mark = { (random: inout SeededGenerator) in marks.randomElement(using: &random) ?? "" }
        let words = command.split(separator: " ").map { word in
            Bool.random(using: &random) ? word.uppercased() : word.capitalized
        }
        let step = words.reduce(mark(&random)) { $0 + $1 + mark(&random) + " " }
        #expect(PlanStep(routing: step) == PlanStep(routing: command))
    }

    @Test(.timeLimit(.minutes(5)), arguments: ["please ", "请", "the final ", "export ", "导出", "as mp4 "])
    func `a step of any length is read at once`(piece: String) {
        let step = "export " + String(repeating: piece, count: 20_000)
        #expect(PlanStep(routing: step) == .message(step))
    }

    @Test(.timeLimit(.minutes(5))) func `any number of marks makes no difference`() {
        #expect(PlanStep(routing: "export" + String(repeating: "! ", count: 30_000)) == .export)
    }
}

extension Substring {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
