// What can be asked of an SQLite file, the same for the daemon that writes it and for commands that only look.

import Foundation
import GRDB
import JobModel
import Ledger

/// A ledger's reading side over a database.
package protocol SQLiteReading: LedgerReader {
    var store: SQLiteStore { get }
}

extension SQLiteReading {
    package func job(_ id: JobID) async throws(LedgerError) -> Job? {
        try await store.read { db in try JobRow.find(id, in: db)?.job }
    }

    package func jobs(_ selection: JobSelection, limit: Int) async throws(LedgerError) -> [Job] {
        try await store.read { db in
            try String.fetchAll(db, sql: selection.query, arguments: ["limit": max(0, limit)]).map(Job.init(document:))
        }
    }

    package func jobs(like job: Job, limit: Int) async throws(LedgerError) -> [Job] {
        try await store.read { db in
            try String.fetchAll(
                db, sql: Self.jobsAlike,
                arguments: ["likeness": job.likeness, "id": job.id.rawValue, "limit": max(0, limit)]
            ).map(Job.init(document:))
        }
    }

    package func jobs(sameAs job: Job, limit: Int) async throws(LedgerError) -> [Job] {
        try await store.read { db in
            let arguments: StatementArguments = [
                "identity": job.identity, "id": job.id.rawValue, "limit": max(0, limit),
            ]
            return try String.fetchAll(db, sql: Self.jobsAskingTheSame, arguments: arguments)
                .map(Job.init(document:)).filter { $0.isSame(as: job) }
        }
    }

    package func unreadJobs(like job: Job, limit: Int) async throws(LedgerError) -> [Job] {
        try await store.read { db in
            try String.fetchAll(
                db, sql: Self.unreadJobsAlike,
                arguments: ["likeness": job.likeness, "id": job.id.rawValue, "limit": max(0, limit)]
            ).map(Job.init(document:))
        }
    }

    package func draft(of render: RenderID) async throws(LedgerError) -> [UInt8]? {
        try await store.read { db in
            try Data.fetchOne(db, sql: "SELECT draft FROM drafts WHERE render = ?", arguments: [render.rawValue])
                .map { [UInt8]($0) }
        }
    }

    package func jobs(named origin: Origin, limit: Int) async throws(LedgerError) -> [Job] {
        try await store.read { db in
            var found: [Job] = []
            let documents = try String.fetchCursor(db, sql: Self.jobsNamed, arguments: ["name": origin.nameHash])
            while found.count < limit, let document = try documents.next() {
                let job = try Job(document: document)
                if job.origin.isNamed(like: origin) { found.append(job) }
            }
            return found
        }
    }

    package func jobs(in session: SessionID) async throws(LedgerError) -> [Job] {
        try await store.read { db in
            try String.fetchAll(db, sql: Self.jobsInSession, arguments: ["session": session.rawValue])
                .map(Job.init(document:))
        }
    }

    package func tally() async throws(LedgerError) -> JobTally {
        try await store.read { db in
            var tally = JobTally()
            for row in try Row.fetchAll(db, sql: "SELECT condition, count(*) AS jobs FROM jobs GROUP BY condition") {
                tally.add(row["jobs"], in: JobColumns.Condition(rawValue: row["condition"]))
            }
            return tally
        }
    }

    package func journal(of id: JobID) async throws(LedgerError) -> [JournalEntry] {
        try await store.read { db in
            let rows = try Row.fetchAll(db, sql: Self.journalOfJob, arguments: ["job": id.rawValue])
            return try rows.map { row in
                JournalEntry(time: Timestamp(milliseconds: row["time"]), record: try JobRecord(document: row["record"]))
            }
        }
    }

    package func session(_ id: SessionID) async throws(LedgerError) -> Session? {
        try await store.read { db in
            try String.fetchOne(db, sql: "SELECT document FROM sessions WHERE id = ?", arguments: [id.rawValue])
                .map(Session.init(document:))
        }
    }

    package func session(ofProject project: Lane) async throws(LedgerError) -> Session? {
        try await store.read { db in
            try String.fetchOne(db, sql: Self.sessionOfProject, arguments: ["project": project.key])
                .map(Session.init(document:))
        }
    }

    package func accounts() async throws(LedgerError) -> [Account] {
        try await store.read { db in
            try String.fetchAll(db, sql: "SELECT document FROM accounts ORDER BY entry").map(Account.init(document:))
        }
    }

    static var jobsAlike: String {
        "SELECT document FROM jobs WHERE likeness = :likeness AND id <> :id ORDER BY seq DESC LIMIT :limit"
    }

    static var jobsAskingTheSame: String {
        """
        SELECT document FROM jobs WHERE identity = :identity AND seq < (SELECT seq FROM jobs WHERE id = :id)
        ORDER BY seq LIMIT :limit
        """
    }

    static var unreadJobsAlike: String {
        """
        SELECT document FROM jobs
        WHERE likeness = :likeness AND identity IS NULL AND is_over = 0
            AND seq < (SELECT seq FROM jobs WHERE id = :id)
        ORDER BY seq LIMIT :limit
        """
    }

    static var jobsNamed: String { "SELECT document FROM jobs WHERE name_hash = :name ORDER BY seq DESC" }

    static var jobsInSession: String { "SELECT document FROM jobs WHERE session = :session ORDER BY seq DESC" }

    static var journalOfJob: String {
        "SELECT time, record FROM journal WHERE job = (SELECT seq FROM jobs WHERE id = :job) ORDER BY entry"
    }

    static var sessionOfProject: String {
        """
        SELECT document FROM sessions WHERE project = :project AND is_alive = 1
        ORDER BY opened DESC, entry DESC LIMIT 1
        """
    }
}

extension JobSelection {
    /// The documents of the jobs that are meant, the last admitted first; its argument is how many at most.
    var query: String {
        let condition =
            switch self {
            case .all: "true"
            case .unfinished: "is_over = 0"
            case .unsettled: "in_line = 1"
            case .holding: "in_line = 1 AND is_over = 1"
            case .arriving: "condition = '\(JobColumns.Condition.arriving.rawValue)'"
            case .failed: "condition = '\(JobColumns.Condition.failed.rawValue)'"
            }
        return "SELECT document FROM jobs WHERE \(condition) ORDER BY seq DESC LIMIT :limit"
    }
}

extension JobTally {
    fileprivate mutating func add(_ jobs: Int, in condition: JobColumns.Condition?) {
        switch condition {
        case .arriving, .active: active += jobs
        case .waiting: waiting += jobs
        case .failed: failed += jobs
        case .cancelled: cancelled += jobs
        case .finished: finished += jobs
        case nil: break
        }
    }
}
