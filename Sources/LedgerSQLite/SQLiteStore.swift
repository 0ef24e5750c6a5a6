// The one door to the database: each visit is a transaction, and each error leaves as a ledger's error.

import GRDB
import Ledger

/// An open database and its path.
package struct SQLiteStore: Sendable {
    let path: String
    let database: any DatabaseWriter

    /// Asks something in one transaction, so that the answer is of one moment.
    func read<Value: Sendable>(
        _ question: @escaping @Sendable (Database) throws -> Value
    ) async throws(LedgerError) -> Value {
        try await unhurried { [database] in try await database.read(question) }
    }

    /// Changes something in one transaction; an error undoes all of it.
    func write<Value: Sendable>(
        _ change: @escaping @Sendable (Database) throws -> Value
    ) async throws(LedgerError) -> Value {
        try await unhurried { [database] in try await database.write(change) }
    }

    /// Finishes the work even when the calling task is cancelled, in a task that cancellation does not reach: a worker
    /// that is being stopped must still be able to write down what it did, and GRDB would roll its record back.
    private func unhurried<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws(LedgerError) -> Value {
        switch await Task(operation: work).result {
        case .success(let value): return value
        case .failure(let error): throw LedgerError(error, at: path)
        }
    }
}
