// Why the daemon does not start, with the exit status a service manager acts on.

import FileAccess
import Ledger

/// A start that failed. `description` says what to do.
package struct StartProblem: Error, CustomStringConvertible {
    package enum Kind: Sendable {
        /// Starting again does not help until somebody changes something: exit status 78.
        case configuration
        /// Starting again may help: exit status 1.
        case surroundings
    }

    package let kind: Kind
    package let description: String

    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    /// FOLDER-CONTRACT 8.
    package var exitStatus: Int32 { kind == .configuration ? 78 : 1 }
}

extension StartProblem {
    /// A disk that is full or does not work may do better at the next start; anything else wants somebody to change it.
    init(_ error: any Error, _ description: String) {
        let isPassing =
            switch error {
            case let error as FileError: error.isLackOfRoom || error.isFailureOfDisk
            case let error as LedgerError: error.code == .noRoom
            case let error as ShareRootError: error.isPassing
            default: false
            }
        self.init(isPassing ? .surroundings : .configuration, description)
    }
}

extension ShareRootError {
    fileprivate var isPassing: Bool {
        if case .unreachable(_, let error) = self { error.isFailureOfDisk } else { false }
    }
}
