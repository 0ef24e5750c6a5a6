// What is wrong with the settings, told so that one look at the right line mends it.

import JobModel

/// One thing wrong: where it stands, what it is, what was expected.
package struct SettingsProblem: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        case option(String)
        case environment(String)
        case file(String, line: Int?)
        /// Nowhere: something is missing, or two places disagree.
        case settings
    }

    package let place: Place
    /// The dotted key it is about, where it is about one.
    package let key: String?
    /// One sentence without its full stop. It holds no secret.
    package let sentence: String

    package init(_ place: Place, key: String? = nil, _ sentence: String) {
        self.place = place
        self.key = key
        self.sentence = sentence
    }

    static func badValue(_ text: String, of setting: any KnownSetting, at place: Place) -> Self {
        let shown = setting.showsValue ? quoted(text) : "not accepted (it is not repeated here)"
        return Self(place, key: setting.name, "\(setting.name) is \(shown); expected \(setting.expected)")
    }

    static func unknownKey(_ name: String, at place: Place, among known: some Sequence<String>) -> Self {
        let nearest =
            known.nearest(to: name).map { "; did you mean \($0)?" } ?? "; etc/longtake/longtake.yaml lists all"
        return Self(place, key: name, "\(quoted(name)) is no setting\(nearest)")
    }

    /// A text from outside, on one line, shortened, and without what looks like a token or a password in an address.
    static func quoted(_ text: String) -> String {
        if text.contains("nmv_") || text.contains("clm_") { return "a token (it is not repeated here)" }
        if let at = text.lastIndex(of: "@"), let scheme = text.firstRange(of: "://"), scheme.upperBound <= at {
            return quoted(text[..<scheme.upperBound] + "…" + text[text.index(after: at)...])
        }
        let shown = text.count > 80 ? text.prefix(80) + "…" : text[...]
        return "\"\(shown.shownOnOneLine)\""
    }
}

extension SettingsProblem: CustomStringConvertible {
    package var description: String {
        place == .settings ? sentence : "\(place): \(sentence)"
    }
}

extension SettingsProblem.Place: CustomStringConvertible {
    package var description: String {
        switch self {
        case .option(let name): "option \(name)"
        case .environment(let name): "environment \(name.shownOnOneLine)"
        case .file(let path, let line?): "\(path.shownOnOneLine):\(line)"
        case .file(let path, nil): path.shownOnOneLine
        case .settings: "settings"
        }
    }
}
