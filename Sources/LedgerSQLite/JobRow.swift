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
        let lane = try lane(of: job, in: db)
        let columns = JobColumns(job)
        try db.execute(
            sql: """
                INSERT INTO jobs (
                    id, lane, condition, is_over, in_line, place, due, return_due, likeness, identity,
                    name_hash, session, document)
                VALUES (
                    :id, :lane, :condition, :isOver, :isInLine, (\(nextPlace)), :due, :returnDue, :likeness, :identity,
                    :nameHash, :session, :document)
                """,
            arguments: [
                "id": job.id.rawValue, "lane": lane, "condition": columns.condition.rawValue,
                "isOver": columns.isOver, "isInLine": columns.isInLine, "due": columns.due,
                "returnDue": columns.returnDue, "likeness": job.likeness, "nameHash": job.origin.nameHash,
                "identity": job.identity, "session": job.session?.rawValue, "document": try job.document(),
            ])
        try refreshLane(lane, in: db)
    }

    /// Takes a record: the job changes, its journal grows. A job that steps into its lane's line again stands behind
    /// those who are in it.
    /// - Returns: the job after the record.
    /// - Throws: ``LedgerError/Code/illegalRecord``
    func taking(_ record: JobRecord, at time: Timestamp, in db: Database) throws -> Job {
        var job = job
        do throws(IllegalTransition) { try job.record(record) } catch { throw LedgerError.illegal(error) }
        let columns = JobColumns(job)
        try db.execute(
            sql: """
                UPDATE jobs SET condition = :condition, is_over = :isOver, in_line = :isInLine,
                    place = iif(in_line = 1, place, (\(Self.nextPlace))), due = :due, return_due = :returnDue,
                    identity = :identity, session = :session, document = :document
                WHERE seq = :seq
                """,
            arguments: [
                "condition": columns.condition.rawValue, "isOver": columns.isOver, "isInLine": columns.isInLine,
                "lane": lane, "due": columns.due, "returnDue": columns.returnDue, "identity": job.identity,
                "session": job.session?.rawValue, "document": try job.document(), "seq": seq,
            ])
        try db.execute(
            sql: "INSERT INTO journal (job, time, record) VALUES (?, ?, ?)",
            arguments: [seq, time.milliseconds, try record.document()])
        try Self.refreshLane(lane, in: db)
        return job
    }

    /// Lets a waiting job look again at another time. Its document keeps what it waits for.
    func rescheduling(to due: Timestamp, in db: Database) throws {
        try db.execute(
            sql: "UPDATE jobs SET due = ? WHERE seq = ?", arguments: [max(0, due.milliseconds), seq])
        try Self.refreshLane(lane, in: db)
    }

    func delete(in db: Database) throws {
        try db.execute(sql: "DELETE FROM jobs WHERE seq = ?", arguments: [seq])
        try Self.refreshLane(lane, in: db)
    }

    /// The lane a job stands in, made when there is none.
    private static func lane(of job: Job, in db: Database) throws -> Int64? {
        let lane = job.origin.lane
        if !lane.isProject {
            try db.execute(
                sql: "INSERT INTO inboxes (root) VALUES (?) ON CONFLICT DO NOTHING", arguments: [lane.root])
        }
        try db.execute(
            sql: """
                INSERT INTO lanes (key, inbox) VALUES (:key, (SELECT id FROM inboxes WHERE root = :inbox))
                ON CONFLICT DO NOTHING
                """,
            arguments: ["key": lane.key, "inbox": lane.isProject ? nil : lane.root])
        return try Int64.fetchOne(db, sql: "SELECT id FROM lanes WHERE key = ?", arguments: [lane.key])
    }

    /// Finds the lane's first job in line anew. A lane, or an inbox, that was empty steps into the round.
    private static func refreshLane(_ lane: Int64?, in db: Database) throws {
        try db.execute(sql: enterRound, arguments: ["lane": lane])
        try db.execute(
            sql: """
                UPDATE lanes SET turn = iif(head IS NULL, max(turn, (\(enteringTurn))), turn),
                    (head, due) = (\(firstInLine))
                WHERE id = :lane
                """,
            arguments: ["lane": lane])
    }

    static let enterRound = """
        UPDATE inboxes SET turn = max(turn, (\(enteringTurn)))
        WHERE id = (SELECT inbox FROM lanes WHERE id = :lane)
            AND NOT EXISTS (SELECT 1 FROM lanes WHERE lanes.inbox = inboxes.id AND head IS NOT NULL)
        """
    /// Behind all who are in the round, but before whoever was served last.
    private static let enteringTurn =
        "SELECT coalesce((SELECT 2 * seq - 1 FROM sqlite_sequence WHERE name = 'claims'), 0)"

    static let firstInLine = "SELECT seq, due FROM jobs WHERE lane = :lane AND in_line = 1 ORDER BY place LIMIT 1"
    static let nextPlace = "SELECT coalesce(max(place), 0) + 1 FROM jobs WHERE lane = :lane AND in_line = 1"
}
