// What the log keeps of a reply, what it leaves out, and what is done instead (PROTOCOL 7).

import Testing

@testable import Pipeline

@Suite struct GUITalkTests {
    /// A reply, what is shown of it, and what it asks for; of an edit only that it is one.
    struct Case: CustomTestStringConvertible, Sendable {
        let reply: String
        let shown: String
        let asks: [GUITalk.Action]
        var testDescription: String { reply }

        init(_ reply: String, _ shown: String, _ asks: GUITalk.Action...) {
            (self.reply, self.shown, self.asks) = (reply, shown, asks)
        }
    }

    static let edit = GUITalk.Action.edit(instruction: "")

    @Test(arguments: [
        Case(
            "I extended the video by 30 seconds. Click the Export button to download — 点击导出 🎬",
            "I extended the video by 30 seconds.", .export),
        Case("现在总长 60 秒。点击导出按钮即可下载 🎬", "现在总长 60 秒。", .export),
        Case("Please click \u{201C}Render\u{201D} when you are ready.", "", .export),
        Case("Tap Export to save it.", "", .export),
        Case("Hit Export when you're ready!", "", .export),
        Case("Press Ctrl+E to export.", "", .export),
        Case("Use the Export button to get the MP4.", "", .export),
        Case("Done. The Export button is in the top right corner.", "Done.", .export),
        Case("Go to File > Export.", "", .export),
        Case("Once you're happy with the result, go ahead and export it.", "", .export),
        Case("Could you please click the Export button?", "", .export),
        Case("Title added 🎉 Click Export to download! 🎬", "Title added 🎉", .export),
        Case("**Done! Click Export.**", "**Done!**", .export),
        Case("Click [here](https://example.com/v) to download.", "", .export),
        Case("Export button to download.", "", .export),
        Case("您现在可以导出视频了。", "", .export),
        Case("满意后点击导出即可。", "", .export),
        Case("導出前請檢查。點擊「匯出」按鈕下載影片。", "導出前請檢查。", .export),
        Case("Open the Effects panel to see more. The title is set.", "The title is set.", .trackSummary),
        Case("Preview it in the timeline.\nThe music is quieter now.", "The music is quieter now.", .trackSummary),
        Case("You can find the new clip in the media library.", "", .trackSummary),
        Case("Take a look at the timeline to see the result.", "", .trackSummary),
        Case("打开效果面板查看更多。标题已设置。", "标题已设置。", .trackSummary),
        Case("您可以在时间线上看到新标题。", "", .trackSummary),
        Case("Done! Drag the clip to the second track to move it.", "Done!", edit),
        Case("Drop the music on track 2.", "", edit),
        Case("In the timeline, drag the title to 0:05.", "", edit),
        Case("Select the title and press Delete.", "", edit),
        Case("Great! Now click the \"Generate\" button.", "Great!", edit),
        Case("请把标题拖动到第二条轨道。", "", edit),
        Case("將標題拖曳到時間軸的開頭。", "", edit),
        Case("Drag and drop your video into the upload area.", ""),
        Case("I've put it on track 2. If you want another order, drag it.", "I've put it on track 2."),
        Case("You are out of credits. Please check your account.", "You are out of credits.", .credits),
        Case("Not enough credits — check your billing.", "Not enough credits.", .credits),
        Case("积分不足，请检查您的账户或账单。", "积分不足。", .credits),
    ])
    func `instructions are left out and named`(case: Case) { check(`case`) }

    @Test(arguments: [
        Case(
            "I extended the video by 30 seconds, click Export to download it.", "I extended the video by 30 seconds.",
            .export),
        Case("I cut it to 9 s and you can click Export to download it.", "I cut it to 9 s.", .export),
        Case("The video is ready to download by clicking Export.", "The video is ready to download.", .export),
        Case("Your video is ready: click Export to download.", "Your video is ready.", .export),
        Case("I extended it (click Export to download) by 30 seconds.", "I extended it by 30 seconds.", .export),
        Case("Once you click Export, rendering takes a minute.", "rendering takes a minute.", .export),
        Case(
            "When you're happy with it, click Export; otherwise tell me what to change.",
            "otherwise tell me what to change.", .export),
        Case(
            "I made it red; preview it in the timeline, choose 1080p and click Export.", "I made it red.",
            .trackSummary, .export),
        Case(
            "No title yet; open the Text panel, type one and press Enter.", "No title yet.", .trackSummary, edit),
        Case("The music is in place, so drag it to the second track.", "The music is in place.", edit),
        Case("I added “Urban Dreams” (0-3 s), click Export.", "I added “Urban Dreams” (0-3 s).", .export),
        Case("视频已延长30秒，点击导出即可下载。", "视频已延长30秒。", .export),
        Case("已延长30秒，您可以在时间线中预览效果，满意后点击导出。", "已延长30秒。", .trackSummary, .export),
        Case("标题已添加，请将其拖拽到第二轨。", "标题已添加。", edit),
        Case("您可以告诉我继续修改，或点击导出下载。", "您可以告诉我继续修改。", .export),
        Case("Title added，点击导出。", "Title added。", .export),
        Case("视频已完成 — click Export", "视频已完成", .export),
    ])
    func `a sentence keeps what it says of the video`(case: Case) { check(`case`) }

