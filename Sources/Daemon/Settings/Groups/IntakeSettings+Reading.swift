// Reads how patiently the inbox is watched.

extension IntakeSettings {
    /// - Configuration keys:
    ///   - `timing.settle` (duration, default: 2s), `timing.settle_prompt` (200ms), `timing.settle_remote` (30s)
    ///   - `timing.rescan` (duration, default: 60s); a poll takes its place where there are no events, every 5 seconds,
    ///     or as often as the rescan where that is more often
    ///   - `timing.reminder` (duration, default: 60s), `timing.lone` (10s)
    ///   - `timing.incomplete_note` (duration, default: 10m), `timing.incomplete_fail` (24h)
    ///   - `max_file` (size, default: 500MB)
    init(reading reader: inout SettingsReader) {
        settle = reader.value(of: KnownSettings.settle)
        settlePrompt = reader.value(of: KnownSettings.settlePrompt)
        settleRemote = reader.value(of: KnownSettings.settleRemote)
        rescan = reader.value(of: KnownSettings.rescan)
        poll = min(rescan, .seconds(5))
        reminder = reader.value(of: KnownSettings.reminder)
        lone = reader.value(of: KnownSettings.lone)
        incompleteNote = reader.value(of: KnownSettings.incompleteNote)
        incompleteFail = reader.value(of: KnownSettings.incompleteFail)
        maxFile = reader.value(of: KnownSettings.maxFile).bytes
    }
}
