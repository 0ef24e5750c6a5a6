// Requests of people, left in the ledger's file by the daemon itself or by other processes.

import GRDB
import JobModel
import Ledger

/// Leaving requests in a database.
package protocol SQLiteRequesting: RequestBox {
    var store: SQLiteStore { get }
}

extension SQLiteRequesting {
    package func leave(_ request: JobRequest, at time: Timestamp) async throws(LedgerError) -> Int64 {
        try await store.write { db in
            try db.execute(
                sql: "INSERT INTO requests (asked, document) VALUES (?, ?)",
                arguments: [time.milliseconds, try request.document()])
            return db.lastInsertedRowID
        }
    }

    package func answer(to number: Int64) async throws(LedgerError) -> RequestAnswer? {
        try await store.read { db in
            try String.fetchOne(
                db, sql: "SELECT answer FROM requests WHERE number = ? AND answer IS NOT NULL", arguments: [number]
            ).map(RequestAnswer.init(document:))
        }
    }
}

extension SQLiteLedger: SQLiteRequesting, RequestTray {
    package func openRequests() async throws(LedgerError) -> [NumberedRequest] {
        try await store.read { db in
            try Row.fetchAll(db, sql: Self.unanswered).map { row in
                NumberedRequest(number: row["number"], request: try JobRequest(document: row["document"]))
            }
        }
    }

    static let unanswered = "SELECT number, document FROM requests WHERE answer IS NULL ORDER BY number"

    package func answer(
        _ number: Int64, with answer: RequestAnswer, under epoch: Epoch
    ) async throws(LedgerError) {
        try await store.write { db in
            try Self.require(epoch, in: db)
            try db.execute(
                sql: "UPDATE requests SET answer = ? WHERE number = ?", arguments: [try answer.document(), number])
        }
    }
}

/// A connection that leaves requests in the ledger of a daemon and changes nothing else.
package struct SQLiteRequestBox: SQLiteRequesting {
    package let store: SQLiteStore

    /// - Throws: as ``SQLiteLedgerReader``.
    package init(path: String) throws(LedgerError) {
        store = try SQLiteStore.existing(path: path, configuration: .ledger)
    }
}