    @Test(arguments: [
        Case("A.\n\nClick Export.\n\nB.", "A.\n\nB.", .export),
        Case("- A\r\n- Click Export.\r\n- B", "- A\r\n- B", .export),
        Case("A. Click Export! Choose 1080p. B.", "A. B.", .export),
        Case(
            "Done:\n- Title added\n\nTo download it:\n1. Click **Export**\n2. Choose MP4\n3. Wait\n\nBye!",
            "Done:\n- Title added\n\nBye!", .export),
        Case("It is 3 s long. To download: 1. Click Export 2. Choose MP4.", "It is 3 s long.", .export),
        Case("- Set the volume to 50%\n- Click Export to download", "- Set the volume to 50%", .export),
        Case(
            "Edited.\n\n### Next steps\n\n1. Preview it in the timeline.\n2. Click **Export**.\n", "Edited.",
            .trackSummary, .export),
        Case("> Click Export\n> The title is set", "> The title is set", .export),
        Case("Step 1: Open the Audio panel.\nStep 2: Drag the track to the start.", "", .trackSummary, edit),
        Case("1️⃣ 点击导出\n2️⃣ 等待下载", "", .export),
        Case("步骤如下：\n1、打开音频面板\n2、选择音乐\n3、拖拽到时间线", "", .trackSummary, edit),
        Case("完成：\n- 添加了标题\n\n下一步：\n1. 点击右上角的“导出”按钮\n2. 选择1080p", "完成：\n- 添加了标题", .export),
    ])
    func `no gap is left in lists and paragraphs`(case: Case) { check(`case`) }

    private func check(_ case: Case) {
        let reading = GUITalk.reading(of: `case`.reply)
        #expect(reading.text == `case`.shown)
        #expect(reading.actions.map { if case .edit = $0 { Self.edit } else { $0 } } == `case`.asks)
        #expect(GUITalk.removed(from: reading.text) == `case`.shown)
    }
}

/// The message that hands an edit back.
@Suite struct GUITalkFollowUpTests {
    @Test(arguments: [
        (
            "The title is set. 2. **Drag it to the second track** 🎬",
            "Please make this change yourself in the timeline, there is nobody at a screen: “Drag it to the second track”"
        ),
        ("标题已添加。请将其拖拽到第二轨。", "请直接在时间线上完成这项修改，没有人在屏幕前操作：“请将其拖拽到第二轨。”"),
        (
            "Step 1: Drag the title to the end.\nStep 2: Click Apply.",
            """
            Please make these changes yourself in the timeline, there is nobody at a screen:
            - “Step 1: Drag the title to the end.”
            - “Step 2: Click Apply.”
            """
        ),
    ])
    func `it quotes what was asked for, in the same language`(reply: String, message: String) {
        #expect(GUITalk.reading(of: reply).followUp == message)
    }

    @Test(arguments: ["Click Export.", "Done.", "", "Open the Text panel.", "If you like, drag it to the end."])
    func `there is none where no edit was asked for`(reply: String) {
        #expect(GUITalk.reading(of: reply).followUp == nil)
    }

    @Test func `it is bounded`() {
        let actions = (0..<100).map { GUITalk.Action.edit(instruction: "Drag clip \($0) to the end.") }
        #expect(GUITalk.followUp(to: actions).map { $0.count < 1000 } == true)
        let long = GUITalk.reading(
            of: "Drag the clip " + String(repeating: "x", count: 350) + " to the end"
                + String(repeating: ", please", count: 100) + ".")
        #expect(long.followUp.map { $0.count < 700 } == true)
    }
}
