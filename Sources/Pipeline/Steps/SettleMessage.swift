// A message whose end is unknown: the state tells whether it was carried out, and nothing is sent again (PROTOCOL 6).

import JobModel
import NemoAPI
import Telemetry

extension JobRun {
    /// - Parameter failure: why the end is unknown; `nil` where a restart came between, or a person wants it looked at
    ///   once more.
    func settleMessage(step: Int, before: StateDigest, after failure: APIFailure? = nil) async throws -> StepOutcome {
        guard let session = job.session else { return .fail(.sessionMissing) }
        // A person brought the files back: looked at once, then sent again, which is what they asked for.
        if job.mayResend {
            let state = try await stateWhileUncertain(of: session)
            if state.shows(aChangeSince: before) { return foundMade(step: step) }
            tellGoingOn()
            tell(.sendingAgain)
            return .advance(.toBeSentAgain(step: step))
        }
        if failure == nil, waitedFor == nil { tell(.connectionLost("")) }
        var wait = settings.recheckFirst
        for _ in 0..<settings.recheckCount {
            guard await pause(wait) else { return .stop }
            wait = settings.recheckNext
            let state = try await stateWhileUncertain(of: session)
            if state.shows(aChangeSince: before) { return foundMade(step: step) }
        }
        return .fail(uncertainEdit(cause: failure?.description))
    }

    /// A state that cannot be read for good leaves the message as uncertain as it was; only a session that is gone takes
    /// the question with it.
    private func stateWhileUncertain(of session: SessionID) async throws -> TimelineState {
        do {
            return try await call(.state) { () throws(APIFailure) in try await client.state(of: session) }
        } catch let end as StepEnd {
            guard case .fail(let failure) = end.outcome, failure.code != .sessionGone, failure.code != .sessionEnded
            else { throw end }
            throw StepEnd(.fail(uncertainEdit(cause: failure.description)))
        }
    }

    private func uncertainEdit(cause: String?) -> Failure {
        .uncertainEdit(inProject: job.origin.lane.isProject, cause: cause)
    }

    private func foundMade(step: Int) -> StepOutcome {
        tellGoingOn()
        tell(.foundMade)
        return .advance(.answered(step: step, ending: .broken, reply: nil))
    }
}

extension TimelineState {
    /// Whether an edit was made since, of which a draft is there.
    fileprivate func shows(aChangeSince before: StateDigest) -> Bool { digest != before && draft != nil }
}

extension Failure {
    /// - Parameter inProject: whether other clips wait for this one (FOLDER-CONTRACT 1).
    fileprivate static func uncertainEdit(inProject: Bool, cause: String?) -> Failure {
        let others = """
             The other clips of the folder wait until then; to give this one up, put a file named after it into the \
            inbox's folder, ending in .cancel.txt.
            """
        return Failure(
            .uncertain,
            """
            It is uncertain whether the edit was made: its answer was lost, and the timeline has not changed since. \
            It may have been charged.
            """,
            remedy: """
                Move the files back to the inbox: the timeline is looked at first, and the edit is asked for again \
                only if it is still unchanged.
                """ + (inProject ? others : ""),
            cause: cause, isRetryable: true)
    }
}
