// One row of the table of settings: what it is called everywhere, what it may hold, what it means.

/// A setting of a known type.
package struct SettingKey<Value: SettingValue>: KnownSetting {
    package let name: String
    package let option: String?
    package let nemoName: String?
    package let meaning: String
    package let expected: String
    package let showsValue: Bool
    /// What counts when nobody sets it.
    package let defaultValue: Value
    private let isAllowed: @Sendable (Value) -> Bool

    /// - Parameters:
    ///   - option: the option of the command line that sets it, where it has one of its own.
    ///   - nemoName: the name in the environment it shares with other programs for the backend (PROTOCOL 1).
    ///   - showsValue: `false` where people may put a secret by mistake; a bad value is then not repeated.
    package init(
        _ name: String, default defaultValue: Value, option: String? = nil, nemoName: String? = nil,
        showsValue: Bool = true, _ meaning: String
    ) {
        self.name = name
        self.option = option
        self.nemoName = nemoName
        self.meaning = meaning
        self.showsValue = showsValue
        self.defaultValue = defaultValue
        expected = Value.expectation
        isAllowed = { _ in true }
    }

    package init(
        _ name: String, default defaultValue: Value, within limits: ClosedRange<Value>, _ meaning: String
    ) where Value: Comparable {
        self.name = name
        self.meaning = meaning
        self.defaultValue = defaultValue
        (option, nemoName, showsValue) = (nil, nil, true)
        expected = "\(Value.expectation), from \(limits.lowerBound.settingText) to \(limits.upperBound.settingText)"
        isAllowed = { limits.contains($0) }
    }

    package var defaultText: String { defaultValue.settingText }

    /// - Returns: `nil` when the text is no such value or lies outside what is allowed.
    package func value(of text: String) -> Value? {
        guard let value = Value(settingText: text), isAllowed(value) else { return nil }
        return value
    }
}

extension SettingKey: CustomStringConvertible {
    package var description: String { name }
}

/// A setting, whatever its type: what the check for unknown keys, the example file and `--help` need of it.
package protocol KnownSetting: Sendable {
    /// Dotted, as in the file: `timing.render_poll`.
    var name: String { get }
    var option: String? { get }
    var nemoName: String? { get }
    /// One sentence without its full stop.
    var meaning: String { get }
    /// What an accepted value looks like.
    var expected: String { get }
    var showsValue: Bool { get }
    /// The default as a settings file would spell it; empty where there is none.
    var defaultText: String { get }
}

extension KnownSetting {
    /// `LONGTAKE_` and the name in capitals, dots as underscores (FOLDER-CONTRACT 7).
    package var environmentName: String {
        "LONGTAKE_" + name.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }
}
