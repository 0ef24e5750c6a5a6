// The `Retry-After` header, in both of its forms (RFC 9110, 10.2.3).

import JobModel

/// How long a server asks to wait.
enum RetryAfter {
    /// The longest wait believed; beyond a day something is wrong with the header or a clock.
    static let longest = Duration.seconds(86_400)

    /// - Parameter now: what an HTTP date is measured from.
    /// - Returns: `nil` when the header is neither seconds nor an HTTP date. A date in the past is no wait.
    static func duration(_ header: String, now: Timestamp) -> Duration? {
        let words = header.split { $0 == " " || $0 == "\t" }
        if words.count == 1, words[0].utf8.allSatisfy({ (48...57).contains($0) }) {
            return Int64(words[0]).map { min(.seconds($0), longest) } ?? longest
        }
        guard let moment = HTTPDate.moment(header) else { return nil }
        return max(.zero, min(moment - now, longest))
    }
}
