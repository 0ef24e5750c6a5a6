// Numbers, sizes and times as people read them. Sentences and log lines are made of these.

import Glibc
import JobModel

/// Sizes of files.
package enum ByteText {
    /// In powers of 1000, as file managers show them: `1.1 MB`. What would round up to 1000 takes the next unit.
    package static func size(_ bytes: Int64) -> String {
        switch bytes {
        case ..<1000: "\(bytes) bytes"
        case ..<999_500: "\(NumberText.plain(Double(bytes) / 1e3, digits: 0)) kB"
        case ..<999_950_000: "\(NumberText.plain(Double(bytes) / 1e6, digits: 1)) MB"
        default: "\(NumberText.plain(Double(bytes) / 1e9, digits: 2)) GB"
        }
    }
}

/// Decimal numbers.
package enum NumberText {
    /// Rounded, without trailing zeros and independent of any locale: `15.3`, `40`.
    package static func plain(_ number: Double, digits: Int = 1) -> String {
        guard number.isFinite else { return "?" }
        let scale = pow(10, Double(digits))
        let rounded = (number * scale).rounded() / scale
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int64(rounded)) : "\(rounded)"
    }
}

/// Spans and moments.
package enum ClockText {
    /// `8 s`, `2 min 5 s`, `3 h 4 min`.
    package static func span(_ duration: Duration) -> String {
        let seconds = Int64(duration.inSeconds.rounded())
        return switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min \(seconds % 60) s"
        default: "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        }
    }

    /// A span that is only guessed, as roughly as it is known: `about 3 min`, `about 25 min`, `about 1.5 h`.
    package static func estimate(_ duration: Duration) -> String {
        let minutes = duration.inSeconds / 60
        return switch minutes {
        case ..<9.5: "about \(max(1, Int(minutes.rounded()))) min"
        case ..<57.5: "about \(Int((minutes / 5).rounded()) * 5) min"
        case ..<1440: "about \(NumberText.plain((minutes / 30).rounded() / 2)) h"
        default: "more than a day"
        }
    }

    /// Local time with its offset from UTC: `2026-11-22 17:05:09 +0100`.
    package static func local(_ time: Timestamp) -> String { formatted(time, "%Y-%m-%d %H:%M:%S %z") }

    /// The local date: `2026-11-22`.
    package static func localDate(_ time: Timestamp) -> String { formatted(time, "%Y-%m-%d") }

    private static func formatted(_ time: Timestamp, _ format: String) -> String {
        var seconds = time_t(time.milliseconds / 1000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let length = strftime(&buffer, buffer.count, format, &parts)
        return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
