// Takes secrets out of whatever is kept or shown (PROTOCOL 2: the token never appears in an error).

import JobModel

/// Makes text from outside fit for a failure: no secrets, one line, not long.
package struct Redaction: Sendable {
    /// What stands in a secret's place.
    package static let mark = "[redacted]"
    /// How many code points are kept.
    package static let lengthLimit = 300

    /// Each as bytes, the longest first.
    private let secrets: [[UInt8]]

    /// - Parameter secrets: words that must not be seen, whatever they look like. Short ones are not taken for secrets,
    ///   since they would take ordinary words with them.
    package init(secrets: [String] = []) {
        self.secrets = secrets.map { Array($0.utf8) }.filter { $0.count >= 6 }.sorted { $0.count > $1.count }
    }

    /// Works on bytes and code points: a mark that joins a secret's last letter to one character must not hide it, and
    /// one character can be a megabyte long.
    package func callAsFunction(_ text: String) -> String {
        let shown = beginning(of: text).shownOnOneLine
        guard shown.unicodeScalars.count > Self.lengthLimit else { return shown }
        return String(shown.unicodeScalars.prefix(Self.lengthLimit)) + "…"
    }

    /// The text as it is, whatever its length and lines, without secrets: for what the editor's AI says and names.
    package func hiding(in text: String) -> String {
        var bytes = Array(text.utf8)
        for secret in secrets { bytes.replace(secret, with: Self.mark.utf8) }
        return SecretShapes.hidden(in: String(decoding: bytes, as: UTF8.self), by: Self.mark)
    }

    /// Whether one of the secrets it was made with stands in a text.
    func isSecretIn(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return secrets.contains { bytes.contains($0) }
    }

    /// The beginning of a text without its secrets, and otherwise as it is.
    func beginning(of text: String) -> String {
        let window = 8 * Self.lengthLimit
        var bytes = Array(text.utf8.prefix(window))
        for secret in secrets { bytes.replace(secret, with: Self.mark.utf8) }
        // What was cut off may have been the rest of a secret.
        if text.utf8.count > window {
            let parts = secrets.compactMap { secret in
                (1..<secret.count).last { bytes.suffix($0).elementsEqual(secret.prefix($0)) }
            }
            bytes.removeLast(parts.max() ?? 0)
        }
        return SecretShapes.hidden(in: String(decoding: bytes, as: UTF8.self), by: Self.mark)
    }
}
