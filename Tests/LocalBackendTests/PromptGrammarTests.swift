// What people write, in both languages, and what the embedded backend takes it to mean.

import Testing

@testable import LocalBackend

@Suite struct PromptGrammarTests {
    struct Example: CustomTestStringConvertible, Sendable {
        var prompt: String
        var edits: [Edit]
        init(_ prompt: String, _ edits: Edit...) {
            self.prompt = prompt
            self.edits = edits
        }
        var testDescription: String { prompt }
    }

    static let extensions = [
        Example(
            "extend this video by 30 seconds with matching content and smooth transitions", .extend(by: 30)),
        Example("Extend by 10s", .extend(by: 10)),
        Example("extend it by ten seconds, please!", .extend(by: 10)),
        Example("lengthen the clip by 1 minute and 30 seconds", .extend(by: 90)),
        Example("extend by 1m30s", .extend(by: 90)),
        Example("extend by 1:30", .extend(by: 90)),
        Example("extend by half a minute", .extend(by: 30)),
        Example("extend by a minute and a half", .extend(by: 90)),
        Example("extend by one and a half minutes", .extend(by: 90)),
        Example("extend the video by 2.5 seconds", .extend(by: 2.5)),
        Example("extend my 5-second clip by 10 seconds", .extend(by: 10)),
        Example("extend the 5 second video by 10 seconds", .extend(by: 10)),
        Example("make it 10 seconds longer", .extend(by: 10)),
        Example("make the clip twenty-five seconds longer", .extend(by: 25)),
        Example("add 10 more seconds to the end", .extend(by: 10)),
        Example("add another 15 seconds", .extend(by: 15)),
        Example("a 30-second extension? extend by 30 seconds", .extend(by: 30)),
        Example("extend to 60 seconds", .extendTo(60)),
        Example("Extend the video to about 1 minute.", .extendTo(60)),
        Example("Turn a 30-second product clip to extend to 60 seconds", .extendTo(60)),
        Example("extend from 5 to 15 seconds", .extendTo(15)),
        Example("extend it to be 20 seconds long", .extendTo(20)),
        Example("make the video 60 seconds long", .setLength(60)),
        Example("set the length to 20 seconds", .setLength(20)),
        Example("延长30秒", .extend(by: 30)),
        Example("把视频延长十秒", .extend(by: 10)),
        Example("请把这个视频延长一分半钟", .extend(by: 90)),
        Example("延长1分30秒,内容要匹配,过渡要自然", .extend(by: 90)),
        Example("把5秒的视频延长１０秒", .extend(by: 10)),
        Example("视频加长两分钟", .extend(by: 120)),
        Example("再加10秒", .extend(by: 10)),
        Example("延长半分钟", .extend(by: 30)),
        Example("延长到60秒", .extendTo(60)),
        Example("把视频延长到一分钟", .extendTo(60)),
        Example("延长至二十五秒", .extendTo(25)),
        Example("时长改为60秒", .setLength(60)),
        Example("延长一百二十秒", .extend(by: 120)),
    ]

    @Test(arguments: extensions)
    func `a wish for more length is understood`(_ example: Example) {
        #expect(PromptGrammar.understand(example.prompt).edits == example.edits)
    }

    static let trims = [
        Example("trim the first 3 seconds", .removeFirst(3)),
        Example("cut the first 2.5s", .removeFirst(2.5)),
        Example("cut the first second and the last minute", .removeFirst(1), .removeLast(60)),
        Example("remove 3 seconds from the start", .removeFirst(3)),
        Example("cut off the last 4 seconds", .removeLast(4)),
        Example("trim two seconds off the end", .removeLast(2)),
        Example("shorten by 3 seconds", .removeLast(3)),
        Example("make it 3 seconds shorter", .removeLast(3)),
        Example("remove the first 2 seconds and the last 3 seconds", .removeFirst(2), .removeLast(3)),
        Example("keep only the first 5 seconds", .keepFirst(5)),
        Example("trim to the first 5 seconds", .keepFirst(5)),
        Example("trim to keep only the first 5 seconds", .keepFirst(5)),
        Example("trim it down to 5 seconds", .keepFirst(5)),
        Example("shorten to 5 seconds", .keepFirst(5)),
        Example("only the first 5 seconds", .keepFirst(5)),
        Example("keep the last 5 seconds", .keepLast(5)),
        Example("cut to the last 5 seconds", .keepLast(5)),
        Example("trim from 2 to 5 seconds", .keepRange(from: 2, to: 5)),
        Example("cut from 0:02 to 0:05", .keepRange(from: 2, to: 5)),
        Example("keep 2-5 seconds", .keepRange(from: 2, to: 5)),
        Example("keep 2s to 5s", .keepRange(from: 2, to: 5)),
        Example("remove from 2 to 5 seconds", .removeRange(from: 2, to: 5)),
        Example("cut out 2s-5s", .removeRange(from: 2, to: 5)),
        Example("剪掉前3秒", .removeFirst(3)),
        Example("把前三秒剪掉", .removeFirst(3)),
        Example("删除开头的2秒", .removeFirst(2)),
        Example("去掉最后5秒", .removeLast(5)),
        Example("把结尾两秒去掉", .removeLast(2)),
        Example("只保留前5秒", .keepFirst(5)),
        Example("保留最后十秒", .keepLast(10)),
        Example("剪到5秒", .keepFirst(5)),
        Example("缩短到10秒", .keepFirst(10)),
        Example("截取前8秒", .keepFirst(8)),
        Example("保留第2到5秒", .keepRange(from: 2, to: 5)),
        Example("从2秒剪到5秒", .keepRange(from: 2, to: 5)),
        Example("删除第2秒到第5秒", .removeRange(from: 2, to: 5)),
        Example("剪掉2-5秒", .removeRange(from: 2, to: 5)),
    ]

