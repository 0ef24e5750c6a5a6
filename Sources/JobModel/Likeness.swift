// When two jobs are the same: same content, same steps, same folder (FOLDER-CONTRACT 5).

extension Job {
    /// Whether all media have been read as a whole.
    package var isIdentified: Bool { media.allSatisfy { $0.digest != nil } }

    /// The job with the digests of its media, in order.
    package func identified(by digests: [String]) -> Job {
        var job = self
        var left = digests[...]
        for index in job.members.indices where job.members[index].role == .media {
            job.members[index].digest = left.popFirst()
        }
        return job
    }

    /// A short text that is the same for jobs that may be the same, to be searched by. What it finds has to be
    /// compared with ``isSame(as:)``.
    package var likeness: String {
        var hash = FNV1a()
        hash.add(origin.root.utf8)
        hash.add(origin.folder.bytes)
        hash.add(kind.rawValue.utf8)
        for step in plan.steps { hash.add("\(step)".utf8) }
        for member in media { hash.add(String(member.size).utf8) }
        return hash.text
    }

    /// A text that is the same for drops that ask for the same, once their media are read; `nil` for all others. What is
    /// found by it has to be compared with ``isSame(as:)``.
    package var identity: String? {
        guard kind == .drop, isIdentified else { return nil }
        var hash = FNV1a()
        hash.add(likeness.utf8)
        for member in media { hash.add((member.digest ?? "").utf8) }
        return hash.text
    }

    /// Whether both ask for the same: the same steps for the same content in the same folder, or for the same name where
    /// there is no content.
    package func isSame(as other: Job) -> Bool {
        isIdentified && other.isIdentified
            && (kind, plan) == (other.kind, other.plan)
            && (origin.root, origin.folder) == (other.origin.root, other.origin.folder)
            && media.map(\.digest) == other.media.map(\.digest)
            && (kind == .drop || origin.isNamed(like: other.origin))
    }
}
