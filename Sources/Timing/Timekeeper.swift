// Time, passed in: nothing else in the project asks the system what time it is, or sleeps.

import JobModel

/// The clocks a component works by.
package struct Timekeeper: Sendable {
    /// Wall time, for people and records; it may jump.
    package let wall: @Sendable () -> Timestamp
    /// Time since some fixed moment, for measuring waits; it never jumps.
    package let elapsed: @Sendable () -> Duration
    /// Waits. Throws `CancellationError` when the task is cancelled meanwhile.
    package let sleep: @Sendable (Duration) async throws -> Void

    package init(
        wall: @escaping @Sendable () -> Timestamp,
        elapsed: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.wall = wall
        self.elapsed = elapsed
        self.sleep = sleep
    }
}
