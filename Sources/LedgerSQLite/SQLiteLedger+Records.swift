// What is written down about a claimed job, in one step with what it changes elsewhere.

import Foundation
import GRDB
import JobModel
import Ledger

extension SQLiteLedger {
    package func record(
        _ record: JobRecord, session: Session?, under claim: Claim, at time: Timestamp
    ) async throws(LedgerError) -> Job {
        try await store.write { db in
            let job = try Self.require(claim, in: db).taking(record, at: time, in: db)
            if let session { try Self.put(session, in: db) }
            return job
        }
    }

    package func record(
        _ record: JobRecord, ofUnclaimed id: JobID, under epoch: Epoch, at time: Timestamp
    ) async throws(LedgerError) -> Job {
        try await store.write { db in
            try Self.require(epoch, in: db)
            let row = try JobRow.require(id, in: db)
            let isClaimed = "SELECT EXISTS (SELECT 1 FROM claims WHERE job = ?)"
            if try Bool.fetchOne(db, sql: isClaimed, arguments: [row.seq]) == true { throw LedgerError.claimed(id) }
            return try row.taking(record, at: time, in: db)
        }
    }

    package func keep(_ draft: [UInt8], of render: RenderID, under claim: Claim) async throws(LedgerError) {
        try await store.write { db in
            _ = try Self.require(claim, in: db)
            try db.execute(
                sql: "INSERT OR REPLACE INTO drafts (render, draft) VALUES (?, ?)",
                arguments: [render.rawValue, Data(draft)])
            try db.execute(
                sql: "DELETE FROM drafts WHERE entry <= (SELECT max(entry) FROM drafts) - ?",
                arguments: [Self.draftsKept])
        }
    }

    /// Older ones are of sessions that have long ended.
    private static let draftsKept = 1000

    package func save(_ session: Session, under epoch: Epoch) async throws(LedgerError) {
        try await store.write { db in
            try Self.require(epoch, in: db)
            try Self.put(session, in: db)
        }
    }

    package func save(_ account: Account, under epoch: Epoch) async throws(LedgerError) {
        try await store.write { db in
            try Self.require(epoch, in: db)
            try db.execute(
                sql: """
                    INSERT INTO accounts (id, document) VALUES (?, ?)
                    ON CONFLICT (id) DO UPDATE SET document = excluded.document
                    """,
                arguments: [account.id.rawValue, try account.document()])
        }
    }

    private static func put(_ session: Session, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO sessions (id, project, is_alive, opened, document) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET project = excluded.project, is_alive = excluded.is_alive,
                    opened = excluded.opened, document = excluded.document
                """,
            arguments: [
                session.id.rawValue, session.project?.key, session.isAlive, session.opened.milliseconds,
                try session.document(),
            ])
    }
}
