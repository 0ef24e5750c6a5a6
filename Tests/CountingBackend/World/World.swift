// The backend's memory: accounts, sessions and renders, changed under one lock.

struct World: Sendable {
    var settings: CountingSettings
    var accounts = Accounts()
    private(set) var sessions: [String: Editing] = [:]
    var renders: [String: Render] = [:]
    private var signatures = 0

    init(settings: CountingSettings) { self.settings = settings }

    subscript(session id: String) -> Editing? {
        get { sessions[id] }
        set { sessions[id] = newValue }
    }

    mutating func makeSession(id: String, user: String) -> Editing {
        let session = Editing(id: id, task: "task-" + id, user: user)
        sessions[id] = session
        return session
    }

    /// The session that a token may use: its user's own, unless it was forgotten.
    func session(_ id: String, for token: String) -> Editing? {
        guard let session = sessions[id], !session.isForgotten, session.user == accounts[token]?.user else {
            return nil
        }
        return session
    }

    /// Makes a message's edit.
    mutating func edit(session id: String, text: String) { sessions[id]?.edit(text) }

    /// A signature that no address had before.
    mutating func sign() -> String {
        signatures += 1
        return "\(Checksum(of: Array("signature \(signatures)".utf8)))-\(signatures)"
    }
}
