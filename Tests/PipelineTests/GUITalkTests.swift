// What the log keeps of a reply, and what it leaves out (PROTOCOL 7).

import Testing

@testable import Pipeline

struct GUITalkTests {
    @Test(arguments: [
        (
            "I extended the video by 30 seconds. Click the Export button to download — 点击导出 🎬",
            "I extended the video by 30 seconds."
        ),
        ("已延长30秒。点击导出按钮下载。", "已延长30秒。"),
        ("Done! Drag the clip to the second track to move it.", "Done!"),
        ("Open the Effects panel to see more. The title is set.", "The title is set."),
        ("Please click \u{201C}Render\u{201D} when you are ready.", ""),
        ("Preview it in the timeline.\nThe music is quieter now.", "The music is quieter now."),
    ])
    func `sentences about a screen are left out, the rest stays as it is`(reply: String, shown: String) {
        #expect(GUITalk.removed(from: reply) == shown)
    }

    @Test(arguments: [
        "I added a click sound at 3 seconds.",
        "The door opens at 4.5 seconds, then the title \"Open Day\" appears.",
        "The clip drags a little; shall I shorten it?",
        "A woman presses a button in the first shot.",
        "I kept the export settings of the first version.",
    ])
    func `sentences about the content are kept`(reply: String) {
        #expect(GUITalk.removed(from: reply) == reply)
    }
}
