// What can be asked of the ledger without changing it.

import JobModel

/// The reading side of a ledger. Every answer is one consistent moment.
package protocol LedgerReader: Sendable {
    /// - Returns: `nil` when no job has that name.
    func job(_ id: JobID) async throws(LedgerError) -> Job?

    /// Jobs, the last admitted first.
    /// - Parameter limit: how many at most.
    func jobs(_ selection: JobSelection, limit: Int) async throws(LedgerError) -> [Job]

    /// Jobs whose ``Job/likeness`` is that of a job, that one left out, the last admitted first.
    func jobs(like job: Job, limit: Int) async throws(LedgerError) -> [Job]

    /// Drops that ask for the same as a job and were admitted before it, whatever became of them, the first admitted
    /// first. Those whose media are not read yet are not among them.
    func jobs(sameAs job: Job, limit: Int) async throws(LedgerError) -> [Job]

    /// Jobs that may turn out to ask for the same as a job and were admitted before it: they are not over, and their
    /// media are not read yet.
    func unreadJobs(like job: Job, limit: Int) async throws(LedgerError) -> [Job]

    /// Jobs whose drops had a name, as ``Origin/isNamed(like:)`` sees it, the last admitted first.
    func jobs(named origin: Origin, limit: Int) async throws(LedgerError) -> [Job]

    /// Jobs that are, or were, in a session, the last admitted first.
    func jobs(in session: SessionID) async throws(LedgerError) -> [Job]

    /// What is before a job; `nil` when it is in somebody's hands, or cannot be worked on as it stands.
    func place(of id: JobID, at now: Timestamp) async throws(LedgerError) -> QueuePlace?

    /// The jobs behind one in its lane, the next first.
    func jobs(behind id: JobID) async throws(LedgerError) -> [Job]

    /// How long the jobs finished last were worked on, without their wait for a first turn.
    func workTimes(limit: Int) async throws(LedgerError) -> [Duration]

    /// How many jobs there are in each condition.
    func tally() async throws(LedgerError) -> JobTally

    /// A job's records, the first first.
    func journal(of id: JobID) async throws(LedgerError) -> [JournalEntry]

    func session(_ id: SessionID) async throws(LedgerError) -> Session?

    /// The living session of a project; `nil` when it has none.
    func session(ofProject project: Lane) async throws(LedgerError) -> Session?

    /// The draft that a render was made from, byte for byte; `nil` when it was not kept.
    func draft(of render: RenderID) async throws(LedgerError) -> [UInt8]?

    func accounts() async throws(LedgerError) -> [Account]
}

/// Which jobs are meant.
package enum JobSelection: Hashable, Sendable {
    case all
    /// Not over: active, waiting, or with originals still to be returned.
    case unfinished
    /// Unfinished, or holding its lane until a person settles it.
    case unsettled
    /// Over, and holding its lane until a person settles it.
    case holding
    /// Admitted but never wholly claimed; only the intake looks for these, at its start.
    case arriving
    case failed
}

/// One record of a job's journal.
package struct JournalEntry: Hashable, Sendable, Codable {
    package let time: Timestamp
    package let record: JobRecord

    package init(time: Timestamp, record: JobRecord) {
        self.time = time
        self.record = record
    }
}

/// Jobs counted by condition.
package struct JobTally: Hashable, Sendable, Codable {
    /// Ready to be worked on, or in somebody's hands.
    package var active = 0
    package var waiting = 0
    package var failed = 0
    package var cancelled = 0
    package var finished = 0

    package init() {}
}
