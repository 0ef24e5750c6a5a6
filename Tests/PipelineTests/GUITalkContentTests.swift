// Whatever describes the video comes through a reading untouched, whatever words it uses (PROTOCOL 7).

import TestSupport
import Testing

@testable import Pipeline

@Suite(.timeLimit(.minutes(5))) struct GUITalkContentTests {
    static let english = [
        "I've extended your video from 10 to 30 seconds with matching footage.",
        "I added a click sound at 3 seconds.",
        "Click sounds now play at every cut.",
        "Click, click, click: the shutter sound repeats three times.",
        "A hand clicks the pen twice.",
        "A woman presses a button in the first shot.",
        "Press conference footage comes first.",
        "Tap dancing footage starts at 4 s.",
        "The door opens at 4.5 seconds, then the title \"Open Day\" appears.",
        "She opens the menu and orders a coffee.",
        "I opened with the skyline and closed with the logo.",
        "Open window shot kept.",
        "Opening the Effects panel…",
        "To open the video, I used the skyline.",
        "The opening drags, so I made it 20% faster.",
        "Drag race footage is now twice as fast.",
        "He drags the suitcase across the platform.",
        "Dragging the clip to the second track now.",
        "I dragged the clip to track 2.",
        "A drop of water falls at 2.5 s.",
        "Drop shadow added to the title.",
        "The beat drops at 0:15, so I cut there.",
        "Export-quality title added.",
        "Export settings are unchanged.",
        "It is ready for export.",
        "I added an animated Export button to the demo.",
        "In the recording, the user clicks the Export button.",
        "The billing scene is 3 seconds longer.",
        "The bank account number in shot 3 is blurred.",
        "The preview image of the chapter shows the bridge.",
        "You can see the bridge in the last shot.",
        "The timeline now has 3 tracks and is 60 seconds long.",
        "The control panel in the cockpit shot is sharper now.",
        "Viewers can click the link in the description.",
        "I changed the title to \"Click here! Drag it!\" and made it red.",
        "I removed the “check your account” banner.",
        "The title now says “Click Export to win”.",
        "Your call to action now reads: Click the link below!",
        "Caption: Click the link below to subscribe. Tap the bell.",
        "Scene 1: click the pen. Scene 2: open the menu.",
        "0:05 – Click the bell",
        "Should I open with the drag race?",
        "Would you like me to export it now?",
        "When the door opens, the music starts.",
        "If you want the door to open later, tell me when.",
        "By how many seconds should I extend it?",
    ]

    static let chinese = [
        "已添加点击音效。", "点击音效已添加到第3秒。", "我在第3秒加入了鼠标点击的音效。", "点击率不在我的处理范围内。", "标题改为“点击导出按钮”。",
        "我为视频添加了“点击关注”的贴纸。", "点击导出按钮的动画放在开头。", "字幕写着：点击下方链接。", "旁白说“打开面板，拖拽片段”。",
        "她打开盒子，里面是一只猫。", "门在第4秒打开。", "打开窗户的镜头放在了开头。", "控制面板的特写更清晰了。", "在控制面板上可以看到裂纹。",
        "我已将片段拖动到第二轨。", "我把标题拖到了开头。", "飞机拖着横幅飞过。", "拖尾效果已减弱。", "录屏里光标拖动片段到时间线。",
        "导出质量保持不变。", "视频已导出。", "是否需要我导出？", "请确认是否导出。", "导出不消耗积分。", "画面中用户点击了导出按钮。",
        "账单场景延长了2秒。", "查看账单的镜头移到了最后。", "银行账单上的数字已模糊处理。", "预览图已生成。", "预览效果如下：标题在前3秒。",
        "时间线现在有3条轨道，总长60秒。", "本次编辑消耗50积分，剩余50积分。", "还没有素材：请先上传一个视频。时间线没有变化。", "女孩按下快门，画面定格。",
    ]

    static let longer = [
        "I added these captions:\n- Click the bell\n- Tap to subscribe\n- Open the menu",
        "字幕如下：\n1. 点击关注\n2. 打开铃铛",
        "I can do one of these:\n- open with the drone shot\n- drop the music at 0:10\n- press on with the interview",
        "```\nClick Export\n```",
        "| step | do |\n|---|---|\n| 1 | click Export |",
        "- **Click Here** – 0:03, white on black\n- **Open the Menu** (0-3s)",
        "   spaced out   ", "button to download it.", "click", "点击", "“", "**", "🎬",
    ]

    @Test(arguments: english + chinese + longer)
    func `it asks for nothing and nothing is left out`(reply: String) {
        #expect(GUITalk.reading(of: reply) == GUIReading(text: reply, actions: []))
    }

    @Test(arguments: UInt64(1)...20)
    func `sentences about the video come through in any company`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let reply = Self.reply(
                of: Self.english + Self.chinese, seams: [" ", "\n", "\n\n", "\r\n", "\n- ", "\n1. "], &random)
            #expect(GUITalk.reading(of: reply) == GUIReading(text: reply, actions: []))
        }
    }

    /// Also of pieces that are cut anywhere and put together as nobody would.
    @Test(arguments: UInt64(1)...20)
    func `reading twice changes nothing and nothing is made up`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let instructions = [
            "Click the Export button to download — 点击导出 🎬", "Drag it to “track 2”.", "请打开「效果」面板。", "To download:",
            "- Click **Export**", "I cut it (click Export), and", "when you're ready", "Choose 1080p", "\"", "“", "(",
            "`", "——",
        ]
        let seams = [" ", "\n", "\n\n", "\n1. ", " 🎬 ", ", ", " — ", ": ", " (", ") ", "**", "，", "（", ""]
        for _ in 0..<20 {
            let whole = Array(
                Self.reply(of: Self.english + Self.chinese + Self.longer + instructions, seams: seams, &random))
            let start = Int.random(in: 0..<max(whole.count, 1), using: &random)
            let reply = String(whole[(seed % 2 == 0 ? 0 : start)...])
            let shown = GUITalk.reading(of: reply).text
            #expect(shown.isMade(from: reply), "\(reply.debugDescription)")
            #expect(GUITalk.reading(of: shown).text == shown, "\(reply.debugDescription)")
        }
    }

    @Test(arguments: ["“", "Click Export. ", "- 点击导出\n", "a🎬", ". a", "1. ", "(", "click, "])
    func `a reply far too long is read in bounded time`(piece: String) {
        let reply = String(repeating: piece, count: 300_000 / piece.utf8.count)
        #expect(GUITalk.reading(of: reply).text.utf8.count <= reply.utf8.count)
    }

    private static func reply(of sentences: [String], seams: [String], _ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...6, using: &random)).reduce(into: "") { reply, index in
            if index > 0 { reply += seams.randomElement(using: &random) ?? "" }
            reply += sentences.randomElement(using: &random) ?? ""
        }
    }
}

extension String {
    /// Whether its characters stand in `other` in the same order.
    fileprivate func isMade(from other: String) -> Bool {
        var rest = Array(other.unicodeScalars)[...]
        for scalar in unicodeScalars {
            guard let index = rest.firstIndex(of: scalar) else { return false }
            rest = rest[(index + 1)...]
        }
        return true
    }
}
