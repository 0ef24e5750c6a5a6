// Says that there may be something to do, without saying what: whoever hears it looks for itself.

import JobModel
import Synchronization

/// Wakes one listener, at once or at a set time. Rings that come while the listener is busy count as one.
package final class Bell: Sendable {
    /// One element for one or more rings. For one listener.
    package let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let time: Timekeeper
    private let alarm = Mutex<(due: Duration, task: Task<Void, Never>)?>(nil)

    package init(time: Timekeeper) {
        self.time = time
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func ring() { continuation.yield() }

    /// Rings at a time of the monotonic clock, instead of at the time set before; `nil` takes it back.
    package func ring(at due: Duration?) {
        alarm.withLock { alarm in
            if alarm?.due == due { return }
            alarm?.task.cancel()
            alarm = due.map { due in (due, Task { await self.wait(until: due) }) }
        }
    }

    private func wait(until due: Duration) async {
        let rest = due - time.elapsed()
        if rest > .zero, (try? await time.sleep(rest)) == nil { return }
        alarm.withLock { if $0?.due == due { $0 = nil } }
        ring()
    }
}
