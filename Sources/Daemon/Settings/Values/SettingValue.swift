// How a setting's text becomes a typed value and back, the same for an option, the environment and the file.

/// A type a setting can have.
///
/// The two directions agree: reading a value's own text gives the value again. Defaults are shown that way.
package protocol SettingValue: Equatable, Sendable {
    /// - Returns: `nil` when the text does not spell such a value.
    init?(settingText: String)
    /// The value as a settings file would spell it; empty for a setting that is not set.
    var settingText: String { get }
    /// What to write instead of a text that was not accepted: "a duration such as 500ms, 2s, 15m or 6h".
    static var expectation: String { get }
}

extension SettingValue where Self: RawRepresentable<String> & CaseIterable {
    package init?(settingText: String) { self.init(rawValue: settingText) }
    package var settingText: String { rawValue }
    package static var expectation: String {
        let names = allCases.map(\.rawValue)
        return names.count == 2 ? names.joined(separator: " or ") : "one of " + names.joined(separator: ", ")
    }
}

extension Int: SettingValue {
    package init?(settingText: String) { self.init(settingText) }
    package var settingText: String { String(self) }
    package static var expectation: String { "a whole number" }
}

/// A setting that need not be set.
extension Optional: SettingValue where Wrapped: SettingValue {
    package init?(settingText: String) {
        guard let value = Wrapped(settingText: settingText) else { return nil }
        self = .some(value)
    }
    package var settingText: String { self?.settingText ?? "" }
    package static var expectation: String { Wrapped.expectation }
}
