// What was delivered before is delivered once more: the file that is still there, else a new render of the same draft.

import FileAccess
import JobModel
import Ledger
import NemoAPI
import Outbox
import Telemetry
import Timing

extension JobRun {
    /// Repeated after a crash: a copy in the claimed folder costs nothing.
    func reuseResult(step: Int) async throws -> StepOutcome {
        guard let outbox = rootOutbox?.outbox else { return rootIsNotServed }
        guard let folder = try claimedFolder() else { return .fail(.filesGone) }
        for other in try await jobsWithResults() {
            guard let delivery = other.delivery(of: step),
                try outbox.copyResult(delivery, of: other.origin, into: folder)
            else { continue }
            return .advance(.copied(step: step, render: delivery.render, facts: delivery.facts))
        }
        return try await submitExport(step: step, recorded: nil)
    }

    /// The draft that the twin's result was rendered from.
    func recordedDraft(step: Int) async throws -> RawJSON {
        guard let id = job.twin, let delivery = try await workshop.ledger.job(id)?.delivery(of: step),
            let bytes = try await workshop.ledger.draft(of: delivery.render), let draft = try? RawJSON(bytes)
        else { throw StepEnd(.fail(.resultGone(cause: "its draft was not kept"))) }
        return draft
    }

    /// Begins with a render in the session of another job, where only one may be active.
    /// - Parameter begin: records it.
    /// - Returns: what to wait for first; `nil` when it is recorded.
    func inTurn(in session: SessionID, _ begin: () async throws -> Void) async throws -> Waiting? {
        try await workshop.sessionDoor.holding {
            let others = try await workshop.ledger.jobs(in: session).filter { $0.id != job.id }
            if let waiting = waitForTurn(among: others) { return waiting }
            tell(.renderingAgain)
            try await begin()
            return nil
        }
    }
}

extension Failure {
    static func resultGone(cause: String?) -> Failure {
        Failure(
            .resultGone,
            """
            The same clip and prompt were done before, but that result is no longer in the outbox, and its project at the \
            video service has ended.
            """,
            remedy: """
                Nothing was paid. To have it made anew, and paid for, change the wording of the prompt and drop both \
                again. Or have an administrator set "duplicates: redo", and move the files back to the inbox.
                """,
            cause: cause)
    }
}
