// Reading a ledger from outside the daemon, as `longtake jobs` does.

import GRDB
import JobModel
import Ledger

/// A read-only connection to a ledger's file. Never makes, changes or migrates it.
package struct SQLiteLedgerReader: SQLiteReading {
    package let store: SQLiteStore

    /// - Throws: ``LedgerError/Code/missing`` when there is no file, ``LedgerError/Code/unreadable`` when it is
    ///   damaged, something else than a ledger, or of another version.
    package init(path: String) throws(LedgerError) {
        store = try SQLiteStore.existing(path: path, configuration: .ledgerReader)
    }
}

extension SQLiteStore {
    /// Opens a ledger's file beside the daemon that works with it. Never makes or migrates it.
    static func existing(path: String, configuration: Configuration) throws(LedgerError) -> SQLiteStore {
        let file = LedgerFile(path: path)
        guard file.exists else {
            throw LedgerError(.missing, "There is no ledger at \(path) yet; `longtake run` makes it when it starts.")
        }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { db in
                try file.inspect(db)
                guard try LedgerSchema.migrator.hasCompletedMigrations(db) else { throw file.isOlder }
            }
            return SQLiteStore(path: path, database: queue)
        } catch {
            throw LedgerError(error, at: path)
        }
    }
}
