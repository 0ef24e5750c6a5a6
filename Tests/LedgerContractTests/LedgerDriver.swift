// The drivers that have to keep the ledger's contract. A new driver adds itself to the list and is held to all of it.

import JobModel
import Ledger
import LedgerSQLite
import TestSupport
import Testing

/// A way to make a fresh, empty ledger.
struct LedgerDriver: Sendable, CustomTestStringConvertible {
    let testDescription: String
    private let make: @Sendable (TemporaryFolder) throws -> any LedgerWriter & RequestTray & ArchiveBook

    static let all = [
        LedgerDriver(testDescription: "SQLite in memory") { _ in try SQLiteLedger.inMemory() },
        LedgerDriver(testDescription: "SQLite in a file") { try SQLiteLedger(path: $0.appending("ledger.sqlite")) },
    ]

    /// A ledger and an epoch begun in it.
    func fresh() async throws -> FreshLedger {
        let folder = try TemporaryFolder()
        let ledger = try make(folder)
        let epoch = try await ledger.beginEpoch(holder: "test", at: .start)
        return FreshLedger(ledger: ledger, epoch: epoch, folder: folder)
    }
}

/// A ledger to be tested, with short words for what tests do all the time.
struct FreshLedger: Sendable {
    let ledger: any LedgerWriter & RequestTray & ArchiveBook
    let epoch: Epoch
    /// Lives as long as the ledger in it.
    let folder: TemporaryFolder

    /// Admits jobs and notes that their files are taken.
    func add(_ jobs: Job...) async throws {
        for job in jobs {
            try await ledger.admit(job, under: epoch)
            _ = try await ledger.confirmClaimed(job.id, under: epoch, at: .start)
        }
    }

    /// Claims a job that gives its files back, or else the next one to work on, as a pool with room for both does.
    func claim(at now: Timestamp = .start) async throws -> ClaimedJob? {
        if let returning = try await ledger.claimReturning(under: epoch, at: now) { return returning }
        return try await ledger.claimNext(under: epoch, at: now)
    }

    /// Claims the next job, which has to be there.
    func require(at now: Timestamp = .start) async throws -> ClaimedJob {
        try #require(try await claim(at: now), "there was nothing to claim")
    }

    /// The names of the jobs that can be claimed now, in turn; all claims are kept.
    func claimAll(at now: Timestamp = .start) async throws -> [JobID] {
        var ids: [JobID] = []
        while let claimed = try await claim(at: now) { ids.append(claimed.claim.job) }
        return ids
    }

    /// Writes records about a job that nobody works on.
    @discardableResult
    func note(_ records: JobRecord..., of id: String) async throws -> Job? {
        var job: Job?
        for record in records {
            job = try await ledger.record(record, ofUnclaimed: JobID(id), under: epoch, at: .start)
        }
        return job
    }

    /// Brings the files of an ended job back; they are still to be taken.
    func reopen(_ id: String) async throws {
        let ended = try #require(try await ledger.job(JobID(id)))
        try await note(.reopened(.sample(of: ended)), of: id)
    }

    /// Writes records about a claimed job and gives the claim back.
    func settle(_ claimed: ClaimedJob, with records: JobRecord...) async throws {
        for record in records { _ = try await ledger.record(record, under: claimed.claim, at: .start) }
        try await ledger.release(claimed.claim)
    }

    /// Ends a claimed job for good.
    func end(_ claimed: ClaimedJob) async throws {
        try await settle(claimed, with: .failed(.ordinary), .returned(suffix: ""))
    }

    /// Everything that can be read, to see that nothing was changed.
    func contents() async throws -> LedgerContents { try await LedgerContents(of: ledger) }
}

/// What a ledger holds at one time.
struct LedgerContents: Equatable {
    let jobs: [Job]
    let journals: [[JournalEntry]]
    let sessions: [Session?]
    let accounts: [Account]
    let tally: JobTally

    init(of ledger: any LedgerReader) async throws {
        jobs = try await ledger.jobs(.all, limit: 1_000)
        var journals: [[JournalEntry]] = []
        for job in jobs { journals.append(try await ledger.journal(of: job.id)) }
        self.journals = journals
        sessions = [try await ledger.session(.one), try await ledger.session(.two)]
        accounts = try await ledger.accounts()
        tally = try await ledger.tally()
    }
}