    @Test(arguments: trims)
    func `a wish for less length is understood`(_ example: Example) {
        #expect(PromptGrammar.understand(example.prompt).edits == example.edits)
    }

    static let titles = [
        Example(#"add a title "Urban Dreams" for 3 seconds"#, .addTitle("Urban Dreams", seconds: 3)),
        Example(#"Add a title that says “Urban Dreams” for five seconds"#, .addTitle("Urban Dreams", seconds: 5)),
        Example(#"add a 4-second title "Hi""#, .addTitle("Hi", seconds: 4)),
        Example(#"add the title 'It's here' for 2s"#, .addTitle("It's here", seconds: 2)),
        Example(#"put "Hello, World!" on it"#, .addTitle("Hello, World!", seconds: 3)),
        Example(#"add a title "Urban Dreams", 6 seconds long"#, .addTitle("Urban Dreams", seconds: 6)),
        Example("add title: Urban Dreams for 3 seconds", .addTitle("Urban Dreams", seconds: 3)),
        Example(#"add a title "trim the first 3 seconds""#, .addTitle("trim the first 3 seconds", seconds: 3)),
        Example(#"添加标题"城市"3秒"#, .addTitle("城市", seconds: 3)),
        Example("加个标题「城市之光」,显示5秒", .addTitle("城市之光", seconds: 5)),
        Example("添加标题《春天》", .addTitle("春天", seconds: 3)),
        Example("加上标题“延长10秒”四秒", .addTitle("延长10秒", seconds: 4)),
        Example("标题:城市,3秒", .addTitle("城市", seconds: 3)),
    ]

    @Test(arguments: titles)
    func `a wish for a title is understood, and its words are never a command`(_ example: Example) {
        #expect(PromptGrammar.understand(example.prompt).edits == example.edits)
    }

    static let several = [
        Example(
            #"extend by 10 seconds and add a title "Urban Dreams" for 3 seconds"#,
            .extend(by: 10), .addTitle("Urban Dreams", seconds: 3)),
        Example("trim the first 2 seconds, then extend to 20 seconds", .removeFirst(2), .extendTo(20)),
        Example("延长30秒并添加标题“城市”3秒", .extend(by: 30), .addTitle("城市", seconds: 3)),
        Example("把前3秒剪掉然后延长十秒", .removeFirst(3), .extend(by: 10)),
        Example("延长30秒剪掉前3秒", .extend(by: 30), .removeFirst(3)),
        Example("extend by 30 seconds and export", .extend(by: 30)),
        Example("don't trim the first 3 seconds, extend by 5 seconds", .extend(by: 5)),
        Example("extend by 10 seconds without cuts", .extend(by: 10)),
        Example("别剪掉前3秒,延长10秒", .extend(by: 10)),
    ]

    @Test(arguments: several)
    func `several edits are understood in the order they were asked for`(_ example: Example) {
        #expect(PromptGrammar.understand(example.prompt).edits == example.edits)
    }

    @Test(arguments: [
        "hello", "", "make it better", "add some music", "add 10 seconds of music", "speed it up", "加点音乐", "换个滤镜",
        "how do I extend by 10 seconds?", "怎么延长10秒?", "do not extend by 10 seconds", "不要延长10秒",
        "what can you do", "add a 5 second intro", "balance the audio", "I like the first 3 seconds",
        "extend my existing video clips", "trim it", "add a title", "把标题去掉", "10 seconds", "30秒",
    ])
    func `what is not an edit changes nothing`(_ prompt: String) {
        #expect(PromptGrammar.understand(prompt).edits.isEmpty)
    }

    @Test(arguments: [
        ("extend my existing video clips", Understanding.Missing.lengthOfExtension),
        ("把视频延长一下", .lengthOfExtension), ("trim the start", .lengthOfTrim), ("剪一下", .lengthOfTrim),
        ("add a title", .wordsOfTitle), ("添加标题", .wordsOfTitle), ("add an export-quality title", .wordsOfTitle),
    ])
    func `an edit that lacks something is told apart from no edit`(
        _ prompt: String, missing: Understanding.Missing
    ) {
        #expect(PromptGrammar.understand(prompt) == Understanding(incomplete: [missing]))
    }

    @Test func `what it cannot do is named beside what it can`() {
        let understanding = PromptGrammar.understand("extend by 10 seconds, make it black and white")
        #expect(understanding.edits == [.extend(by: 10)])
        #expect(understanding.beyond == ["make it black"])
    }
}
