// A message whose end is unknown: the state tells whether it was carried out, and nothing is sent again (PROTOCOL 6).

import JobModel
import NemoAPI

extension JobRun {
    func settleMessage(step: Int, before: StateDigest) async throws -> StepOutcome {
        guard let session = job.session else { return .fail(.sessionMissing) }
        var wait = settings.recheckFirst
        for _ in 0..<settings.recheckCount {
            guard await pause(wait) else { return .stop }
            wait = settings.recheckNext
            let state = try await call { () throws(APIFailure) in try await client.state(of: session) }
            guard state.digest != before, state.draft != nil else { continue }
            return .advance(.answered(step: step, ending: .broken, reply: nil))
        }
        return .fail(.uncertainEdit)
    }
}

extension Failure {
    static let uncertainEdit = Failure(
        .uncertain,
        """
        It is uncertain whether the edit was made: the connection broke, and the timeline has not changed since. \
        It may have been charged.
        """,
        remedy: """
            Move the files back to the inbox: the timeline is looked at first, and the edit is asked for again only \
            if it is still unchanged.
            """,
        isRetryable: true)
}
