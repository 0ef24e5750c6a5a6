// The jobs and records these tests work with, and how a job is brought into any situation.

import JobModel

extension Job {
    /// A drop of a clip and its music with a prompt; two messages, a question about the balance, one export.
    static func sample(
        id: String = "job-1", kind: Kind = .drop, folder: RelativePath = .root,
        media: [FileName] = ["clip.mp4", "clip.mp3"],
        prompt: [String] = ["brighten it", "credits", "add music"], refusal: Failure? = nil
    ) -> Job {
        Job(
            id: JobID(id), kind: kind, origin: Origin(root: "/watch", folder: folder, stem: "clip"),
            members: media.map { Member(name: $0, role: .media, size: 1_000, contentType: "video/mp4") }
                + [Member(name: "clip.prompt.txt", role: .prompt, size: 40, contentType: nil)],
            plan: Plan(prompt: prompt), language: "en", admitted: Timestamp(milliseconds: 1_700_000_000_000), take: 1,
            refusal: refusal)
    }

    /// The job's files as somebody brings them back, read as a whole and under another stem.
    static let broughtBack = [
        Member(name: "again.mp4", role: .media, size: 1_000, contentType: "video/mp4", digest: "d0"),
        Member(name: "again.mp3", role: .media, size: 1_000, contentType: "video/mp4", digest: "d1"),
        Member(name: "again.prompt.txt", role: .prompt, size: 40, contentType: nil),
    ]

    /// The job after some more records.
    func after(_ records: [JobRecord]) throws(IllegalTransition) -> Job {
        var job = self
        for record in records { try job.record(record) }
        return job
    }
}

extension Failure {
    static let sample = Failure(
        Failure.Code("backend"), "The video service gave up.", remedy: "Drop the clip again.", cause: "503")
}

extension Failure {
    static let uncertain = Failure(
        .uncertain, "It is uncertain whether the edit was made.", remedy: "Move the files back.")
    static let sessionGone = Failure(.sessionGone, "The session is gone.", remedy: "Move the files back.")
}

extension Reopening {
    /// The files of a job that has come to its end by these records, brought back.
    static func sample(after history: [JobRecord], mayResend: Bool = true) -> Reopening {
        let ended = (try? Job.sample().after(history)) ?? .sample()
        return Reopening(of: ended, members: Job.broughtBack, from: .inbox, take: 2, mayResend: mayResend)
    }

    static let ofFailed = sample(after: Situation.toReady + [.failed(.sample), .returned(suffix: "")])
    static let ofCancelled = sample(after: Situation.toReady + [.cancelled, .returned(suffix: "")])
    static let ofUncertain = sample(after: Situation.toUncertain)
    static let ofUncertainAskingOnly = sample(after: Situation.toUncertain, mayResend: false)
}

extension Waiting {
    static let sample = Waiting(for: .credits, "Out of credits.", until: Timestamp(milliseconds: 1_700_000_060_000))
}

extension VideoFacts {
    static let sample = VideoFacts(size: 2_000_000, milliseconds: 10_000, width: 1080, height: 1920)
}

extension StateDigest {
    static let before = StateDigest("digest-before")
}

extension RenderID {
    static let first = RenderID("render_1")
    static let second = RenderID("render_2")
}

extension Delivery {
    static func sample(take: Int = 1, render: RenderID = .first) -> Delivery {
        Delivery(
            name: take == 1 ? "clip.mp4" : FileName(bytes: Array("clip.take\(take).mp4".utf8)) ?? "clip.mp4",
            take: take, render: render, facts: .sample)
    }
}

extension SessionID {
    static let sample = SessionID("session-1")
}
