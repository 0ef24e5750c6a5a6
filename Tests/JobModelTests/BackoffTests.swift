// How long is waited between attempts.

import JobModel
import TestSupport
import Testing

@Suite struct BackoffTests {
    private let backoff = Backoff(base: .seconds(1), cap: .seconds(60))

    @Test(arguments: [
        (Int.min, 1), (0, 1), (1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 60), (8, 60), (5_000, 60),
    ])
    func `the ceiling doubles up to the cap`(attempt: Int, seconds: Int) {
        #expect(backoff.ceiling(attempt: attempt) == .seconds(seconds))
    }

    @Test func `a base above the cap is cut`() {
        #expect(Backoff(base: .seconds(90), cap: .seconds(60)).ceiling(attempt: 1) == .seconds(60))
    }

    @Test(arguments: 1...8)
    func `delays fill the range from nothing to the ceiling`(attempt: Int) {
        var random = SeededGenerator(seed: 7)
        let ceiling = backoff.ceiling(attempt: attempt)
        let delays = (0..<1_000).map { _ in backoff.delay(attempt: attempt, using: &random) }
        #expect(delays.allSatisfy { $0 >= .zero && $0 <= ceiling })
        #expect(delays.contains { $0 < ceiling / 10 })
        #expect(delays.contains { $0 > ceiling * 9 / 10 })
    }

    @Test func `the same seed gives the same delays`() {
        var first = SeededGenerator(seed: 42)
        var second = SeededGenerator(seed: 42)
        let delays = (1...20).map { backoff.delay(attempt: $0, using: &first) }
        #expect(delays == (1...20).map { backoff.delay(attempt: $0, using: &second) })
        #expect(Set(delays).count > 15)
    }
}
