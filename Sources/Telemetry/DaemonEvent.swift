// Everything worth telling, as one enum: whoever notices something records it, and does not decide who hears of it.

import JobModel

/// What happened, by where it happened. ``DaemonLog`` turns it into log lines, ``EditorSentence`` into the
/// editor's log.
package enum DaemonEvent: Sendable {
    case service(ServiceEvent)
    case watching(WatchingEvent)
    case intake(IntakeEvent)
    case job(JobID, JobEvent)
}

/// Takes events. Never blocks, never throws: telling must not fail the work it tells of.
package protocol EventSink: Sendable {
    func record(_ event: DaemonEvent)
}

/// Passes every event to several sinks, in order.
package struct EventFanOut: EventSink {
    private let sinks: [any EventSink]

    package init(_ sinks: [any EventSink]) { self.sinks = sinks }

    package func record(_ event: DaemonEvent) {
        for sink in sinks { sink.record(event) }
    }
}
