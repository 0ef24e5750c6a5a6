// The embedded default: a ledger in one SQLite file beside the daemon, or in memory for tests.

import Foundation
import GRDB
import JobModel
import Ledger

/// A ledger on SQLite.
///
/// The file is in WAL mode with `synchronous=FULL`: a change is on the disk when its call returns, and readers, in
/// this process or another, never wait for the writer. The protocol's calls stand one aspect a file.
package final class SQLiteLedger: LedgerWriter, SQLiteReading {
    package let store: SQLiteStore

    /// Opens the ledger's file; makes it, private to its owner, where there is none; brings one from an earlier
    /// version up to date.
    /// - Throws: ``LedgerError/Code/unreadable`` when the file is damaged, is something else than a ledger, or comes
    ///   from a newer version. Such a file is left as it is.
    package init(path: String) throws(LedgerError) {
        do {
            let file = LedgerFile(path: path)
            try file.makeIfMissing()
            try file.inspect()
            try file.makePrivate()
            let pool = try DatabasePool(path: path, configuration: .ledger)
            try pool.writeWithoutTransaction { db in
                // The pool has just set it to NORMAL, which may lose the last changes in a power cut.
                try db.execute(sql: "PRAGMA synchronous = FULL")
            }
            try LedgerSchema.migrator.migrate(pool)
            store = SQLiteStore(path: path, database: pool)
        } catch {
            throw LedgerError(error, at: path)
        }
    }

    /// - Parameter queue: an empty database.
    private init(inMemory queue: DatabaseQueue) throws {
        try LedgerSchema.migrator.migrate(queue)
        store = SQLiteStore(path: queue.path, database: queue)
    }

    /// A ledger that is gone with its last reference.
    package static func inMemory() throws(LedgerError) -> SQLiteLedger {
        do {
            return try SQLiteLedger(inMemory: DatabaseQueue(configuration: .ledger))
        } catch {
            throw LedgerError(error, at: ":memory:")
        }
    }

    /// Opens the ledger's file for reading alone, whether or not a daemon is working with it.
    /// - Throws: ``LedgerError/Code/missing`` when there is no file; none is made.
    package static func reader(path: String) throws(LedgerError) -> some LedgerReader {
        try SQLiteLedgerReader(path: path)
    }

    /// Closes the file, everything moved into it from its `-wal` companion. Nothing can be asked of the ledger after.
    package func close() throws(LedgerError) {
        do {
            // A reader elsewhere may be in the way. Then the next opening moves it, nothing is lost.
            _ = try? store.database.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
            try store.database.close()
        } catch {
            throw LedgerError(error, at: store.path)
        }
    }
}

extension Configuration {
    /// How every connection to a ledger is set up. Foreign keys are checked, which is GRDB's default.
    static var ledger: Configuration {
        var configuration = Configuration()
        configuration.label = "ledger"
        // Another process holds the write lock for milliseconds; five seconds mean that it hangs.
        configuration.busyMode = .timeout(5)
        return configuration
    }

    static var ledgerReader: Configuration {
        var configuration = Configuration.ledger
        configuration.readonly = true
        return configuration
    }
}
