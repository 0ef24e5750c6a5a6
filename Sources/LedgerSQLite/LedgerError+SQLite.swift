// What SQLite says, told as a ledger's error that says what to do.

import GRDB
import Ledger

extension LedgerError {
    /// - Parameter path: the file the ledger lies in.
    init(_ error: any Error, at path: String) {
        switch error {
        case let error as LedgerError: self = error
        case let error as DatabaseError: self.init(error, at: path)
        case let error as DecodingError:
            self.init(
                .unreadable, "The ledger \(path) holds an entry that this version of Longtake cannot read.",
                cause: String(describing: error))
        default: self.init(.failed, "The ledger \(path) did not answer.", cause: String(describing: error))
        }
    }

    private init(_ error: DatabaseError, at path: String) {
        let cause = "SQLite error \(error.extendedResultCode.rawValue), \(error.message ?? "without a message")"
        switch (error.resultCode, error.extendedResultCode) {
        // A shared-memory file that cannot grow is what a full disk shows first in WAL mode.
        case (.SQLITE_FULL, _), (_, .SQLITE_IOERR_SHMSIZE):
            self.init(
                .noRoom, "The disk that holds the ledger \(path) is full; make room and work goes on.", cause: cause)
        case (.SQLITE_CORRUPT, _), (.SQLITE_NOTADB, _):
            self = LedgerFile(path: path).isDamaged(cause: cause)
        case (.SQLITE_CONSTRAINT, _):
            self.init(.conflict, "What was to be written contradicts the ledger \(path).", cause: cause)
        case (.SQLITE_BUSY, _), (.SQLITE_LOCKED, _):
            self.init(
                .failed, "Another process holds the ledger \(path) for too long; end it or wait for it.", cause: cause)
        case (.SQLITE_CANTOPEN, _), (.SQLITE_PERM, _), (.SQLITE_READONLY, _), (.SQLITE_AUTH, _):
            self.init(
                .failed, "The ledger \(path) cannot be opened; it and its directory must belong to the service.",
                cause: cause)
        default:
            self.init(.failed, "The ledger \(path) cannot be used; look at its disk.", cause: cause)
        }
    }
}
