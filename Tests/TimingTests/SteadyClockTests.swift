// Appointments are kept whatever happens to the wall clock meanwhile (FIELD-FACTS 4).

import JobModel
import Synchronization
import TestSupport
import Testing
import Timing

@Suite struct SteadyClockTests {
    /// Two clocks, each set by hand.
    private final class Hands: Sendable {
        private let times = Mutex((wall: Timestamp(milliseconds: 1_795_600_000_000), elapsed: Duration.seconds(40)))

        var timekeeper: Timekeeper {
            Timekeeper(
                wall: { self.times.withLock(\.wall) }, elapsed: { self.times.withLock(\.elapsed) },
                sleep: { _ in throw CancellationError() })
        }

        func move(wall: Duration = .zero, elapsed: Duration = .zero) {
            times.withLock { times in
                times.wall = times.wall + wall
                times.elapsed += elapsed
            }
        }
    }

    private let hands = Hands()
    private let start = Timestamp(milliseconds: 1_795_600_000_000)

    @Test func `it begins as wall time and goes on with the monotonic clock`() {
        let clock = SteadyClock(hands.timekeeper)
        #expect(clock.now == start)
        hands.move(elapsed: .milliseconds(1_500))
        #expect(clock.now == start + .milliseconds(1_500))
        hands.move(elapsed: .seconds(86_400))
        #expect(clock.now == start + .milliseconds(86_401_500))
    }

    @Test(arguments: [Duration.seconds(31 * 86_400), .seconds(-31 * 86_400), .seconds(-3_600_000_000)])
    func `a jump of the wall clock does not move it`(jump: Duration) {
        let clock = SteadyClock(hands.timekeeper)
        let appointment = clock.now + .seconds(60)
        hands.move(wall: jump)
        #expect(clock.now == start)
        hands.move(wall: .seconds(59), elapsed: .seconds(59))
        #expect(clock.now < appointment)
        hands.move(elapsed: .seconds(1))
        #expect(clock.now == appointment)
    }

    @Test func `one that is made after a jump begins at the new time`() {
        let before = SteadyClock(hands.timekeeper)
        hands.move(wall: .seconds(3_600), elapsed: .seconds(5))
        let after = SteadyClock(hands.timekeeper)
        #expect(after.now == start + .seconds(3_600))
        #expect(after.now - before.now == .seconds(3_595))
    }

    @Test func `where nothing jumps it agrees with the wall clock`() {
        let time = ManualTimekeeper()
        let clock = SteadyClock(time.timekeeper)
        for _ in 1...5 {
            time.advance(by: .seconds(7))
            #expect(clock.now == time.wall)
        }
    }
}
