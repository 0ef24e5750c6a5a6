// The `Retry-After` header, in both of its forms (RFC 9110, 10.2.3).

import Foundation
import JobModel

/// How long a server asks to wait.
enum RetryAfter {
    /// The longest wait believed; beyond a day something is wrong with the header or a clock.
    static let longest = Duration.seconds(86_400)

    /// - Parameter now: what an HTTP date is measured from.
    /// - Returns: `nil` when the header is neither seconds nor an HTTP date. A date in the past is no wait.
    static func duration(_ header: String, now: Timestamp) -> Duration? {
        let text = header.trimmingCharacters(in: .whitespaces)
        if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
            return Int64(text).map { min(.seconds($0), longest) } ?? longest
        }
        guard let moment = date(text) else { return nil }
        return max(.zero, min(moment - now, longest))
    }

    private static func date(_ text: String) -> Timestamp? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        for format in ["EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", "EEE MMM d HH:mm:ss yyyy"] {
            formatter.dateFormat = format
            if let date = formatter.date(from: text) {
                return Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
            }
        }
        return nil
    }
}
