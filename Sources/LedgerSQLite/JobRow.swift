// One row of the jobs table, with the lane it stands in always brought up to date along with it.

import GRDB
import JobModel
import Ledger

/// A job as it lies in the database.
struct JobRow {
    /// Grows with every admission.
    let seq: Int64
    let lane: Int64
    let job: Job

    private init(_ row: Row) throws {
        seq = row["seq"]
        lane = row["lane"]
        job = try Job(document: row["document"])
    }

    static func find(_ id: JobID, in db: Database) throws -> JobRow? {
        try Row.fetchOne(
            db, sql: "SELECT seq, lane, document FROM jobs WHERE id = ?", arguments: [id.rawValue]
        ).map(JobRow.init)
    }

    /// - Throws: ``LedgerError/Code/missing``
    static func require(_ id: JobID, in db: Database) throws -> JobRow {
        guard let row = try find(id, in: db) else { throw LedgerError.missing(id) }
        return row
    }

    static func require(seq: Int64, in db: Database) throws -> JobRow {
        let row = try Row.fetchOne(
            db, sql: "SELECT seq, lane, document FROM jobs WHERE seq = ?", arguments: [seq])
        guard let row else { throw LedgerError(.unreadable, "A lane of the ledger names a job that is not there.") }
        return try JobRow(row)
    }

    /// Adds a job at the end of its lane.
    static func insert(_ job: Job, in db: Database) throws {
        let key = job.origin.lane.key
        try db.execute(sql: "INSERT INTO lanes (key) VALUES (?) ON CONFLICT DO NOTHING", arguments: [key])
        let columns = JobColumns(job)
        try db.execute(
            sql: """
                INSERT INTO jobs (id, lane, condition, is_over, in_line, due, document)
                SELECT ?, id, ?, ?, ?, ?, ? FROM lanes WHERE key = ?
                """,
            arguments: [
                job.id.rawValue, columns.condition.rawValue, columns.isOver, columns.isInLine, columns.due,
                try job.document(), key,
            ])
        let lane = try Int64.fetchOne(db, sql: "SELECT id FROM lanes WHERE key = ?", arguments: [key])
        try refreshLane(lane, in: db)
    }

    /// Takes a record: the job changes, its journal grows.
    /// - Returns: the job after the record.
    /// - Throws: ``LedgerError/Code/illegalRecord``
    func taking(_ record: JobRecord, at time: Timestamp, in db: Database) throws -> Job {
        var job = job
        do throws(IllegalTransition) { try job.record(record) } catch { throw LedgerError.illegal(error) }
        let columns = JobColumns(job)
        try db.execute(
            sql: "UPDATE jobs SET condition = ?, is_over = ?, in_line = ?, due = ?, document = ? WHERE seq = ?",
            arguments: [
                columns.condition.rawValue, columns.isOver, columns.isInLine, columns.due, try job.document(), seq,
            ])
        try db.execute(
            sql: "INSERT INTO journal (job, time, record) VALUES (?, ?, ?)",
            arguments: [seq, time.milliseconds, try record.document()])
        try Self.refreshLane(lane, in: db)
        return job
    }

    func delete(in db: Database) throws {
        try db.execute(sql: "DELETE FROM jobs WHERE seq = ?", arguments: [seq])
        try Self.refreshLane(lane, in: db)
    }

    /// Finds the lane's first job in line anew.
    private static func refreshLane(_ lane: Int64?, in db: Database) throws {
        try db.execute(
            sql: "UPDATE lanes SET (head, due) = (\(firstInLine)) WHERE id = :lane", arguments: ["lane": lane])
    }

    static let firstInLine = "SELECT seq, due FROM jobs WHERE lane = :lane AND in_line = 1 ORDER BY seq LIMIT 1"
}
