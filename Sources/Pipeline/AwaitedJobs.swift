// Jobs that others wait for, so that these look again the moment one of them ends.

import JobModel
import Ledger
import Synchronization
import Telemetry
import Timing

/// Remembers for as long as the process lives; after a restart all that wait look again at once.
final class AwaitedJobs: Sendable {
    private let awaited = Mutex<Set<JobID>>([])

    /// To be said before it is looked at whether the job has ended, so that no end is missed.
    func add(_ job: JobID) { awaited.withLock { _ = $0.insert(job) } }

    /// - Returns: whether anybody has waited for the job.
    func remove(_ job: JobID) -> Bool { awaited.withLock { $0.remove(job) != nil } }
}

extension JobRun {
    /// What to wait for as long as another job is not over.
    /// - Parameter sentence: for the log.
    func waiting(forOther other: JobID, _ sentence: String) -> Waiting {
        workshop.awaited.add(other)
        awaitedJob = other
        return Waiting(for: .otherJob, sentence, until: now + settings.creditsPoll * 5)
    }

    /// What to wait for before this job may be at work in a session; `nil` when it may. Those of its own lane run one
    /// after the other anyway, and one that was brought back may stand behind it.
    /// - Parameter others: the other jobs that are, or were, in the session.
    func waitForTurn(among others: [Job]) -> Waiting? {
        let lane = job.origin.lane
        guard let other = others.first(where: { $0.isAtWorkInItsSession && $0.origin.lane != lane }) else { return nil }
        return waiting(
            forOther: other.id, "\(Failure.quoted(other)) is still being worked on in the same project.")
    }

    /// Lets those look again who wait for this job, which is over.
    func wakeThoseWhoWait() async throws {
        guard workshop.awaited.remove(job.id) else { return }
        try await workshop.ledger.hasten([.otherJob], under: workshop.epoch, at: workshop.appointments.now)
    }

    /// The other job may have ended before it was written down that this one waits for it.
    func lookOnceMoreAtAwaited() async throws {
        guard let other = awaitedJob, try await workshop.ledger.job(other)?.isDone ?? true else { return }
        try await workshop.ledger.hasten([.otherJob], under: workshop.epoch, at: workshop.appointments.now)
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

    /// Whether it may change its session's timeline, or is rendering from it.
    fileprivate var isAtWorkInItsSession: Bool { !isDone && session != nil && kind != .command }
}
