// Durations as settings spell them: one whole number and one unit.

extension Duration: SettingValue {
    /// Reads `500ms`, `2s`, `15m`, `6h` (FOLDER-CONTRACT 7); a number without a unit is refused, because nobody can
    /// tell what it means.
    package init?(settingText: String) {
        let digits = settingText.prefix { $0.isASCII && $0.isNumber }
        // Nine digits of hours stay far inside the range of a Duration, also doubled for a backoff.
        guard (1...9).contains(digits.count), let amount = Int64(digits) else { return nil }
        switch settingText.dropFirst(digits.count) {
        case "ms": self = .milliseconds(amount)
        case "s": self = .seconds(amount)
        case "m": self = .seconds(amount * 60)
        case "h": self = .seconds(amount * 3600)
        default: return nil
        }
    }

    /// The largest unit that leaves a whole number.
    package var settingText: String {
        let (seconds, attoseconds) = components
        guard attoseconds == 0 else { return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms" }
        if seconds >= 3600, seconds.isMultiple(of: 3600) { return "\(seconds / 3600)h" }
        // One minute is shown as 60s, as people write it beside 30s and 90s.
        if seconds >= 120, seconds.isMultiple(of: 60) { return "\(seconds / 60)m" }
        return "\(seconds)s"
    }

    package static var expectation: String { "a duration such as 500ms, 2s, 15m or 6h" }
}
