// Whose turn it is: lanes take turns, and of each lane the first job in line.

import GRDB
import JobModel
import Ledger

extension SQLiteLedger {
    package func claimNext(under epoch: Epoch, at now: Timestamp) async throws(LedgerError) -> ClaimedJob? {
        try await store.write { db in
            try Self.require(epoch, in: db)
            let arguments: StatementArguments = ["now": now.milliseconds]
            guard let head = try Int64.fetchOne(db, sql: Self.nextHead, arguments: arguments) else { return nil }
            let row = try JobRow.require(seq: head, in: db)
            try db.execute(
                sql: "INSERT INTO claims (job, lane, epoch) VALUES (?, ?, ?)",
                arguments: [row.seq, row.lane, epoch.number])
            let claim = Claim(job: row.job.id, epoch: epoch, fence: db.lastInsertedRowID)
            try db.execute(sql: "UPDATE lanes SET served = ? WHERE id = ?", arguments: [claim.fence, row.lane])
            return ClaimedJob(claim: claim, job: row.job)
        }
    }

    package func nextDue(after now: Timestamp) async throws(LedgerError) -> Timestamp? {
        try await store.read { db in
            try Int64.fetchOne(db, sql: Self.earliestDue, arguments: ["now": now.milliseconds])
                .map(Timestamp.init(milliseconds:))
        }
    }

    package func release(_ claim: Claim) async throws(LedgerError) {
        try await store.write { db in
            _ = try Self.require(claim, in: db)
            try db.execute(sql: "DELETE FROM claims WHERE fence = ?", arguments: [claim.fence])
        }
    }

    /// - Returns: the claimed job.
    /// - Throws: ``LedgerError/Code/fenced`` when the claim is over, be it with its epoch: a new one ends all claims.
    static func require(_ claim: Claim, in db: Database) throws -> JobRow {
        let job = try Int64.fetchOne(
            db, sql: "SELECT job FROM claims WHERE fence = ? AND epoch = ?",
            arguments: [claim.fence, claim.epoch.number])
        guard let row = try job.map({ try JobRow.require(seq: $0, in: db) }), row.job.id == claim.job else {
            throw LedgerError.fenced(claim.job)
        }
        return row
    }

    /// The job whose turn it is. The lanes ready at once and those whose wait is over are each found in the index by
    /// turn; ready ones come out in order, of the others all that are due are compared.
    static let nextHead = """
        SELECT head FROM (
            SELECT * FROM (
                SELECT head, served FROM lanes
                WHERE due = 0 AND NOT EXISTS (SELECT 1 FROM claims WHERE claims.lane = lanes.id)
                ORDER BY served, head LIMIT 1)
            UNION ALL
            SELECT * FROM (
                SELECT head, served FROM lanes
                WHERE due > 0 AND due <= :now AND NOT EXISTS (SELECT 1 FROM claims WHERE claims.lane = lanes.id)
                ORDER BY served, head LIMIT 1)
        )
        ORDER BY served, head LIMIT 1
        """

    static let earliestDue = "SELECT min(due) FROM lanes WHERE due > max(0, :now)"
}
