// Jobs that others wait for, so that these look again the moment something comes of one of them.

import JobModel
import Ledger
import Synchronization
import Telemetry
import Timing

/// Remembers for as long as the process lives; after a restart all that wait look again at once.
final class AwaitedJobs: Sendable {
    /// What is waited for of a job.
    enum Event: Hashable, Sendable {
        /// Its media are read, so that it can be told whether it asks for the same.
        case read
        /// It is over.
        case end
    }

    private struct Wish: Hashable {
        let job: JobID
        let event: Event
    }

    private let wishes = Mutex<Set<Wish>>([])

    func add(_ job: JobID, _ event: Event) { wishes.withLock { _ = $0.insert(Wish(job: job, event: event)) } }

    /// - Returns: whether anybody has waited for it.
    func remove(_ job: JobID, _ events: [Event]) -> Bool {
        wishes.withLock { wishes in
            events.map { wishes.remove(Wish(job: job, event: $0)) != nil }.contains(true)
        }
    }
}

extension JobRun {
    /// What to wait for as long as something is still to come of another job.
    /// - Parameter sentence: for the log.
    func waiting(for event: AwaitedJobs.Event, of other: JobID, _ sentence: String) -> Waiting {
        workshop.awaited.add(other, event)
        awaited = (other, event)
        return Waiting(for: .otherJob, sentence, until: now + settings.creditsPoll * 5)
    }

    /// Lets those look again who wait for what a record has brought.
    func wakeThoseWhoWait(after record: JobRecord) async throws {
        let events: [AwaitedJobs.Event] =
            if job.isDone { [.read, .end] } else if case .identified = record { [.read] } else { [] }
        guard workshop.awaited.remove(job.id, events) else { return }
        try await hastenThoseWhoWait()
    }

    /// It may have come before it was written down that this job waits for it.
    func lookOnceMoreAtAwaited() async throws {
        guard let awaited else { return }
        if let other = try await workshop.ledger.job(awaited.job) {
            guard other.isDone || awaited.until == .read && other.isIdentified else { return }
        }
        try await hastenThoseWhoWait()
    }

    private func hastenThoseWhoWait() async throws {
        try await workshop.ledger.hasten([.otherJob], under: workshop.epoch, at: workshop.appointments.now)
    }

    /// What to wait for before this job may be at work in a session; `nil` when it may. Those of its own lane run one
    /// after the other anyway, and one that was brought back may stand behind it.
    /// - Parameter others: the other jobs that are, or were, in the session.
    func waitForTurn(among others: [Job]) -> Waiting? {
        let lane = job.origin.lane
        guard let other = others.first(where: { $0.isAtWorkInItsSession && $0.origin.lane != lane }) else { return nil }
        return waiting(
            for: .end, of: other.id, "\(Failure.quoted(other)) is still being worked on in the same project.")
    }
}

extension Job {
    /// Whether nothing more comes of it by itself, be its files still on their way back.
    var isDone: Bool {
        switch state {
        case .active, .waiting: false
        case .failed, .cancelled, .finished: true
        }
    }

    /// Whether it may change its session's timeline, or has something rendered from it. What only hands out results
    /// again is at work there for a render alone.
    fileprivate var isAtWorkInItsSession: Bool {
        guard !isDone, session != nil, kind != .command else { return false }
        guard twin != nil else { return true }
        if case .submitExport = intent { return true }
        if case .submitted = state.stage { return true }
        return false
    }
}
