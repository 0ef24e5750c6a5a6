// Why the ledger did not do what it was asked to. Never swallowed: work stops where the ledger cannot be written.

import JobModel

/// A failed ledger operation. Nothing was changed.
package struct LedgerError: Error, Hashable, Sendable {
    package enum Code: String, Hashable, Sendable {
        /// The epoch has ended, or the claim was made anew.
        case fenced
        /// The record does not follow from the job's state.
        case illegalRecord
        /// No such job, or no ledger to read.
        case missing
        /// The name is taken.
        case conflict
        /// Somebody works on the job.
        case claimed
        /// The disk is full.
        case noRoom
        /// The file is damaged, or from a newer version.
        case unreadable
        /// Anything else the driver met.
        case failed
    }

    package let code: Code
    package let message: String
    /// What the driver said.
    package let cause: String?

    package init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension LedgerError: CustomStringConvertible {
    package var description: String { cause.map { "\(message): \($0)" } ?? message }
}

extension LedgerError {
    package static func fenced(_ id: JobID) -> LedgerError {
        LedgerError(.fenced, "job \(id) is no longer this agent's to write")
    }

    package static func claimed(_ id: JobID) -> LedgerError {
        LedgerError(.claimed, "job \(id) is being worked on")
    }

    package static func missing(_ id: JobID) -> LedgerError { LedgerError(.missing, "there is no job \(id)") }

    package static func illegal(_ transition: IllegalTransition) -> LedgerError {
        LedgerError(.illegalRecord, transition.description)
    }
}
