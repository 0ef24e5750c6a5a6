// Lengths of time as people write them: "1 minute 30 seconds", "1m30s", "1:30", "一分半", "30秒".

/// A length of time read from the start of a run of characters.
struct SpokenTime: Hashable, Sendable {
    var seconds: Double
    /// How many characters it took.
    var length: Int
    /// Whether a hyphen joins number and unit ("5-second"): such a time describes the thing after it.
    var isHyphenated = false

    /// - Parameter text: Lower case, with full-width forms already folded.
    /// - Returns: `nil` where no number with a unit begins.
    static func read(_ text: ArraySlice<Character>) -> SpokenTime? {
        clock(text) ?? spoken(text)
    }

    /// `1:30`: minutes and seconds.
    private static func clock(_ text: ArraySlice<Character>) -> SpokenTime? {
        let minutes = text.prefix(while: \.isASCIIDigit)
        let rest = text.dropFirst(minutes.count)
        guard (1...2).contains(minutes.count), rest.first == ":" else { return nil }
        let seconds = rest.dropFirst().prefix(while: \.isASCIIDigit)
        guard seconds.count == 2, let whole = Double(String(minutes)), let part = Double(String(seconds)), part < 60
        else { return nil }
        return SpokenTime(seconds: whole * 60 + part, length: minutes.count + 3)
    }

    private static func spoken(_ text: ArraySlice<Character>) -> SpokenTime? {
        guard var time = one(text) else { return aMinute(text) }
        guard time.unit == .minute else { return time.value }
        let rest = text.dropFirst(time.value.length)
        if let half = halfAfterMinutes(rest) {
            time.value.seconds += 30
            time.value.length += half
        } else if let (gap, more) = secondsAfterMinutes(rest) {
            time.value.seconds += more.seconds
            time.value.length += gap + more.length
        }
        return time.value
    }

    private enum Unit { case second, minute }

    private static func one(_ text: ArraySlice<Character>) -> (value: SpokenTime, unit: Unit)? {
        guard let number = SpokenNumber.read(text) else { return nil }
        var rest = text.dropFirst(number.length)
        var value = number.value
        if let half = prefixLength(rest, [" and a half"]) {
            value += 0.5
            rest = rest.dropFirst(half)
        }
        var isHyphenated = false
        if let skipped = prefixLength(rest, [" more ", " extra ", " additional ", " a ", " of a ", "个", " ", "-"]) {
            isHyphenated = rest.first == "-"
            rest = rest.dropFirst(skipped)
        }
        guard let (unit, length) = unit(rest) else { return nil }
        let time = SpokenTime(
            seconds: unit == .minute ? value * 60 : value,
            length: rest.startIndex - text.startIndex + length,
            isHyphenated: isHyphenated)
        return (time, unit)
    }

    /// "a minute", "an extra minute" being a length of time though it has no number.
    private static func aMinute(_ text: ArraySlice<Character>) -> SpokenTime? {
        guard let article = prefixLength(text, ["a minute", "one minute"]),
            text.dropFirst(article).first?.isASCIILetter != true
        else { return nil }
        let tail = prefixLength(text.dropFirst(article), [" and a half"])
        return SpokenTime(seconds: tail == nil ? 60 : 90, length: article + (tail ?? 0))
    }

    private static func unit(_ text: ArraySlice<Character>) -> (Unit, length: Int)? {
        for (word, unit) in hanUnits where text.starts(with: word) { return (unit, word.count) }
        // "5m30s": letters end at the next digit.
        let word = String(text.prefix(while: \.isASCIILetter))
        return latinUnits[word].map { ($0, word.count) }
    }

    private static func halfAfterMinutes(_ text: ArraySlice<Character>) -> Int? {
        prefixLength(text, ["半钟", "半", " and a half"])
    }

    private static func secondsAfterMinutes(_ text: ArraySlice<Character>) -> (gap: Int, SpokenTime)? {
        for gap in [" and ", ", ", " ", "零", ""] where text.starts(with: gap) {
            if let more = one(text.dropFirst(gap.count)), more.unit == .second { return (gap.count, more.value) }
        }
        return nil
    }

    private static func prefixLength(_ text: ArraySlice<Character>, _ candidates: [String]) -> Int? {
        candidates.first { text.starts(with: $0) }?.count
    }

    private static let hanUnits: [(String, Unit)] = [
        ("分钟", .minute), ("分", .minute), ("秒钟", .second), ("秒", .second),
    ]
    private static let latinUnits: [String: Unit] = [
        "s": .second, "sec": .second, "secs": .second, "second": .second, "seconds": .second,
        "m": .minute, "min": .minute, "mins": .minute, "minute": .minute, "minutes": .minute,
    ]
}
