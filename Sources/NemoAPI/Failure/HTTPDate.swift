// Dates as headers write them, read by hand: Foundation's formatter ends the process over some that are none.

import JobModel

/// The three forms of RFC 9110, 5.6.7, which are all in GMT and in English.
enum HTTPDate {
    /// - Returns: `nil` when the text is none of them, or beyond the years 1970 to 9999.
    static func moment(_ text: String) -> Timestamp? {
        guard text.utf8.count <= 60 else { return nil }
        let parts = text.split { " \t,-:".contains($0) }
        switch parts.count {
        // `Sun, 06 Nov 1994 08:49:37 GMT` and `Sunday, 06-Nov-94 08:49:37 GMT`
        case 8 where parts[7] == "GMT": return moment(parts[3], parts[2], parts[1], clock: parts[4...6])
        // `Sun Nov  6 08:49:37 1994`
        case 7: return moment(parts[6], parts[1], parts[2], clock: parts[3...5])
        default: return nil
        }
    }

    private static func moment(
        _ year: Substring, _ month: Substring, _ day: Substring, clock: ArraySlice<Substring>
    ) -> Timestamp? {
        let times = zip(clock, [0...23, 0...59, 0...60]).compactMap { number($0, in: $1) }
        guard times.count == 3, let year = fullYear(year), let day = number(day, in: 1...31),
            let month = months.firstIndex(of: month.lowercased())
        else { return nil }
        let seconds = ((days(year, month + 1, day) * 24 + times[0]) * 60 + times[1]) * 60 + times[2]
        return Timestamp(milliseconds: Int64(seconds) * 1000)
    }

    /// Years of two digits are those from 1969 to 2068, as POSIX has it (strptime).
    private static func fullYear(_ text: Substring) -> Int? {
        text.count == 2
            ? number(text, in: 0...99).map { $0 < 69 ? 2000 + $0 : 1900 + $0 } : number(text, in: 1970...9999)
    }

    private static func number(_ text: Substring, in range: ClosedRange<Int>) -> Int? {
        guard text.utf8.count <= 4, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text).flatMap { range.contains($0) ? $0 : nil }
    }

    /// Days since 1970-01-01. Counted in years that begin in March, so that the odd day comes last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
}
