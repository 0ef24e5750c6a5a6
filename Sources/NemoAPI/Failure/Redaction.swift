// Takes secrets out of whatever is kept or shown (PROTOCOL 2: the token never appears in an error).

import JobModel

/// Makes text from outside fit for a failure: no secrets, one line, not long.
package struct Redaction: Sendable {
    /// What stands in a secret's place.
    package static let mark = "[redacted]"
    /// How many characters are kept.
    package static let lengthLimit = 300

    private let secrets: [String]

    /// - Parameter secrets: words that must not be seen, whatever they look like. Short ones are not taken for secrets,
    ///   since they would take ordinary words with them.
    package init(secrets: [String] = []) {
        self.secrets = secrets.filter { $0.utf8.count >= 6 }.sorted { $0.count > $1.count }
    }

    package func callAsFunction(_ text: String) -> String {
        var text = String(text.prefix(4 * Self.lengthLimit))
        for secret in secrets { text = text.replacing(secret, with: Self.mark) }
        text = Self.hidingShapes(in: text).shownOnOneLine
        return text.count > Self.lengthLimit ? text.prefix(Self.lengthLimit) + "…" : text
    }

    /// Hides what looks like a token of the backend's (`nmv_…`, `clm_…`), what follows `Bearer`, and the queries of
    /// addresses, where signatures stand.
    private static func hidingShapes(in text: String) -> String {
        text.replacing(/(?i)\b(nmv|clm)_[A-Za-z0-9._~+\/=-]*/, with: mark)
            .replacing(/(?i)\bbearer\s+[A-Za-z0-9._~+\/=-]+/, with: "Bearer \(mark)")
            .replacing(/(?i)(https?:\/\/[^\s?"<>]*)\?[^\s"<>]*/) { "\($0.output.1)?\(mark)" }
    }
}
