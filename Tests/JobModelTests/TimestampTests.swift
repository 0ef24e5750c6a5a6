// Wall time and durations.

import JobModel
import Testing

@Suite struct TimestampTests {
    @Test func `times and durations add up`() {
        let time = Timestamp(milliseconds: 1_000)
        #expect(time + .milliseconds(1_500) == Timestamp(milliseconds: 2_500))
        #expect(Timestamp(milliseconds: 2_500) - time == .milliseconds(1_500))
        #expect(time < time + .milliseconds(1))
    }

    @Test(
        arguments: [
            (.microseconds(1_999), 1), (.zero, 0), (.microseconds(-1_999), -1), (.seconds(86_400), 86_400_000),
        ] as [(Duration, Int64)])
    func `milliseconds are cut off toward zero`(duration: Duration, milliseconds: Int64) {
        #expect(duration.inMilliseconds == milliseconds)
    }
}
