// A ledger whose disk can be full: everything is the ledger's own but one kind of write.

import JobModel
import Ledger
import Synchronization

/// Passes everything on to another ledger; while the disk is full one kind of write fails.
package final class LedgerOnFullDisk: LedgerWriter {
    package enum Write: Sendable { case admission, record }

    private let ledger: any LedgerWriter
    private let refused: Write
    private let isFull = Atomic(true)

    package init(_ ledger: any LedgerWriter, refusing refused: Write = .admission) {
        self.ledger = ledger
        self.refused = refused
    }

    package func makeRoom() { isFull.store(false, ordering: .relaxed) }

    private func requireRoom(for write: Write) throws(LedgerError) {
        if write == refused, isFull.load(ordering: .relaxed) { throw LedgerError(.noRoom, "The disk is full.") }
    }

    package func admit(_ job: Job, under epoch: Epoch) async throws(LedgerError) {
        try requireRoom(for: .admission)
        try await ledger.admit(job, under: epoch)
    }

    package func beginEpoch(holder: String, at time: Timestamp) async throws(LedgerError) -> Epoch {
        try await ledger.beginEpoch(holder: holder, at: time)
    }

    package func withdraw(_ id: JobID, under epoch: Epoch, at time: Timestamp) async throws(LedgerError) {
        try await ledger.withdraw(id, under: epoch, at: time)
    }

    package func confirmClaimed(_ id: JobID, under epoch: Epoch, at time: Timestamp) async throws(LedgerError) -> Job {
        try await ledger.confirmClaimed(id, under: epoch, at: time)
    }

    package func claimNext(under epoch: Epoch, at now: Timestamp) async throws(LedgerError) -> ClaimedJob? {
        try await ledger.claimNext(under: epoch, at: now)
    }

    package func claimReturning(under epoch: Epoch, at now: Timestamp) async throws(LedgerError) -> ClaimedJob? {
        try await ledger.claimReturning(under: epoch, at: now)
    }

    package func putOff(_ claim: Claim, until due: Timestamp) async throws(LedgerError) {
        try await ledger.putOff(claim, until: due)
    }

    package func hasten(
        _ reasons: Set<Waiting.Reason>, under epoch: Epoch, at now: Timestamp
    ) async throws(LedgerError) {
        try await ledger.hasten(reasons, under: epoch, at: now)
    }

    package func nextDue(after now: Timestamp) async throws(LedgerError) -> Timestamp? {
        try await ledger.nextDue(after: now)
    }

    package func record(
        _ record: JobRecord, session: Session?, under claim: Claim, at time: Timestamp
    ) async throws(LedgerError) -> Job {
        try requireRoom(for: .record)
        return try await ledger.record(record, session: session, under: claim, at: time)
    }

    package func record(
        _ record: JobRecord, ofUnclaimed id: JobID, under epoch: Epoch, at time: Timestamp
    ) async throws(LedgerError) -> Job {
        try requireRoom(for: .record)
        return try await ledger.record(record, ofUnclaimed: id, under: epoch, at: time)
    }

    package func release(_ claim: Claim) async throws(LedgerError) { try await ledger.release(claim) }

    package func save(_ session: Session, under epoch: Epoch) async throws(LedgerError) {
        try await ledger.save(session, under: epoch)
    }

    package func save(_ account: Account, under epoch: Epoch) async throws(LedgerError) {
        try await ledger.save(account, under: epoch)
    }

    package func job(_ id: JobID) async throws(LedgerError) -> Job? { try await ledger.job(id) }

    package func jobs(_ selection: JobSelection, limit: Int) async throws(LedgerError) -> [Job] {
        try await ledger.jobs(selection, limit: limit)
    }

    package func jobs(named origin: Origin, limit: Int) async throws(LedgerError) -> [Job] {
        try await ledger.jobs(named: origin, limit: limit)
    }
    package func jobs(sameAs job: Job, limit: Int) async throws(LedgerError) -> [Job] {
        try await ledger.jobs(sameAs: job, limit: limit)
    }

    package func unreadJobs(like job: Job, limit: Int) async throws(LedgerError) -> [Job] {
        try await ledger.unreadJobs(like: job, limit: limit)
    }

    package func draft(of render: RenderID) async throws(LedgerError) -> [UInt8]? {
        try await ledger.draft(of: render)
    }

    package func keep(_ draft: [UInt8], of render: RenderID, under claim: Claim) async throws(LedgerError) {
        try await ledger.keep(draft, of: render, under: claim)
    }

    package func jobs(in session: SessionID) async throws(LedgerError) -> [Job] { try await ledger.jobs(in: session) }

    package func jobs(like job: Job, limit: Int) async throws(LedgerError) -> [Job] {
        try await ledger.jobs(like: job, limit: limit)
    }

    package func place(of id: JobID, at now: Timestamp) async throws(LedgerError) -> QueuePlace? {
        try await ledger.place(of: id, at: now)
    }

    package func jobs(behind id: JobID) async throws(LedgerError) -> [Job] { try await ledger.jobs(behind: id) }

    package func workTimes(limit: Int) async throws(LedgerError) -> [Duration] {
        try await ledger.workTimes(limit: limit)
    }

    package func tally() async throws(LedgerError) -> JobTally { try await ledger.tally() }

    package func journal(of id: JobID) async throws(LedgerError) -> [JournalEntry] { try await ledger.journal(of: id) }

    package func session(_ id: SessionID) async throws(LedgerError) -> Session? { try await ledger.session(id) }

    package func session(ofProject project: Lane) async throws(LedgerError) -> Session? {
        try await ledger.session(ofProject: project)
    }

    package func accounts() async throws(LedgerError) -> [Account] { try await ledger.accounts() }
}
