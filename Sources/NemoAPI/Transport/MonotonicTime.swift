// Time for waiting, which no change of the wall clock moves (FIELD-FACTS 4); passed in, so that tests can drive it.

/// A clock reduced to what calls need of it.
package struct MonotonicTime: Sendable {
    /// The time since some fixed moment.
    package let now: @Sendable () -> Duration
    /// Waits until ``now`` gives at least this. Throws when cancelled.
    package let sleep: @Sendable (_ until: Duration) async throws -> Void

    package init<C: Clock>(_ clock: C) where C.Duration == Duration {
        let origin = clock.now
        now = { origin.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
    }
}
