// How long to wait before trying again.

/// Capped exponential backoff with full jitter: each delay is drawn evenly from zero to the base doubled per attempt.
package struct Backoff: Hashable, Sendable {
    package var base: Duration
    package var cap: Duration

    package init(base: Duration, cap: Duration) {
        self.base = base
        self.cap = cap
    }

    /// The longest delay before attempt number `attempt`, the first retry being 1.
    package func ceiling(attempt: Int) -> Duration {
        var ceiling = base
        for _ in 1..<max(1, attempt) where ceiling < cap { ceiling = ceiling * 2 }
        return min(ceiling, cap)
    }

    package func delay(attempt: Int, using random: inout some RandomNumberGenerator) -> Duration {
        let ceiling = max(1, ceiling(attempt: attempt).inMilliseconds)
        return .milliseconds(Int64.random(in: 0...ceiling, using: &random))
    }
}
