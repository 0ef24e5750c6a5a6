// A setting that becomes the value of an HTTP header.

/// One word of visible ASCII, which can neither break a header nor hide in one.
package struct HeaderWord: Hashable, Sendable {
    package let text: String

    /// The X-Skill-Version of PROTOCOL 1.
    package static let standardVersion = HeaderWord(unchecked: "1.0.0")

    /// - Returns: `nil` unless the text has 1 to 128 characters from `!` to `~`.
    package init?(_ text: String) {
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            return nil
        }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }
}

extension HeaderWord: SettingValue {
    package init?(settingText: String) { self.init(settingText) }
    package var settingText: String { text }
    package static var expectation: String { "one word of at most 128 plain characters" }
}
