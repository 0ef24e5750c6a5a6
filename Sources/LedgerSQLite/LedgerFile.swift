// The ledger as a file: made private, and looked at before anything may change it.

import Foundation
import GRDB
import Ledger

/// The file a ledger lies in.
struct LedgerFile {
    let path: String

    /// SQLite gives its companions the mode of the file itself.
    private static let mode: mode_t = 0o600
    private static let companions = ["-wal", "-shm"]

    var exists: Bool { access(path, F_OK) == 0 }

    /// Makes an empty file that only its owner can read, before SQLite would make one that everybody can.
    func makeIfMissing() throws {
        // Never opens one that is there: closing it again would drop the locks of other connections in this process.
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, Self.mode)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw cannotBeMade(because: errno)
        }
    }

    /// Takes away what others may do with the file, and with what is left of an earlier run.
    func makePrivate() throws {
        for name in [path] + Self.companions.map({ path + $0 }) {
            if chmod(name, Self.mode) == 0 || errno == ENOENT { continue }
            throw LedgerError(
                .failed, "The ledger \(path) cannot be made private; it must belong to the user of the service.",
                cause: String(cString: strerror(errno)))
        }
    }

    /// Makes sure, without changing the file, that it is a whole ledger of a version known here.
    func inspect() throws {
        do {
            try DatabaseQueue(path: path, configuration: .ledgerReader).read(inspect)
        } catch let error as DatabaseError where error.wantsRecovery {
            try recover()
            try DatabaseQueue(path: path, configuration: .ledgerReader).read(inspect)
        }
    }

    /// Lets SQLite undo what a crash interrupted, which a reader may not.
    private func recover() throws {
        _ = try DatabaseQueue(path: path, configuration: .ledger).read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master")
        }
    }

    /// Reads the whole file once, about 5 ms for every ten thousand jobs.
    func inspect(_ db: Database) throws {
        guard try LedgerSchema.isLedger(db) else { throw isForeign }
        guard try !LedgerSchema.migrator.hasBeenSuperseded(db) else { throw isNewer }
        let findings = try String.fetchAll(db, sql: "PRAGMA quick_check(1)")
        guard findings == ["ok"] else { throw isDamaged(cause: findings.joined(separator: "; ")) }
    }

    func isDamaged(cause: String?) -> LedgerError {
        LedgerError(
            .unreadable,
            """
            The ledger \(path) is damaged or is no ledger at all. Move it away together with its -wal and -shm files \
            and start again: claimed files then come back through failed/, and nothing is sent again.
            """,
            cause: cause)
    }

    private var isForeign: LedgerError {
        LedgerError(
            .unreadable,
            "The file \(path) is a database of another program. Point `state` to a directory of Longtake's own.")
    }

    private var isNewer: LedgerError {
        LedgerError(
            .unreadable,
            """
            The ledger \(path) was written by a newer version of Longtake. Install that version again, or give this \
            one a `state` directory of its own.
            """)
    }

    var isOlder: LedgerError {
        LedgerError(
            .unreadable,
            "The ledger \(path) is not of this version of Longtake; `longtake run` brings it up to date when it starts."
        )
    }

    private func cannotBeMade(because number: Int32) -> LedgerError {
        LedgerError(
            number == ENOSPC || number == EDQUOT ? .noRoom : .failed,
            "The ledger \(path) cannot be made. Its directory must exist, have room and be writable for the service.",
            cause: String(cString: strerror(number)))
    }
}

extension DatabaseError {
    /// Whether a change that was interrupted has to be undone before anything can be read.
    fileprivate var wantsRecovery: Bool {
        extendedResultCode == .SQLITE_READONLY_ROLLBACK || extendedResultCode == .SQLITE_READONLY_RECOVERY
    }
}
