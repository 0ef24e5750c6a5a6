// A clock for appointments: it reads like wall time and cannot jump.

import JobModel

/// Wall time as it was at one moment, moved on by the monotonic clock. Appointments that are kept in the ledger are
/// made by it, so that a clock that is set to another month in between moves none of them (FIELD-FACTS 4).
package struct SteadyClock: Sendable {
    private let time: Timekeeper
    private let start: Timestamp
    private let startElapsed: Duration

    package init(_ time: Timekeeper) {
        self.time = time
        start = time.wall()
        startElapsed = time.elapsed()
    }

    package var now: Timestamp { start + (time.elapsed() - startElapsed) }
}
