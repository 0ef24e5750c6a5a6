// The words this backend knows, in English and Chinese, and what each means.

/// The dictionary behind ``PromptLexer``. Adding a language is adding words here.
enum Lexicon {
    /// Latin words, in lower case.
    static let english: [String: PromptToken] = table([
        (.verb(.extend), "extend extends extended extending lengthen prolong elongate stretch continue"),
        (.verb(.remove), "remove delete drop discard erase chop skip strip"),
        (.verb(.trim), "trim cut shorten crop snip"),
        (.verb(.keep), "keep retain preserve leave"),
        (.verb(.add), "add insert put append overlay show display include place give create generate write"),
        (.verb(.make), "make turn set change bring get replace speed slow rotate mute"),
        (.mark(.first), "first opening start beginning front head"),
        (.mark(.last), "last final end ending tail closing"),
        (.mark(.from), "from between"),
        (.mark(.to), "to until till through into at"),
        (.mark(.by), "by"),
        (.mark(.out), "out"),
        (.mark(.only), "only just"),
        (.mark(.longer), "longer"),
        (.mark(.shorter), "shorter"),
        (.mark(.long), "long length duration"),
        (.mark(.more), "more another extra additional further"),
        (.mark(.title), "title titled title-card titles heading headline caption text"),
        (.mark(.not), "not don't dont never without no cannot"),
        (.mark(.how), "how why what when where"),
        (.boundary, "and then next also plus finally afterwards afterward but"),
        (.filler, "the a an of this that my our it its please kindly be about around roughly exactly total is"),
        (.filler, "video clip movie film footage shot timeline off for with in on can could you would i want seconds"),
        (.filler, "second minute minutes reading saying says which down overall"),
    ])

    /// Chinese words; the longest that fits is taken.
    static let chinese: [String: PromptToken] = table([
        (.verb(.extend), "延长 加长 延伸 拉长 扩展 延续 续长 变长"),
        (.verb(.remove), "剪掉 删除 删掉 去掉 去除 裁掉 剪去 移除 切掉 删去 砍掉 裁去 切除"),
        (.verb(.trim), "剪辑 裁剪 剪切 修剪 剪短 缩短 剪 裁"),
        (.verb(.keep), "保留 留下 截取 保持 截"),
        (.verb(.add), "添加 加上 加入 加个 增加 插入 放上 配上 加 显示 写上 打上"),
        (.verb(.make), "改 变 做 设 调 换"),
        (.mark(.first), "前面 开头 开始 最初 起始 片头 前"),
        (.mark(.last), "最后 末尾 结尾 尾部 片尾 后面 后"),
        (.mark(.from), "从 自 第"),
        (.mark(.to), "到 至 成 为"),
        (.mark(.only), "只 仅"),
        (.mark(.long), "时长 长度 总长"),
        (.mark(.longer), "更长"),
        (.mark(.shorter), "更短"),
        (.mark(.title), "标题 片名 题目 字幕 文字 字样"),
        (.mark(.music), "音乐 滤镜 配乐 特效 配音"),
        (.mark(.not), "不要 不用 无需 不必 别 勿"),
        (.mark(.how), "怎么 怎样 如何 为什么 什么"),
        (.boundary, "然后 并且 并 接着 之后 同时 以及 和 再 最终 随后"),
        (.filler, "这个 这段 视频 片段 短片 影片 请 把 将 我的 我 的 一个 个 了 大约 约 共 总共 帮我 帮 让 持续 达 它 钟 给 在 处"),
    ])

    /// Nouns that make a time before them a description: "a 5-second clip".
    static let clipNouns: Set<String> = [
        "clip", "video", "movie", "film", "footage", "shot", "product", "source", "original", "视频", "片段", "短片", "影片",
    ]

    /// The length in characters of the longest Chinese word.
    static let longestChineseWord = chinese.keys.map(\.count).max() ?? 1

    private static func table(_ rows: [(PromptToken, String)]) -> [String: PromptToken] {
        var words: [String: PromptToken] = [:]
        for (token, list) in rows {
            for word in list.split(separator: " ") { words[String(word)] = token }
        }
        return words
    }
}
