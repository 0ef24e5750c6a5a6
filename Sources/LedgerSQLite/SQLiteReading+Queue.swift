// What people want to know about jobs that wait for their turn.

import GRDB
import JobModel
import Ledger

extension SQLiteReading {
    package func place(of id: JobID, at now: Timestamp) async throws(LedgerError) -> QueuePlace? {
        try await store.read { db in
            let job = try Row.fetchOne(db, sql: Self.waitingJob, arguments: ["id": id.rawValue])
            guard let job, let lane: Int64 = job["lane"], let place: Int64 = job["place"] else { return nil }
            let inLane =
                try Int.fetchOne(db, sql: Self.aheadInLane, arguments: ["lane": lane, "place": place]) ?? 0
            let elsewhere =
                inLane > 0
                ? 0
                : try Int.fetchOne(db, sql: Self.aheadElsewhere, arguments: ["lane": lane, "now": now.milliseconds])
            let holder = try String.fetchOne(db, sql: Self.laneHolder, arguments: ["lane": lane])
                .map(Job.init(document:))
            return QueuePlace(aheadInLane: inLane, aheadElsewhere: elsewhere ?? 0, holder: holder?.origin)
        }
    }

    package func jobs(behind id: JobID) async throws(LedgerError) -> [Job] {
        try await store.read { db in
            try String.fetchAll(db, sql: Self.jobsBehind, arguments: ["id": id.rawValue]).map(Job.init(document:))
        }
    }

    package func workTimes(limit: Int) async throws(LedgerError) -> [Duration] {
        try await store.read { db in
            try Int64.fetchAll(db, sql: Self.timesOfWork, arguments: ["limit": max(0, limit)])
                .filter { $0 >= 0 }.map { .milliseconds($0) }
        }
    }

    static var waitingJob: String {
        """
        SELECT lane, place FROM jobs
        WHERE id = :id AND due = 0 AND NOT EXISTS (SELECT 1 FROM claims WHERE claims.job = jobs.seq)
        """
    }

    static var aheadInLane: String { "SELECT count(*) FROM jobs WHERE lane = :lane AND in_line = 1 AND place < :place" }

    /// The first of the lane, when it is over and holds it all the same.
    static var laneHolder: String {
        """
        SELECT document FROM jobs
        WHERE seq = (SELECT head FROM lanes WHERE id = :lane) AND is_over = 1
        """
    }

    /// Lanes that can be claimed and whose turn is before one's own: those of the same folder, and one turn of each
    /// other folder.
    static var aheadElsewhere: String {
        let canBeClaimed = """
            due BETWEEN 0 AND max(0, :now) AND NOT EXISTS (SELECT 1 FROM claims WHERE claims.lane = lanes.id)
            """
        return """
            WITH own AS (
                SELECT id, inbox, head, turn,
                    coalesce((SELECT turn FROM inboxes WHERE inboxes.id = lanes.inbox), turn) AS folder_turn
                FROM lanes WHERE id = :lane)
            SELECT
                (SELECT count(*) FROM (
                    SELECT 1 FROM lanes WHERE inbox = (SELECT inbox FROM own) AND \(canBeClaimed)
                        AND (turn, head) < (SELECT turn, head FROM own) LIMIT \(QueuePlace.most)))
                + (SELECT count(*) FROM lanes WHERE inbox IS NULL AND \(canBeClaimed)
                    AND (turn, head) < (SELECT folder_turn, head FROM own))
                + (SELECT count(*) FROM inboxes WHERE id IS NOT (SELECT inbox FROM own)
                    AND EXISTS (
                        SELECT 1 FROM lanes WHERE inbox = inboxes.id AND \(canBeClaimed)
                            AND (inboxes.turn, head) < (SELECT folder_turn, head FROM own)))
            """
    }

    static var jobsBehind: String {
        """
        SELECT behind.document FROM jobs AS own JOIN jobs AS behind
            ON behind.lane = own.lane AND behind.in_line = 1 AND behind.place > own.place
        WHERE own.id = :id ORDER BY behind.place
        """
    }

    /// From the second record, as the first one says that the files are taken, to the last.
    static var timesOfWork: String {
        """
        SELECT (SELECT max(time) FROM journal WHERE journal.job = jobs.seq)
            - (SELECT time FROM journal WHERE journal.job = jobs.seq ORDER BY entry LIMIT 1 OFFSET 1)
        FROM jobs WHERE condition = '\(JobColumns.Condition.finished.rawValue)' ORDER BY seq DESC LIMIT :limit
        """
    }
}
