// How patiently the inbox is watched.

/// When a file counts as written, and when an editor is told that something is missing (FOLDER-CONTRACT 1 and 2).
package struct IntakeSettings: Hashable, Sendable {
    /// How long a clip must stay unchanged where nothing proves that it is whole.
    package var settle: Duration
    package var settlePrompt: Duration
    /// The same where there are neither events nor leases.
    package var settleRemote: Duration
    /// Between two looks at the whole tree that back the events.
    package var rescan: Duration
    /// Between two looks where there are no events.
    package var poll: Duration
    package var reminder: Duration
    package var lone: Duration
    package var incompleteNote: Duration
    package var incompleteFail: Duration
    /// The largest file that is taken, in bytes.
    package var maxFile: Int64
}
