// What the backend says about its work, in the language it was asked in.

import Foundation

/// The words of an answer, in English or Chinese.
struct Reply: Sendable {
    let isChinese: Bool

    /// Chinese when the prompt holds an ideograph outside of its titles' words, English otherwise.
    init(to prompt: String) {
        let words = PromptLexer.tokens(of: prompt).filter { if case .quoted = $0.token { false } else { true } }
        let characters = Array(prompt)
        isChinese = words.contains { characters[$0.range].contains(where: \.isHan) }
    }

    var opening: String { isChinese ? "好的。" : "On it." }
    var thought: String { isChinese ? "先看看节奏。" : "Let me think about the pacing." }

    /// The closing words of a message that changed the timeline. They talk of a screen, as the real backend does.
    func closing(_ outcome: EditOutcome, _ understanding: Understanding) -> String {
        var sentences = outcome.results.map { $0.refusal == nil ? done($0.edit) : refused($0.edit, $0.refusal) }
        sentences += outcome.leftOut.map { name in
            isChinese ? "“\(name)”留在素材里，没有放到时间线上。" : "I left “\(name)” in your media, off the timeline."
        }
        sentences += unfulfilled(understanding)
        if outcome.isChanged {
            let length = Self.number(outcome.timeline?.seconds ?? 0)
            sentences.append(
                isChinese
                    ? "现在总长 \(length) 秒。点击导出按钮即可下载 🎬"
                    : "It is now \(length) seconds long. Click the Export button to download — 点击导出 🎬")
        } else {
            sentences.append(isChinese ? "时间线没有变化。" : "Your timeline is unchanged.")
        }
        return sentences.joined(separator: isChinese ? "" : " ")
    }

    /// The answer to a message that asks for nothing this backend does.
    func nothingToDo(_ understanding: Understanding) -> String {
        let can =
            isChinese
            ? "我能做的有：延长视频（延长30秒、延长到60秒）、剪辑（剪掉前3秒、只保留前5秒）、添加标题（添加标题“城市”3秒）。我不会生成新画面。"
            : "I can extend a clip (“extend by 30 seconds”, “extend to 60 seconds”), trim it (“trim the first 3 seconds”, "
                + "“keep only the first 5 seconds”) and add a title (“add a title \"Urban Dreams\" for 3 seconds”). "
                + "I make no new footage."
        let unchanged = isChinese ? "时间线没有变化。" : "Your timeline is unchanged."
        return (unfulfilled(understanding) + [can, unchanged]).joined(separator: isChinese ? "" : " ")
    }

    var noMedia: String {
        isChinese
            ? "还没有素材：请先上传一个视频。时间线没有变化。" : "There is nothing to edit yet: upload a clip first. Nothing was changed."
    }

    private func unfulfilled(_ understanding: Understanding) -> [String] {
        let questions = understanding.incomplete.map { missing in
            switch missing {
            case .lengthOfExtension: isChinese ? "要延长多少秒？" : "By how many seconds should I extend it?"
            case .lengthOfTrim: isChinese ? "要剪多少秒，从头还是从尾？" : "How many seconds should I trim, and from which end?"
            case .wordsOfTitle: isChinese ? "标题写什么？请放在引号里。" : "What should the title say? Put it in quotation marks."
            }
        }
        let beyond = understanding.beyond.map { isChinese ? "这一点我做不到：“\($0)”。" : "I cannot do this: “\($0)”." }
        return questions + beyond
    }

    private func done(_ edit: Edit) -> String {
        let n = Self.number
        switch edit {
        case .extend(let s):
            return isChinese ? "已延长 \(n(s)) 秒。" : "I extended the video by \(n(s)) seconds."
        case .extendTo(let s): return isChinese ? "已延长到 \(n(s)) 秒。" : "I extended the video to \(n(s)) seconds."
        case .setLength(let s): return isChinese ? "时长已改为 \(n(s)) 秒。" : "I set the length to \(n(s)) seconds."
        case .removeFirst(let s): return isChinese ? "已剪掉前 \(n(s)) 秒。" : "I removed the first \(n(s)) seconds."
        case .removeLast(let s): return isChinese ? "已剪掉最后 \(n(s)) 秒。" : "I removed the last \(n(s)) seconds."
        case .keepFirst(let s): return isChinese ? "只保留了前 \(n(s)) 秒。" : "I kept the first \(n(s)) seconds."
        case .keepLast(let s): return isChinese ? "只保留了最后 \(n(s)) 秒。" : "I kept the last \(n(s)) seconds."
        case .keepRange(let a, let b):
            return isChinese ? "保留了第 \(n(a)) 到 \(n(b)) 秒。" : "I kept \(n(a)) to \(n(b)) seconds."
        case .removeRange(let a, let b):
            return isChinese ? "剪掉了第 \(n(a)) 到 \(n(b)) 秒。" : "I removed \(n(a)) to \(n(b)) seconds."
        case .addTitle(let text, let s):
            return isChinese ? "已添加标题“\(text)”，\(n(s)) 秒。" : "I added the title “\(text)” for \(n(s)) seconds."
        }
    }

    private func refused(_ edit: Edit, _ refusal: EditRefusal?) -> String {
        switch refusal {
        case .alreadyThatLong: isChinese ? "视频已经这么长了。" : "The video is already that long."
        case .alreadyThatShort: isChinese ? "视频本来就没有更长。" : "The video is no longer than that."
        case .nothingWouldBeLeft: isChinese ? "这样剪就什么都不剩了。" : "Nothing would be left of the video."
        case .outsideTheTimeline: isChinese ? "这个时间不在视频里。" : "That time is beyond the end of the video."
        case .tooLong:
            isChinese ? "最长只能到 10 分钟。" : "I extend to \(Self.number(Timeline.longestSeconds)) seconds at most."
        case .noRoomForTitle: isChinese ? "时间线上没有放标题的位置了。" : "There is no room left for another title."
        case nil: ""
        }
    }

    /// 3, 2.5, 5.28: at most two decimals.
    static func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : "\(rounded)"
    }
}
