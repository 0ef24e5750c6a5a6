// The first step of a drop at the backend: a session, the project's own where the clip belongs to one.

import JobModel
import Ledger
import NemoAPI
import Telemetry

extension JobRun {
    /// Opening one is free, so after a crash another is opened (FIELD-FACTS 4).
    func openSession() async throws -> StepOutcome {
        if let outcome = try await outcomeByTwin() { return outcome }
        let lane = job.origin.lane
        if lane.isProject, let session = try await workshop.ledger.session(ofProject: lane) {
            tell(.sessionOpened(session.id, isShared: true))
            return .advance(.sessionOpened(session.id))
        }
        try await intend(.openSession)
        let opened = try await call(.openSession) { () throws(APIFailure) in
            try await client.openSession(language: job.language)
        }
        let account: Account
        do throws(APIFailure) { account = try await client.account() } catch { return try await outcome(of: error) }
        let condition = workshop.gates.condition(of: account.id)
        try await workshop.ledger.save(account.inCondition(condition), under: workshop.epoch)
        let session = Session(
            id: opened.session, taskID: opened.taskID, account: account.id,
            project: lane.isProject ? lane : nil, language: job.language, opened: now)
        tell(.sessionOpened(session.id, isShared: false))
        return .advanceIn(session, .sessionOpened(session.id))
    }
}

extension Failure {
    /// A job beyond its first step always has a session.
    static let sessionMissing = Failure(
        Failure.Code("session-missing"), "The service lost track of the session; this is a mistake of the program.",
        remedy: "Drop the clip and its prompt again, and tell the administrator.")
}
