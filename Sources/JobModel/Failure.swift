// Why something did not work, told to the person who has to do something about it.

/// What went wrong, as an editor or operator reads it: a sentence, and what to do.
///
/// ``code`` is for programs (tests, `--json`, metrics) and never changes; ``message`` and ``remedy`` are for people;
/// ``cause`` is for whoever looks deeper. None of them ever holds a token.
package struct Failure: Error, Hashable, Sendable, Codable {
    package struct Code: RawRepresentable, Hashable, Sendable, Codable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        package init(_ rawValue: String) { self.rawValue = rawValue }
    }

    package var code: Code
    /// One sentence, without a trailing remedy: "The clip is 612 MB; at most 500 MB are accepted."
    package var message: String
    /// One sentence that says what to do: "Compress or trim the clip and drop it again."
    package var remedy: String
    /// What lies beneath, redacted; `nil` when the message says it all.
    package var cause: String?
    /// Whether the same thing may be tried again as it is.
    package var isRetryable: Bool

    package init(
        _ code: Code, _ message: String, remedy: String, cause: String? = nil, isRetryable: Bool = false
    ) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
        self.isRetryable = isRetryable
    }
}

extension Failure: CustomStringConvertible {
    package var description: String { remedy.isEmpty ? message : "\(message) \(remedy)" }
}
