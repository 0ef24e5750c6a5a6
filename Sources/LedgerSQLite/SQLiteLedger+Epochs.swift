// Who may write: the epoch begun last, and nobody else.

import GRDB
import JobModel
import Ledger

extension SQLiteLedger {
    package func beginEpoch(holder: String, at time: Timestamp) async throws(LedgerError) -> Epoch {
        try await store.write { db in
            try db.execute(sql: "DELETE FROM claims")
            try db.execute(
                sql: "INSERT INTO epochs (holder, began) VALUES (?, ?)", arguments: [holder, time.milliseconds])
            return Epoch(number: db.lastInsertedRowID)
        }
    }

    /// - Throws: ``LedgerError/Code/fenced`` unless the epoch is the one begun last.
    static func require(_ epoch: Epoch, in db: Database) throws {
        let current = try Row.fetchOne(db, sql: "SELECT number, holder FROM epochs ORDER BY number DESC LIMIT 1")
        let number: Int64? = current?["number"]
        guard number != epoch.number else { return }
        let holder: String? = current?["holder"]
        throw LedgerError(
            .fenced, "This agent's time with the ledger is over: \(holder ?? "nobody") holds it now.",
            cause: "epoch \(epoch.number), now \(number ?? 0)")
    }
}
