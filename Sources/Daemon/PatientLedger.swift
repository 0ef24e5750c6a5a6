// Writes to the ledger that wait out a full disk: what was done is remembered until it can be written down.

import JobModel
import Ledger
import Synchronization
import Telemetry
import Timing

/// A ledger whose writer never hears that there is no room: it waits until there is some (FIELD-FACTS 4). Nothing is
/// begun meanwhile, since an intent that is not recorded may not be carried out. Admissions alone are refused, so that
/// the intake leaves drops where they are.
struct PatientLedger: LedgerWriter {
    let ledger: any LedgerWriter
    let events: any EventSink
    let time: Timekeeper
    /// How long until the next try.
    let interval: Duration

    private func patiently<Value: Sendable>(
        _ write: () async throws(LedgerError) -> Value
    ) async throws(LedgerError) -> Value {
        var isTold = false
        while true {
            do throws(LedgerError) { return try await write() } catch {
                guard error.code == .noRoom else { throw error }
                if !isTold { events.record(.service(.trouble(.ledgerHasNoRoom(error)))) }
                isTold = true
                do { try await time.sleep(interval) } catch { throw .noRoomSoFar }
            }
        }
    }

    func beginEpoch(holder: String, at time: Timestamp) async throws(LedgerError) -> Epoch {
        try await patiently { () throws(LedgerError) in try await ledger.beginEpoch(holder: holder, at: time) }
    }

    func admit(_ job: Job, under epoch: Epoch) async throws(LedgerError) {
        try await ledger.admit(job, under: epoch)
    }

    func withdraw(_ id: JobID, under epoch: Epoch, at time: Timestamp) async throws(LedgerError) {
        try await patiently { () throws(LedgerError) in try await ledger.withdraw(id, under: epoch, at: time) }
    }

    func confirmClaimed(_ id: JobID, under epoch: Epoch, at time: Timestamp) async throws(LedgerError) -> Job {
        try await patiently { () throws(LedgerError) in try await ledger.confirmClaimed(id, under: epoch, at: time) }
    }

    func claimNext(under epoch: Epoch, at now: Timestamp) async throws(LedgerError) -> ClaimedJob? {
        try await patiently { () throws(LedgerError) in try await ledger.claimNext(under: epoch, at: now) }
    }

    func claimReturning(under epoch: Epoch, at now: Timestamp) async throws(LedgerError) -> ClaimedJob? {
        try await patiently { () throws(LedgerError) in try await ledger.claimReturning(under: epoch, at: now) }
    }

    func putOff(_ claim: Claim, until due: Timestamp) async throws(LedgerError) {
        try await patiently { () throws(LedgerError) in try await ledger.putOff(claim, until: due) }
    }

    func hasten(_ reasons: Set<Waiting.Reason>, under epoch: Epoch, at now: Timestamp) async throws(LedgerError) {
        try await patiently { () throws(LedgerError) in try await ledger.hasten(reasons, under: epoch, at: now) }
    }

    func record(
        _ record: JobRecord, session: Session?, under claim: Claim, at time: Timestamp
    ) async throws(LedgerError) -> Job {
        try await patiently { () throws(LedgerError) in
            try await ledger.record(record, session: session, under: claim, at: time)
        }
    }

    func record(
        _ record: JobRecord, ofUnclaimed id: JobID, under epoch: Epoch, at time: Timestamp
    ) async throws(LedgerError) -> Job {
        try await patiently { () throws(LedgerError) in
            try await ledger.record(record, ofUnclaimed: id, under: epoch, at: time)
        }
    }

    func keep(_ draft: [UInt8], of render: RenderID, under claim: Claim) async throws(LedgerError) {
        try await patiently { () throws(LedgerError) in try await ledger.keep(draft, of: render, under: claim) }
    }

    func release(_ claim: Claim) async throws(LedgerError) {
        try await patiently { () throws(LedgerError) in try await ledger.release(claim) }
    }

    func save(_ session: Session, under epoch: Epoch) async throws(LedgerError) {
        try await patiently { () throws(LedgerError) in try await ledger.save(session, under: epoch) }
    }

    func save(_ account: Account, under epoch: Epoch) async throws(LedgerError) {
        try await patiently { () throws(LedgerError) in try await ledger.save(account, under: epoch) }
    }
}

/// Questions go through as they are.
extension PatientLedger {
    func nextDue(after now: Timestamp) async throws(LedgerError) -> Timestamp? {
        try await ledger.nextDue(after: now)
    }
    func job(_ id: JobID) async throws(LedgerError) -> Job? { try await ledger.job(id) }
    func jobs(_ selection: JobSelection, limit: Int) async throws(LedgerError) -> [Job] {
        try await ledger.jobs(selection, limit: limit)
    }
    func jobs(named origin: Origin, limit: Int) async throws(LedgerError) -> [Job] {
        try await ledger.jobs(named: origin, limit: limit)
    }
    func jobs(sameAs job: Job, limit: Int) async throws(LedgerError) -> [Job] {
        try await ledger.jobs(sameAs: job, limit: limit)
    }
    func unreadJobs(like job: Job, limit: Int) async throws(LedgerError) -> [Job] {
        try await ledger.unreadJobs(like: job, limit: limit)
    }
    func draft(of render: RenderID) async throws(LedgerError) -> [UInt8]? { try await ledger.draft(of: render) }
    func jobs(in session: SessionID) async throws(LedgerError) -> [Job] { try await ledger.jobs(in: session) }
    func jobs(like job: Job, limit: Int) async throws(LedgerError) -> [Job] {
        try await ledger.jobs(like: job, limit: limit)
    }
    func place(of id: JobID, at now: Timestamp) async throws(LedgerError) -> QueuePlace? {
        try await ledger.place(of: id, at: now)
    }
    func jobs(behind id: JobID) async throws(LedgerError) -> [Job] { try await ledger.jobs(behind: id) }
    func workTimes(limit: Int) async throws(LedgerError) -> [Duration] { try await ledger.workTimes(limit: limit) }
    func tally() async throws(LedgerError) -> JobTally { try await ledger.tally() }
    func journal(of id: JobID) async throws(LedgerError) -> [JournalEntry] { try await ledger.journal(of: id) }
    func session(_ id: SessionID) async throws(LedgerError) -> Session? { try await ledger.session(id) }
    func session(ofProject project: Lane) async throws(LedgerError) -> Session? {
        try await ledger.session(ofProject: project)
    }
    func accounts() async throws(LedgerError) -> [Account] { try await ledger.accounts() }
}

extension Failure {
    fileprivate static func ledgerHasNoRoom(_ error: LedgerError) -> Failure {
        Failure(
            Failure.Code("ledger-no-room"), "There is no room on the disk to write down what is done; all work waits.",
            remedy: "Make room where the state directory is; the work goes on by itself.", cause: error.description)
    }
}

extension LedgerError {
    fileprivate static let noRoomSoFar = LedgerError(.noRoom, "The disk has been full until the end.")
}
