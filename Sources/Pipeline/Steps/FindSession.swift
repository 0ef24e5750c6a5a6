// Which session a follow-up goes on with, and which timeline a question is about: those of the job of their name.

import JobModel
import Ledger
import Telemetry
import Timing

extension JobRun {
    /// Never opens one: what was edited lies in the session that there was.
    func findSession() async throws -> StepOutcome {
        switch job.kind {
        case .drop: try await openSession()
        case .followUp: try await continueSession()
        case .command: try await findTimeline()
        }
    }

    // MARK: Follow-ups

    private func continueSession() async throws -> StepOutcome {
        guard let earlier = try await namesake(), let id = earlier.session
        else { return .fail(.nothingToContinue(job)) }
        guard let session = try await workshop.ledger.session(id), session.isAlive else {
            return .fail(.sessionEnded(for: job))
        }
        // Only one job at a time may be at work in a session, and two that ask at once must not both be let in.
        return try await workshop.sessionDoor.holding {
            let others = try await workshop.ledger.jobs(in: id).filter { $0.id != job.id }
            if let uncertain = others.first(where: { $0.isUncertain }) {
                return .fail(.uncertainBefore(uncertain))
            }
            if let waiting = waitForTurn(among: others) { return .wait(waiting) }
            tell(.continued(earlier.origin.stem))
            try await write(.sessionOpened(id))
            return .goOn
        }
    }

    /// The last job of this one's name that has had a session, however it ended. Those behind this one have none yet.
    private func namesake() async throws -> Job? {
        try await workshop.ledger.jobs(named: job.origin, limit: Self.namesakesLookedAt)
            .filter { $0.id != job.id && $0.session != nil }.named(closestTo: job.origin.stem).first
    }

    /// Jobs of one name are few, but drops that failed early and questions may have come between.
    private static let namesakesLookedAt = 1_000

    // MARK: Questions

    private func findTimeline() async throws -> StepOutcome {
        guard job.plan.steps.contains(.status) else { return .advance(.sessionNotNeeded) }
        let lane = job.origin.lane
        var found = try await namesake()?.session
        if lane.isProject, let session = try await workshop.ledger.session(ofProject: lane) { found = session.id }
        return .advance(found.map { .sessionOpened($0) } ?? .sessionNotNeeded)
    }
}

extension Failure {
    /// - Parameter job: the one that cannot go on.
    static func sessionEnded(for job: Job, cause: String? = nil) -> Failure {
        Failure(
            .sessionEnded, "The project of \(quoted(job)) at the video service has ended, and its edits with it.",
            remedy: "Drop the clip again, with this text as \(job.origin.stem).prompt.txt.", cause: cause)
    }

    fileprivate static func nothingToContinue(_ job: Job) -> Failure {
        Failure(
            Failure.Code("no-timeline"), "There is no timeline of \(quoted(job)) to go on with.",
            remedy: "Drop the clip, with this text as \(job.origin.stem).prompt.txt.")
    }

    fileprivate static func uncertainBefore(_ job: Job) -> Failure {
        Failure(
            Failure.Code("uncertain-before"),
            "It is still uncertain whether the last edit of \(quoted(job)) was made.",
            remedy: """
                Settle that first: move its files from failed/ back to the inbox; the timeline is then looked at before \
                anything is asked for again. After that, drop this prompt again.
                """)
    }

    /// A job as editors know it.
    static func quoted(_ job: Job) -> String { "\u{201C}\(job.origin.stem)\u{201D}" }
}
