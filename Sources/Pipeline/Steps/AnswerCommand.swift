// Steps that ask for facts: they go into the log, and nothing is sent to the editor's AI (PROTOCOL 8).

import JobModel
import NemoAPI
import Telemetry

extension JobRun {
    func showCredits(step: Int) async throws -> StepOutcome {
        let balance = try await call(.balance) { () throws(APIFailure) in try await client.balance() }
        workshop.gates.noteBalance(balance, of: await account)
        try await saveAccount()
        tell(.balance(available: balance.available, frozen: balance.frozen))
        return .advance(.commandDone(step: step))
    }

    func showStatus(step: Int) async throws -> StepOutcome {
        guard let session = job.session else {
            guard job.kind == .command else { return .fail(.sessionMissing) }
            tell(.noTimeline(job.origin.stem))
            return .advance(.commandDone(step: step))
        }
        let state: TimelineState
        do {
            state = try await call(.state) { () throws(APIFailure) in try await client.state(of: session) }
        } catch let end as StepEnd {
            // To a question that is an answer.
            guard job.kind == .command, case .fail(let failure) = end.outcome, failure.code == .sessionEnded else {
                throw end
            }
            tell(.timelineEnded(job.origin.stem))
            return .advance(.commandDone(step: step))
        }
        tell(.timeline(state.draft == nil ? "The timeline is still empty." : state.timeline.summary))
        return .advance(.commandDone(step: step))
    }
}
