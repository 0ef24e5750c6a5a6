// Reading a session's state (PROTOCOL 4, "state").

import JobModel
import NIOHTTP1

extension NemoClient {
    /// The timeline as it is now.
    /// - Throws: ``APIFailure``
    package func state(of session: SessionID) async throws(APIFailure) -> TimelineState {
        try await authorized(.state) { caller throws(APIFailure) in
            let url = settings.api.appending("api", "state", "nemo_agent", "me", session.rawValue, "latest")
            let answer = try await caller.document(caller.request(.GET, url), for: .state)
            do throws(JSONError) {
                return try TimelineState(
                    answer: answer.body, redaction: caller.classification(of: .state).redaction)
            } catch {
                throw answer.lacking("readable state", for: .state)
            }
        }
    }
}
