// The settings of time. All of them are settings so that a person can suit them to a network, and a test run fast.

extension KnownSettings {
    static let pickUpTimes: [any KnownSetting] = [
        settle, settlePrompt, settleRemote, rescan, reminder, lone, incompleteNote, incompleteFail,
    ]
    static let backendTimes: [any KnownSetting] = [
        stillWorking, messageLimit, heartbeatLimit, idleLimit, recheckFirst, recheckNext, recheckCount, quietCheck,
        renderPoll, renderLimit, rateLimitWait, creditsPoll, breaker, retryBase, retryCap,
    ]

    package static let settle = timing(
        "settle", .seconds(2), from: .zero, "a file counts as written when it has not changed for this long")
    package static let settlePrompt = timing(
        "settle_prompt", .milliseconds(200), from: .zero, "the same for a prompt")
    package static let settleRemote = timing(
        "settle_remote", .seconds(30), from: .zero, "the same where the filesystem tells nothing (NFS, CIFS, FUSE)")
    package static let rescan = timing(
        "rescan", .seconds(60), "between two looks at the whole tree; where there are no events, at most 5s")
    package static let reminder = timing("reminder", .seconds(60), from: .zero, "until a waiting note appears")
    package static let lone = timing(
        "lone", .seconds(10), from: .zero, "until a default prompt or a lone command counts")
    package static let incompleteNote = timing(
        "incomplete_note", .seconds(600), "until a file that stays incomplete gets a note")
    package static let incompleteFail = timing("incomplete_fail", .seconds(86_400), "until it goes to failed/")

    package static let stillWorking = timing(
        "still_working", .seconds(120), "between two \"still working\" lines in an editor's log")
    package static let messageLimit = timing("message_limit", .seconds(900), "the longest wait for one answer")
    package static let heartbeatLimit = timing("heartbeat_limit", .seconds(600), "the same with nothing but heartbeats")
    package static let idleLimit = timing("idle_limit", .seconds(180), "the same with no bytes at all")
    package static let recheckFirst = timing(
        "recheck_first", .seconds(30), "after a cut answer, until the first look at what it did (PROTOCOL 6)")
    package static let recheckNext = timing("recheck_next", .seconds(60), "between that look and the next ones")
    package static let recheckCount = SettingKey(
        "timing.recheck_count", default: 5, within: 1...100, "looks without a change before a person must decide")
    package static let quietCheck = timing(
        "quiet_check", .seconds(5), "between the two looks that show an edit has come to rest")
    package static let renderPoll = timing("render_poll", .seconds(30), "between two questions how a render goes")
    package static let renderLimit = timing("render_limit", .seconds(1800), "the longest wait for a render")
    package static let rateLimitWait = timing(
        "rate_limit_wait", .seconds(30), "after \"too many requests\", unless the backend says how long")
    package static let creditsPoll = timing(
        "credits_poll", .seconds(60), "out of credits: between two looks at the balance")
    package static let breaker = timing("breaker", .seconds(30), "backend down: between two probes")
    package static let retryBase = timing("retry_base", .seconds(1), "the first pause before a call is repeated")
    package static let retryCap = timing("retry_cap", .seconds(60), "the longest such pause")

    package static let drain = timing(
        "drain", .seconds(30), from: .zero, "how long running steps may finish; the rest goes on at the next start")

    /// The limits keep a slip of the unit from turning a poll into a busy loop or a limit into forever.
    private static func timing(
        _ name: String, _ standard: Duration, from least: Duration = .milliseconds(1), _ meaning: String
    ) -> SettingKey<Duration> {
        SettingKey("timing.\(name)", default: standard, within: least...(.seconds(30 * 86_400)), meaning)
    }
}
