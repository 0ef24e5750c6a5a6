// How the ledger is changed: by the holder of an epoch, on jobs it has claimed.

import JobModel

/// The writing side of a ledger.
///
/// **Fencing.** An agent begins with ``beginEpoch(holder:at:)``; every write carries the epoch or a claim made under
/// it. A write under an epoch that has ended, or under a claim that was made anew since, throws
/// ``LedgerError/Code/fenced`` and changes nothing: an agent that slept through its time cannot write.
///
/// **Durability.** When a call returns, its change survives a power cut.
package protocol LedgerWriter: LedgerReader {
    /// Begins an epoch and ends all earlier ones; claims made under those can be made again.
    /// - Parameter holder: who this is, for people.
    func beginEpoch(holder: String, at time: Timestamp) async throws(LedgerError) -> Epoch

    /// Adds a job behind the others of its lane.
    /// - Throws: ``LedgerError/Code/conflict`` when the name is taken.
    func admit(_ job: Job, under epoch: Epoch) async throws(LedgerError)

    /// Takes back an admission that never got beyond ``Stage/arriving``, as its files are back where they came from: a
    /// new job is removed, one that was reopened is as it was before.
    func withdraw(_ id: JobID, under epoch: Epoch, at time: Timestamp) async throws(LedgerError)

    /// Notes that a job's files are all taken: it may be worked on from now on.
    /// - Returns: the job after the record.
    func confirmClaimed(_ id: JobID, under epoch: Epoch, at time: Timestamp) async throws(LedgerError) -> Job

    /// Claims the job to work on next.
    ///
    /// Of each lane only the first job that is not over comes into question, and not while it is claimed, still
    /// arriving, or waiting for a later time than `now`. A job of a project that failed as uncertain holds its lane
    /// until a person settles it (FOLDER-CONTRACT 1). One that is reopened without having held it stands behind those
    /// who are in the lane, whose work may have begun.
    ///
    /// Folders take turns: each project is one, all clips directly in a root's inbox together are one, so that neither a
    /// project of five hundred clips nor ten thousand single ones keep anybody waiting. The folder served longest ago
    /// comes first, and in an inbox the lane served longest ago. One that was empty steps in just before the folder
    /// served last: whoever comes new waits for one turn of each of the others, and no flow of newcomers passes those
    /// who have waited. Among equals the job admitted first comes first.
    /// - Returns: `nil` when there is nothing to do now.
    func claimNext(under epoch: Epoch, at now: Timestamp) async throws(LedgerError) -> ClaimedJob?

    /// Claims a job that has failed or was cancelled and has only its files to give back, whatever stands before it in
    /// its lane: it waits for nobody, and needs no session.
    /// - Returns: `nil` when there is none, or those there are were put off for longer than `now`.
    func claimReturning(under epoch: Epoch, at now: Timestamp) async throws(LedgerError) -> ClaimedJob?

    /// Gives the claim of such a job back, as its files cannot be given back before some time.
    func putOff(_ claim: Claim, until due: Timestamp) async throws(LedgerError)

    /// Lets all jobs that wait for one of these reasons look again at once; with a disk, those that were put off too.
    func hasten(_ reasons: Set<Waiting.Reason>, under epoch: Epoch, at now: Timestamp) async throws(LedgerError)

    /// When the next job that waits or was put off is due; `nil` when there is none.
    func nextDue(after now: Timestamp) async throws(LedgerError) -> Timestamp?

    /// Writes a record about a claimed job, together with what it changes elsewhere.
    /// - Parameter session: saved in the same step, when given.
    /// - Returns: the job after the record.
    /// - Throws: ``LedgerError/Code/fenced``, or ``LedgerError/Code/illegalRecord`` when it does not follow.
    func record(
        _ record: JobRecord, session: Session?, under claim: Claim, at time: Timestamp
    ) async throws(LedgerError) -> Job

    /// Writes a record about a job that nobody works on.
    /// - Returns: the job after the record.
    /// - Throws: ``LedgerError/Code/claimed`` when somebody does, ``LedgerError/Code/illegalRecord`` when it does not
    ///   follow.
    func record(
        _ record: JobRecord, ofUnclaimed id: JobID, under epoch: Epoch, at time: Timestamp
    ) async throws(LedgerError) -> Job

    /// Keeps what a render is made from, so that it can be rendered again (FOLDER-CONTRACT 5). Takes the place of what was
    /// kept for the same render. The last thousand are kept.
    func keep(_ draft: [UInt8], of render: RenderID, under claim: Claim) async throws(LedgerError)

    /// Gives a claim back. The job can be claimed again unless it is over.
    func release(_ claim: Claim) async throws(LedgerError)

    func save(_ session: Session, under epoch: Epoch) async throws(LedgerError)

    func save(_ account: Account, under epoch: Epoch) async throws(LedgerError)
}

extension LedgerWriter {
    /// Writes a record that changes nothing but its job.
    package func record(
        _ record: JobRecord, under claim: Claim, at time: Timestamp
    ) async throws(LedgerError) -> Job {
        try await self.record(record, session: nil, under: claim, at: time)
    }
}
