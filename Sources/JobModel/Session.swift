// A session: one conversation and one timeline at the backend.

/// A backend session and what has happened in it.
package struct Session: Hashable, Sendable, Codable {
    package let id: SessionID
    /// The backend's name for the task around the session; wanted by the claim link only.
    package var taskID: String?
    package let account: AccountID
    /// The project whose clips share this session; `nil` for a clip that has one of its own.
    package let project: Lane?
    package let language: String
    /// How many messages were sent, or may have been.
    package var messages: Int
    /// `false` once the backend no longer knows it (PROTOCOL 10, 1002).
    package var isAlive: Bool
    package let opened: Timestamp

    package init(
        id: SessionID, taskID: String?, account: AccountID, project: Lane?, language: String, messages: Int = 0,
        isAlive: Bool = true, opened: Timestamp
    ) {
        self.id = id
        self.taskID = taskID
        self.account = account
        self.project = project
        self.language = language
        self.messages = messages
        self.isAlive = isAlive
        self.opened = opened
    }
}
