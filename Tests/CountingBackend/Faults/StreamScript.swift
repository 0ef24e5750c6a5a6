// How a message is answered where no rule says otherwise; marks in its text choose among the kinds of answers.

/// The streams of PROTOCOL 5 and 7, chosen by marks in square brackets that a test writes into a prompt.
enum StreamScript {
    /// An edit that is made and told of, with everything an agent sends meanwhile.
    static let told: [StreamStep] = [
        .thought("Let me think about the pacing."), .call("extend_video"), .heartbeat(.comment), .edit,
        .response("extend_video"), .heartbeat(.emptyData), .partial("I extended "), .partial("the video."), .whole,
    ]

    /// An edit of which nothing is told.
    static let silent: [StreamStep] = [.call("extend_video"), .edit, .response("extend_video"), .nothing]

    /// A mark, and what it brings about.
    static let marks: [(mark: String, steps: [StreamStep])] = [
        ("[silent]", silent),
        ("[question]", [.text("Which of the two clips should be longer?"), .charge]),
        (
            "[gui]",
            silent + [.text("I extended the video. Click the Export button to download it. 点击导出 🎬")]
        ),
        ("[drag]", [.text("Drag the clip to the end of the timeline."), .charge]),
        ("[billing]", silent + [.text("Check your account before you go on.")]),
        ("[preview]", silent + [.text("Preview it in the timeline.")]),
        ("[two stages]", told + [.editLater(.milliseconds(150))]),
        ("[slow]", [.call("generate_video"), .pause(.milliseconds(500))] + told),
        ("[issue]", told + [.text("I encountered a temporary issue. Please try again.")]),
    ]

    static func steps(for text: String) -> [StreamStep] {
        marks.first { text.contains($0.mark) }?.steps ?? told
    }
}
