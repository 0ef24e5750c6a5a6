// Commands and messages told apart (PROTOCOL 8), as a table.

import JobModel
import Testing

@Suite struct RoutingTests {
    @Test(arguments: [
        "export", "Export", "EXPORT!", "  export  ", "export.", "\"export\"", "please export", "Export, please.",
        "Export it, thank you!", "export now", "export the video", "Export 1080p MP4", "export 1080p mp4", "导出",
        "导出。", "请导出", "请导出视频", "请帮我导出一下吧", "导出，谢谢", "download", "Download the video", "下载",
        "send me the video", "Send me the video, please", "Could you export the video?", "can you please export it",
        "Hi, could you please send me the video? Thanks!", "render", "exporT\r",
    ])
    func `asks for an export`(step: String) {
        #expect(PlanStep(routing: step) == .export)
    }

    @Test(arguments: [
        "credits", "Credits?", "my credits", "积分", "余额", "我的余额？", "balance", "Balance please", "check balance",
        "how many credits do I have left?", "How many credits do I have", "please show credits", "还有多少积分？",
        "what is my balance?", "What's my balance?", "What’s my balance?",
    ])
    func `asks for the balance`(step: String) {
        #expect(PlanStep(routing: step) == .credits)
    }

    @Test(arguments: ["status", "Status?", "状态", "查看状态", "show tracks", "Show the tracks.", "please show the timeline"])
    func `asks for the tracks`(step: String) {
        #expect(PlanStep(routing: step) == .status)
    }

    @Test(arguments: ["upload", "Upload!", "上传", "上传视频", "upload the video please"])
    func `asks for the upload`(step: String) {
        #expect(PlanStep(routing: step) == .upload)
    }

    @Test(arguments: [
        "Add an export-quality title",
        "balance the audio",
        "Balance the music against the voice",
        "extend by 30 seconds and export",
        "Make it brighter, then export.",
        "export and add music",
        "export only the first ten seconds",
        "export the video with a red title",
        "don't export yet",
        "do not export",
        "add a title that says Export",
        "Title: \"Download now\"",
        "make the status bar blue",
        "show tracks of animals in the snow",
        "add a credits roll",
        "credits at the end, white on black",
        "add end credits",
        "upload date as a caption",
        "say \"thank you\" at the end",
        "Thank you",
        "please",
        "导出后加音乐",
        "加一个导出按钮的动画",
        "把余额两个字放在画面上",
        "平衡音频",
        "在标题里写下载",
        "render the sky darker",
        "send the video to the moon",
        "exporting",
        "statuses",
        "how many credits does the film have",
        "1080p",
        "?",
        "",
    ])
    func `is said to the editor's AI as it stands`(step: String) {
        #expect(PlanStep(routing: step) == .message(step))
    }
}
