// The English words by which a part of a screen, or something to do with it, is known.

extension GUITalk {
    enum ScreenWords {
        /// What only a screen is operated with.
        static let operations: Set = ["click", "tap", "press", "hit", "drag", "drop", "open"]
        /// What may be done on a screen, and elsewhere too.
        static let continuations = set(
            """
            choose select pick wait confirm find locate scroll go look release adjust resize enter type save download \
            export share enjoy press tap see watch review check play move position hold open navigate switch use hover \
            drop
            """)
        /// Those of them that nobody says of a video.
        static let steps: Set = ["choose", "select", "pick", "wait", "confirm"]

        static let sameVerbs = [
            "double-click": "click", "right-click": "click", "left-click": "click", "drag-and-drop": "drag",
        ]
        /// Only after `by` or `once you`; elsewhere these tell what was done.
        static let baseForms = [
            "clicking": "click", "tapping": "tap", "pressing": "press", "hitting": "hit", "dragging": "drag",
            "dropping": "drop", "opening": "open", "double-clicking": "click", "right-clicking": "click",
            "clicked": "click", "pressed": "press", "opened": "open", "dragged": "drag",
        ]

        static let exports = set("export download render save publish 导出 下载 渲染 保存 匯出 導出")
        static let edits = set(
            """
            split delete trim cut apply undo redo crop mute unmute replace insert duplicate generate regenerate extend \
            confirm continue merge add remove ok yes accept proceed enter backspace
            """)
        static let looks = set("preview play timeline 预览 播放 时间线 时间轴")
        static let account = set("account billing subscription credits")

        /// Parts of the editor's window.
        static let parts = set(
            """
            panel panels menu tab sidebar timeline editor inspector drawer toolbar dialog workspace properties \
            dropdown drop-down pane preferences settings canvas 面板 菜单
            """)
        static let controls = parts.union(
            set(
                """
                button buttons icon export download render slider checkbox toggle handle handles playhead top-right \
                corner enter delete generate confirm apply undo 按钮 导出 下载
                """))
        static let libraries = set("media effects music asset sound")
        static let dragPlaces = parts.union(
            set("track tracks slider handle handles edge edges playhead layer end start beginning here onto left right")
        )
        static let dropPlaces = set("timeline track tracks canvas panel editor onto here")
        /// Where media come from that only a person can bring.
        static let sources = set("upload import computer desktop")
        static let previewPlaces = set("timeline player panel editor workspace sidebar library")
        static let videos = set("video result clip file project movie mp4")

        /// What stands after a verb that is one: `click the …`, while `click sound` is a thing.
        static let afterClick = set("the on a an any your it this that here to in and below above again")
        static let afterDrag = set(
            "the it your this that them these those any each a an and clip clips title text layer music audio video"
        )
        static let afterPreview = set("it the your this that them everything changes now how in before")
        static let afterExport = set("it your this now when once whenever")
        static let afterAskedExport = set("as to and or if from in directly here anytime")
        static let afterAccount = set(
            """
            page panel settings balance or and section billing details for to status tab plan before if first so now \
            again
            """)
        /// A click, a tap or a press that is a thing.
        static let clickThings = set(
            """
            sound sounds track effect effects noise noises sfx conference release kit dancing dance water shoes bait \
            song animation photo photos pass beat
            """)

        /// What begins another thought, as far as the first verb is concerned.
        static let subordinators = set(
            "when once if after before until that which where because while to and or so you i whenever for")
        static let purposes = set("to when once if so whenever for")
        /// What says something of whatever stands before.
        static let predicates = set(
            "is are was were has have added removed kept muted placed inserted moved appears plays starts ends fades")
        static let articles = set("the on a an your at again")

        static func set(_ words: String) -> Set<String> { Set(words.split(separator: " ").map(String.init)) }

        /// Phrases parted by commas, each as its words.
        static func phrases(_ text: String) -> [[String]] {
            text.split(separator: ",").map { $0.split(separator: " ").map(String.init) }
        }
    }
}
