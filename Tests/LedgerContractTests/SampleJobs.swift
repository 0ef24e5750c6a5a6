// The jobs, sessions and accounts these tests fill ledgers with.

import JobModel

extension Job {
    /// A clip directly in the inbox: a lane of its own, unless another has the same stem.
    static func clip(_ id: String, stem: String? = nil) -> Job { sample(id, folder: .root, stem: stem ?? id) }

    /// A clip of a project, which shares its lane with the others.
    static func clip(_ id: String, inProject project: FileName) -> Job {
        sample(id, folder: RelativePath([project]), stem: id)
    }

    private static func sample(_ id: String, folder: RelativePath, stem: String) -> Job {
        let stem = FileName(bytes: stem.utf8) ?? "clip"
        return Job(
            id: JobID(id), kind: .drop, origin: Origin(root: "/watch", folder: folder, stem: stem),
            members: [Member(name: stem.appending(".mp4"), role: .media, size: 1_000, contentType: "video/mp4")],
            plan: Plan(prompt: ["brighten it"]), language: "en", admitted: .start, take: 1)
    }
}

extension Reopening {
    static func sample(of ended: Job) -> Reopening {
        Reopening(of: ended, members: ended.members, from: .inbox, take: 2, mayResend: true)
    }
}

extension ArchivedFile {
    static let sample = ArchivedFile(
        root: "/watch", path: RelativePath(["2026-11-22", "clip.mp4"]), size: 1, inode: 2, modified: 3)
}

extension Timestamp {
    static let start = Timestamp(milliseconds: 1_700_000_000_000)
    static let minuteLater = start + .seconds(60)
}

extension Failure {
    static let ordinary = Failure(
        Failure.Code("backend"), "The video service gave up.", remedy: "Drop the clip again.")
    static let uncertain = Failure(
        .uncertain, "It is uncertain whether the edit was made.", remedy: "Look at the project and drag the clip back.")
}

extension Waiting {
    static let aMinute = Waiting(for: .backend, "The video service does not answer.", until: .minuteLater)
}

extension SessionID {
    static let one = SessionID("session-1")
    static let two = SessionID("session-2")
}

extension Session {
    static func sample(
        _ id: SessionID = .one, project: Lane? = nil, messages: Int = 0, isAlive: Bool = true,
        opened: Timestamp = .start
    ) -> Session {
        Session(
            id: id, taskID: "task", account: AccountID("account-1"), project: project, language: "en",
            messages: messages, isAlive: isAlive, opened: opened)
    }
}

extension Lane {
    static func project(_ name: FileName) -> Lane {
        Lane(root: "/watch", path: RelativePath([name]), isProject: true)
    }
}

extension Account {
    static func sample(_ id: String = "account-1", available: Double? = 100, pause: Waiting.Reason? = nil) -> Account {
        Account(id: AccountID(id), kind: .anonymous, available: available, pause: pause)
    }
}
