// The Chinese words by which an instruction is known, and those by which a clause that tells of the video is.

extension GUITalk {
    enum ChineseWords {
        typealias Words = [[Character]]

        enum Verb: Hashable { case click, drag, open, look, export }

        static let verbs: [(word: [Character], verb: Verb)] =
            [
                (Verb.click, "点击 单击 双击 右击 点按 轻点 点选 按下 轻触 点一下"), (.drag, "拖拽 拖动 拖放 拖曳 拖到 拖至 拖入 拖进"),
                (.open, "打开 展开 切换到 前往 进入"), (.look, "预览 查看 看到 观看 播放 检查 找到"), (.export, "导出 下载"),
            ].flatMap { verb, words in list(words).map { ($0, verb) } }

        /// Whom it is said to, and how.
        static let openings = list(
            """
            请 您 你 可以 可 也 还 都 就 现在 接下来 随后 然后 之后 最后 首先 先 再 只需要 只需 只要 仅需 直接 需要 需 应该 务必 记得 或者 或 并且 \
            并 同时 以及 麻烦 自行 手动 尝试 试着 随时 立即 马上 下一步 第一步 第二步 第三步 步骤 即可 即 便 能 通过 使用 鼠标 用 一 二 三 四 五 \
            1 2 3 4 5 自己 轻松 一键 继续 please youcan you can then now just simply or and alternatively
            """)
        /// Where an instruction may begin after something else.
        static let addresses = list("请 您可以 你可以 您可 你可 您也可以 你也可以 即可 便可")
        static let permissions = list("请 可以 可 直接 只需 随时 即 需要 您 你 第一步 第二步 第三步 步骤")
        static let you = list("您 你")
        static let conditions = list(
            """
            如果 如需 如要 若 当您 当你 待 等 想 要 需要 为了 确认 满意 没问题 完成后 完成之后 准备好 一切就绪 之后如 假如 编辑完成后 检查无误
            """)
        static let purposes = list("即可 就可以 就能 便可 便能 以便 来 就会 等待 稍等 并等待 系统会 系统将 然后等待")
        static let continuations = list("选择 选中 稍等 等待 松开 找到 按住 勾选")
        static let places = list("在 从 到 于 去 前往 进入 左 右 上方 下方 顶部 底部")
        static let takers = list("将 把")

        /// Words that tell of something done or asked, or of somebody in the video.
        static let tellers = list("我 已 是否 要不要 能否 她 男 女 孩 人物 演员 观众 用户 角色 主角 主播 手指")
        static let pictures = list("画面 镜头 场景")
        static let videoThings = list("特写 镜头 动画 场景 音效 声音 演示 录屏 手势 比赛")
        static let clickThings = list("音效 声 率 量 数 动画 特效 效果音 事件 感 动作 手势 提示音 流 次")
        static let dragThings = list("声 感 动画 效果 比赛 手势 特效")
        static let previewThings = list("图 版 片 画面 如下")
        static let exportThings = list("质量 设置 格式 参数 的 时 约 大概 需 失败 完成 成功 量 速度 次数")
        /// What stands after a verb that was done or only describes.
        static let doneMarks = list("了 着 过 的 后")

        static let previewEnds = list("一下 效果 视频")
        static let exportEnds = list("即可 后 并 一下 吧 就 视频即可 按钮")
        static let exports = list("导出 下载 渲染 保存 发布 export download")
        static let exportButtons = list("导出按钮 下载按钮")
        static let account = list("账户 账号 账单 余额 套餐 订阅 积分 充值")
        static let accountVerbs = list("检查 查看 前往 登录 访问 进入 打开 核对")
        static let drags = list("拖拽 拖动 拖到")
        static let looks = list("预览 播放 时间线 时间轴 面板 选项卡 标签页 菜单")
        static let edits = list("应用 确认 确定 生成 删除 分割 剪切 裁剪 添加 替换 撤销 继续 静音 复制")
        /// Where media come from that only a person can bring.
        static let sources = list("上传 导入 电脑 桌面")
        static let corners = list("右上 左上 右下 左下 位于 即可 顶部 底部")
        static let sides = list("侧 方 角 部 面板")

        static let parts = list(
            """
            面板 菜单 选项卡 标签页 侧边栏 侧栏 设置 编辑器 时间线 时间轴 素材库 媒体库 音乐库 工具栏 页面 对话框 属性 窗口中 预览窗口 设置窗口 \
            右上角 左上角 右下角 左下角 左侧 右侧 项目 轨道 panel
            """)
        static let controls = exports + parts + list("按钮 图标 播放 预览 这里 此处 button")
        static let lookPlaces = list("时间线 时间轴 预览窗口 预览区 播放器 编辑器 素材库 媒体库 轨道中 轨道上 timeline")
        static let panel = list("面板")

        static let values = list("标题 字幕 文字 文案 文本 台词 旁白 歌词 脚本 标语 贴纸 场景 镜头 画面")
        static let sayings = list("写着 说 内容 写道")
        static let valueEnds = list("为 成 是 如下 一 二 三")
        static let guides = list("要 如需 如果 如何 若 想 下一步 接下来 操作 步骤 第 提示 导出 下载 预览 您可以 你可以 请 方法 只需 后续")

        /// The ideographs above in traditional writing, as far as they differ.
        static let simplified: [Character: Character] = Dictionary(
            zip(
                "點擊單雙輕觸選開導匯預覽檢視帳賬戶號單額餘積線軸時間軌將從側標題文貼紙場鏡畫請們現後還會個處進這裡麼應應確認滿複製靜斷類簡鈕欄頁對話設窗屬項載發佈輸動",
                "点击单双轻触选开导导预览检视账账户号单额余积线轴时间轨将从侧标题文贴纸场镜画请们现后还会个处进这里么应应确认满复制静断类简钮栏页对话设窗属项载发布输动"
            ), uniquingKeysWith: { first, _ in first })

        private static func list(_ words: String) -> Words { words.split(separator: " ").map(Array.init) }
    }
}

extension Collection<Character> where SubSequence: Collection<Character> {
    func starts(withAnyOf words: [[Character]]) -> Bool { words.contains { starts(with: $0) } }
}

extension BidirectionalCollection<Character> {
    func ends(withAnyOf words: [[Character]]) -> Bool { words.contains { suffix($0.count).elementsEqual($0) } }
}

extension Collection<Character> {
    func contains(anyOf words: [[Character]]) -> Bool { words.contains { firstRange(of: $0) != nil } }
}

extension ArraySlice<Character> {
    /// Without any of the words it begins with.
    func dropping(_ words: [[Character]]) -> Self {
        var rest = self
        while let word = words.first(where: { rest.starts(with: $0) }) { rest = rest.dropFirst(word.count) }
        return rest
    }
}
