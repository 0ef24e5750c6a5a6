// Keeps what was told, so that a test can look at it or wait for it.

import JobModel
import Synchronization
import Telemetry

/// An ``EventSink`` that remembers.
package final class RecordingSink: EventSink {
    private struct State {
        var events: [DaemonEvent] = []
        var listeners: [AsyncStream<DaemonEvent>.Continuation] = []
    }

    private let state = Mutex(State())

    package init() {}

    package func record(_ event: DaemonEvent) {
        state.withLock { state in
            state.events.append(event)
            for listener in state.listeners { listener.yield(event) }
        }
    }

    /// Everything told so far, in order.
    package var events: [DaemonEvent] { state.withLock(\.events) }

    /// Everything told so far and from now on, in order.
    package var stream: AsyncStream<DaemonEvent> {
        let (stream, listener) = AsyncStream.makeStream(of: DaemonEvent.self)
        state.withLock { state in
            for event in state.events { listener.yield(event) }
            state.listeners.append(listener)
        }
        return stream
    }

    /// What `pick` makes of the first event it wants, already told or still to come; `nil` when the test is cancelled
    /// before.
    package func first<Value>(_ pick: (DaemonEvent) -> Value?) async -> Value? {
        for await event in stream {
            if let value = pick(event) { return value }
        }
        return nil
    }

    /// What was told about jobs so far, in order.
    package var jobEvents: [JobEvent] {
        events.compactMap { if case .job(_, let event) = $0 { event } else { nil } }
    }

    /// What was told about drops so far, in order.
    package var intakeEvents: [IntakeEvent] {
        events.compactMap { if case .intake(let event) = $0 { event } else { nil } }
    }
}
