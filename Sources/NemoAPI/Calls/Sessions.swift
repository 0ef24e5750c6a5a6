// Opening sessions, and links to them for people (PROTOCOL 4).

import JobModel
import NIOHTTP1

/// A session as the backend opened it.
package struct OpenedSession: Hashable, Sendable {
    package let session: SessionID
    /// Wanted by the claim link only.
    package let taskID: String?
    /// For the registration link, when the answer named it.
    package let bindID: String?
}

extension NemoClient {
    /// Opens a session. Free, so it may be repeated when the answer was lost.
    /// - Parameter language: of the prompts, such as `en`.
    /// - Throws: ``APIFailure``
    package func openSession(language: String) async throws(APIFailure) -> OpenedSession {
        try await authorized(.openSession) { caller throws(APIFailure) in
            let body: JSONValue = ["task_name": "project", "language": .string(language)]
            let url = settings.api.appending("api", "tasks", "me", "with-session", "nemo_agent")
            let answer = try await caller.document(caller.request(.POST, url, json: body.bytes), for: .openSession)
            guard let id = answer.data["session_id"]?.label, !id.isEmpty else {
                throw answer.lacking("session id", for: .openSession)
            }
            return OpenedSession(
                session: SessionID(id), taskID: answer.data["task_id"]?.label, bindID: answer.json?.bindID)
        }
    }

    /// A link that opens the project in a browser, valid for seven days.
    /// - Returns: `nil` on any failure, since nothing depends on it.
    package func claimLink(task: String, session: SessionID) async -> String? {
        do throws(APIFailure) {
            return try await authorized(.claimLink) { caller throws(APIFailure) in
                let body: JSONValue = ["task_id": .string(task), "session_id": .string(session.rawValue)]
                let url = settings.api.appending("api", "auth", "claim-token")
                let answer = try await caller.document(caller.request(.POST, url, json: body.bytes), for: .claimLink)
                guard let token = answer.data["claim_token"]?.text, !token.isEmpty else {
                    throw answer.lacking("claim token", for: .claimLink)
                }
                return settings.web.appending("workspace", "claim") + "?ct=" + token.percentEncodedWhole
            }
        } catch {
            return nil
        }
    }
}
