// Whose turn it is: folders take turns, and of each lane the first job in line.

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
            let claimed = try Self.claim(row, lane: row.lane, under: epoch, in: db)
            let served: StatementArguments = ["turn": 2 * claimed.claim.fence, "lane": row.lane]
            try db.execute(sql: "UPDATE lanes SET turn = :turn WHERE id = :lane", arguments: served)
            try db.execute(sql: Self.inboxServed, arguments: served)
            return claimed
        }
    }

    package func claimReturning(under epoch: Epoch, at now: Timestamp) async throws(LedgerError) -> ClaimedJob? {
        try await store.write { db in
            try Self.require(epoch, in: db)
            let arguments: StatementArguments = ["now": now.milliseconds]
            guard let seq = try Int64.fetchOne(db, sql: Self.nextToReturn, arguments: arguments) else { return nil }
            return try Self.claim(JobRow.require(seq: seq, in: db), lane: nil, under: epoch, in: db)
        }
    }

    package func putOff(_ claim: Claim, until due: Timestamp) async throws(LedgerError) {
        try await store.write { db in
            let row = try Self.require(claim, in: db)
            try db.execute(
                sql: "UPDATE jobs SET return_due = ? WHERE seq = ? AND return_due IS NOT NULL",
                arguments: [max(0, due.milliseconds), row.seq])
            try db.execute(sql: "DELETE FROM claims WHERE fence = ?", arguments: [claim.fence])
        }
    }

    private static func claim(
        _ row: JobRow, lane: Int64?, under epoch: Epoch, in db: Database
    ) throws -> ClaimedJob {
        try db.execute(
            sql: "INSERT INTO claims (job, lane, epoch) VALUES (?, ?, ?)", arguments: [row.seq, lane, epoch.number])
        return ClaimedJob(claim: Claim(job: row.job.id, epoch: epoch, fence: db.lastInsertedRowID), job: row.job)
    }

    package func hasten(
        _ reasons: Set<Waiting.Reason>, under epoch: Epoch, at now: Timestamp
    ) async throws(LedgerError) {
        try await store.write { db in
            try Self.require(epoch, in: db)
            if reasons.contains(.disk) {
                try db.execute(sql: "UPDATE jobs SET return_due = 0 WHERE return_due > 0")
            }
            for seq in try Int64.fetchAll(db, sql: Self.waitingJobs) {
                let row = try JobRow.require(seq: seq, in: db)
                guard case .waiting(let waiting, _) = row.job.state, reasons.contains(waiting.reason) else { continue }
                try row.rescheduling(to: now, in: db)
            }
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

    static let nextToReturn = """
        SELECT seq FROM jobs
        WHERE return_due <= max(0, :now) AND NOT EXISTS (SELECT 1 FROM claims WHERE claims.job = jobs.seq)
        ORDER BY return_due, seq LIMIT 1
        """

    /// The job whose turn it is: that of the project whose turn comes first, or the one that an inbox gives its turn to.
    /// There are as many inboxes as roots. The lanes ready at once and those whose wait is over are each found in the
    /// index by turn; ready ones come out in order, of the others all that are due are compared.
    static let nextHead = """
        SELECT head FROM (
            SELECT * FROM (\(firstTurn(of: "inbox IS NULL")))
            UNION ALL
            SELECT (SELECT head FROM (\(firstTurn(of: "inbox = inboxes.id")))) AS head, turn FROM inboxes
        )
        WHERE head IS NOT NULL ORDER BY turn, head LIMIT 1
        """

    private static func firstTurn(of lanes: String) -> String {
        """
        SELECT head, turn FROM (
            SELECT * FROM (
                SELECT head, turn FROM lanes
                WHERE \(lanes) AND due = 0 AND NOT EXISTS (SELECT 1 FROM claims WHERE claims.lane = lanes.id)
                ORDER BY turn, head LIMIT 1)
            UNION ALL
            SELECT * FROM (
                SELECT head, turn FROM lanes
                WHERE \(lanes) AND due > 0 AND due <= :now
                    AND NOT EXISTS (SELECT 1 FROM claims WHERE claims.lane = lanes.id)
                ORDER BY turn, head LIMIT 1)
        )
        ORDER BY turn, head LIMIT 1
        """
    }

    static let inboxServed = "UPDATE inboxes SET turn = :turn WHERE id = (SELECT inbox FROM lanes WHERE id = :lane)"

    static let waitingJobs = "SELECT seq FROM jobs WHERE condition = 'waiting'"

    static let earliestDue = """
        SELECT min(due) FROM (
            SELECT min(due) AS due FROM lanes WHERE due > max(0, :now)
            UNION ALL
            SELECT min(return_due) FROM jobs WHERE return_due > max(0, :now)
        )
        """
}
