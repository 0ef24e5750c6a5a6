// Asks the sources of settings in their order, and keeps what is wrong with any of them.

import Configuration

/// Reads typed settings: option, `LONGTAKE_…`, `NEMO_…`, file, default (PROTOCOL 1).
///
/// Every source's text is checked, not only the one that counts: a mistake hidden behind an option would come to
/// light on the day the option is left out.
package struct SettingsReader {
    private let sources: [SettingsSource]
    package private(set) var problems: [SettingsProblem] = []
    /// What does not stop the start, but deserves a look.
    package private(set) var warnings: [SettingsProblem] = []

    init(sources: [SettingsSource]) { self.sources = sources }

    package mutating func value<Value>(of setting: SettingKey<Value>) -> Value {
        given(setting) ?? setting.defaultValue
    }

    /// The value some source gives; `nil` where only the default is left.
    mutating func given<Value>(_ setting: SettingKey<Value>) -> Value? {
        var effective: Value?
        for source in sources {
            guard let text = source.text(of: setting) else { continue }
            if let value = setting.value(of: text) {
                if effective == nil { effective = value }
            } else {
                problems.append(.badValue(text, of: setting, at: source.place(of: setting)))
            }
        }
        return effective
    }

    /// Where the value that counts stands; `nil` for a default.
    func place(of setting: any KnownSetting) -> SettingsProblem.Place? {
        sources.first { $0.text(of: setting) != nil }?.place(of: setting)
    }

    /// Notes what no single value shows.
    mutating func add(_ problem: SettingsProblem) { problems.append(problem) }

    mutating func warn(_ warning: SettingsProblem) { warnings.append(warning) }

    /// Reads with sources of its own, and takes over what is wrong with them.
    mutating func reading<Result>(
        from sources: [SettingsSource], _ body: (inout SettingsReader) -> Result
    ) -> Result {
        var reader = SettingsReader(sources: sources)
        defer {
            problems += reader.problems
            warnings += reader.warnings
        }
        return body(&reader)
    }
}
