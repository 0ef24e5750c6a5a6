// Whether an earlier job has asked for the same: then its result is handed out again, free (FOLDER-CONTRACT 5).

import JobModel
import Ledger
import Outbox
import Telemetry

extension JobRun {
    /// Looked for anew as long as nothing was begun for this job: only jobs that were admitted before it count, so of two
    /// the same exactly one is worked on.
    /// - Returns: `nil` when this job has to be done by itself.
    func outcomeByTwin() async throws -> StepOutcome? {
        guard rootOutbox?.outbox.settings.duplicates == .reuse, !job.isOnItsOwn, job.plan.delivers else { return nil }
        let same = try await workshop.ledger.jobs(sameAs: job, limit: Self.twinsCompared).filter { !$0.isGivenUp }
        if let done = try await original(among: same) {
            tell(.reusing(done.origin.stem))
            return .advance(.reusing(of: done.id, session: done.session))
        }
        let unread = try await workshop.ledger.unreadJobs(like: job, limit: Self.twinsCompared)
        // Nothing of this one's own lane goes on as long as this one waits.
        let lane = job.origin.lane
        if let running = same.first(where: { !$0.isDone && $0.origin.lane != lane }) {
            return .wait(
                waiting(
                    for: .end, of: running.id,
                    """
                    \(Failure.quoted(running)) is the same clip and prompt and is still being worked on; its result is \
                    delivered here as well, free.
                    """))
        }
        if let other = same.last { return .fail(.twinNotDone(other)) }
        if let other = unread.first(where: { $0.origin.lane != lane }) {
            return .wait(
                waiting(
                    for: .read, of: other.id,
                    "\(Failure.quoted(other)) came before and may be the same; it is read first."))
        }
        return nil
    }

    /// The last of the jobs that are done and have done the work themselves.
    private func original(among same: [Job]) async throws -> Job? {
        let done = same.filter { $0.state == .finished }
        if let original = done.last(where: { $0.twin == nil }) { return original }
        guard let twin = done.last?.twin else { return nil }
        return try await workshop.ledger.job(twin)
    }

    /// Of so many jobs that ask for the same the first ones are compared.
    private static let twinsCompared = 32

    /// The jobs that have delivered what this one asks for: the one that made it, and those that handed it out again.
    func jobsWithResults() async throws -> [Job] {
        guard let id = job.twin, let twin = try await workshop.ledger.job(id) else { return [] }
        let same = try await workshop.ledger.jobs(sameAs: job, limit: Self.twinsCompared)
        return [twin] + same.filter { $0.state == .finished && $0.twin == twin.id }
    }
}

extension Job {
    /// Whether nothing was paid for it and nothing comes of it any more: who asks for the same is served by himself.
    fileprivate var isGivenUp: Bool {
        switch state {
        case .cancelled: true
        case .failed: messagesTaken == 0 && !isSending
        case .active, .waiting, .finished: false
        }
    }
}

extension Failure {
    fileprivate static func twinNotDone(_ other: Job) -> Failure {
        let name = quoted(other)
        return Failure(
            .twinNotDone,
            other.isDone
                ? "\(name) is the same clip and prompt, came before, and has no result."
                : "\(name) is the same clip and prompt, came before, and was taken up again: its result comes under that name.",
            remedy: other.isDone
                ? """
                Move the files of \(name) from failed/ back to the inbox: what was paid for it is not paid again. If you \
                move these files back instead, they are done by themselves, and paid for.
                """
                : "If you move these files back to the inbox all the same, they are done by themselves, and paid for.")
    }
}
