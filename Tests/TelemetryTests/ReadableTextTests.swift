// Sizes, numbers, spans and moments as people read them.

import Foundation
import JobModel
import Telemetry
import Testing

@Suite struct ReadableTextTests {
    @Test(
        arguments: [
            (0, "0 bytes"), (1, "1 bytes"), (999, "999 bytes"), (1000, "1 kB"), (1499, "1 kB"), (1500, "2 kB"),
            (999_499, "999 kB"), (999_500, "1 MB"), (1_055_736, "1.1 MB"), (500_000_000, "500 MB"),
            (999_949_999, "999.9 MB"), (999_950_000, "1 GB"), (1_234_567_890, "1.23 GB"), (80_000_000_000, "80 GB"),
        ] as [(Int64, String)])
    func `a size is told in powers of 1000`(bytes: Int64, text: String) {
        #expect(ByteText.size(bytes) == text)
    }

    @Test(
        arguments: [
            (40, "40"), (40.04, "40"), (15.32, "15.3"), (0.25, "0.3"), (-3.5, "-3.5"), (0, "0"), (1e20, "1e+20"),
            (.infinity, "?"), (.nan, "?"),
        ] as [(Double, String)])
    func `a number is rounded to one digit without trailing zeros`(number: Double, text: String) {
        #expect(NumberText.plain(number) == text)
    }

    @Test(
        arguments: [
            (.zero, "0 s"), (.milliseconds(499), "0 s"), (.milliseconds(1500), "2 s"), (.seconds(59), "59 s"),
            (.milliseconds(59_600), "1 min 0 s"), (.seconds(125), "2 min 5 s"), (.seconds(3599), "59 min 59 s"),
            (.seconds(3600), "1 h 0 min"), (.seconds(11_100), "3 h 5 min"), (.seconds(360_000), "100 h 0 min"),
        ] as [(Duration, String)])
    func `a span is told in its two largest units`(span: Duration, text: String) {
        #expect(ClockText.span(span) == text)
    }

    @Test(
        arguments: [
            (.zero, "about 1 min"), (.seconds(89), "about 1 min"), (.seconds(90), "about 2 min"),
            (.seconds(569), "about 9 min"), (.seconds(570), "about 10 min"), (.seconds(1380), "about 25 min"),
            (.seconds(3449), "about 55 min"), (.seconds(3450), "about 1 h"), (.seconds(5000), "about 1.5 h"),
            (.seconds(86_399), "about 24 h"), (.seconds(86_400), "more than a day"),
        ] as [(Duration, String)])
    func `an estimate is never more exact than it is known`(span: Duration, text: String) {
        #expect(ClockText.estimate(span) == text)
    }

    /// The zone belongs to the whole process, so each is tried in one of its own.
    @Test func `a moment is told in local time with its offset`() async {
        await #expect(processExitsWith: .success) {
            setenv("TZ", "Europe/Berlin", 1)
            tzset()
            #expect(ClockText.local(Timestamp(milliseconds: 1_795_363_509_999)) == "2026-11-22 17:05:09 +0100")
            #expect(ClockText.local(Timestamp(milliseconds: 1_782_945_000_000)) == "2026-07-02 00:30:00 +0200")
            #expect(ClockText.localDate(Timestamp(milliseconds: 1_782_945_000_000)) == "2026-07-02")
        }
        await #expect(processExitsWith: .success) {
            setenv("TZ", "America/St_Johns", 1)
            tzset()
            #expect(ClockText.local(Timestamp(milliseconds: 1_795_363_509_000)) == "2026-11-22 12:35:09 -0330")
            #expect(ClockText.localDate(Timestamp(milliseconds: 1_782_945_000_000)) == "2026-07-01")
        }
    }

    @Test func `in whatever zone, a moment can be told from its text`() throws {
        let reader = DateFormatter()
        reader.locale = Locale(identifier: "en_US_POSIX")
        reader.dateFormat = "yyyy-MM-dd HH:mm:ss Z"
        let text = ClockText.local(Timestamp(milliseconds: 1_795_363_509_250))
        #expect(try #require(reader.date(from: text)).timeIntervalSince1970 == 1_795_363_509)
    }
}
