// Why the daemon does not start, with the exit status a service manager acts on.

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
