// Jobs that have been worked on and ended, as the pipeline leaves them, and the desk that answers requests about them.

import FileAccess
import Intake
import JobModel
import Ledger
import Outbox
import TestSupport
import Testing
import Watching

extension InboxShare {
    /// Has a desk see everything and take what has settled.
    func settle(_ desk: IntakeDesk) async throws {
        try await desk.take(.rescanNeeded(below: .root))
        time.advance(by: IntakeSettings().settle)
        try await desk.lookAgain()
    }

    /// Claims the job whose turn it is, which has to be there, and reads its media where nobody has yet.
    func begin() async throws -> ClaimedJob {
        let claimed = try #require(try await ledger.claimNext(under: epoch, at: time.wall))
        guard claimed.job.nextAction == .identify else { return claimed }
        let folder = try #require(try ClaimedFolder.existing(claimed.job.id, in: root))
        var digests: [String] = []
        for member in claimed.job.media { digests.append(try folder.files.openFile(member.name).digest()) }
        let job = try await note(.identified(digests: digests), under: claimed.claim)
        return ClaimedJob(claim: claimed.claim, job: job)
    }

    @discardableResult
    func note(_ record: JobRecord, under claim: Claim) async throws -> Job {
        try await ledger.record(record, under: claim, at: time.wall)
    }

    /// Ends a claimed job and gives its files back; the claim is kept.
    @discardableResult
    func giveBack(_ claimed: ClaimedJob, after records: [JobRecord] = [], with end: JobRecord) async throws -> Job {
        for record in records { try await note(record, under: claimed.claim) }
        let ended = try await note(end, under: claimed.claim)
        let returned = try await note(
            .returned(suffix: try outbox.returnOriginals(of: ended, log: log)), under: claimed.claim)
        try outbox.clear(ended.id)
        return returned
    }

    /// Takes what lies in the inbox, works on it by these records and ends it: its files are in `failed/` then.
    @discardableResult
    func dropAndEnd(
        _ desk: IntakeDesk, after records: [JobRecord] = .uploaded, with end: JobRecord = .failed(.ordinary)
    ) async throws -> Job {
        try await settle(desk)
        let claimed = try await begin()
        let ended = try await giveBack(claimed, after: records, with: end)
        try await ledger.release(claimed.claim)
        return ended
    }

    func job(named id: String) async throws -> Job { try #require(try await ledger.job(JobID(id))) }

    /// The requests that wait for an answer.
    var wishes: [JobRequest] {
        get async throws { try await ledger.openRequests().map(\.request) }
    }

    /// - Parameter running: the jobs that are in somebody's hands, as the pool knows it.
    func requestDesk(
        running: Set<JobID> = [], serving isServed: Bool = true, requests: (any RequestTray)? = nil,
        asked: @escaping @Sendable (JobID) -> Void = { _ in }
    ) -> RequestDesk {
        let shelf = RequestDesk.Shelf(claimer: claimer, outbox: outbox, log: log)
        return RequestDesk(
            requests: requests ?? ledger, ledger: ledger, epoch: epoch,
            shelves: isServed ? [path: shelf] : [:], events: told, time: time.timekeeper,
            stop: { id in
                asked(id)
                return running.contains(id)
            },
            changed: { [self] in ring() })
    }
}

extension [JobRecord] {
    /// The clip is in its session, and nothing was said yet.
    static let uploaded: [JobRecord] = [.sessionOpened(SessionID("session-1")), .uploaded(member: 0)]
    /// A message went out, and nobody knows whether it arrived.
    static let sending = uploaded + [.intended(.sendMessage(step: 0, before: StateDigest("before")))]
}

extension Failure {
    static let ordinary = Failure(
        Failure.Code("backend"), "The video service gave up.", remedy: "Move the files back to the inbox.")
    static let uncertain = Failure(
        .uncertain, "It is uncertain whether the edit was made.", remedy: "Move the files back to the inbox.")
    static let sessionGone = Failure(
        .sessionGone, "The session is gone.", remedy: "Move the files back to the inbox.")
}
