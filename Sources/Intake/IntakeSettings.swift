// How patient the intake is, and what it refuses.

import JobModel

/// When a drop counts as complete (FOLDER-CONTRACT 2 and 7).
package struct IntakeSettings: Hashable, Sendable {
    /// How long a clip must rest where its completeness is not proved.
    package var settle: Duration = .seconds(2)
    /// How long a prompt must rest; it has no container to prove anything by.
    package var settlePrompt: Duration = .milliseconds(200)
    /// As `settle`, where there are no events and no leases to be believed.
    package var settleRemote: Duration = .seconds(30)
    /// How long a clip must be without a prompt until the folder's default counts, and a prompt without a clip until it
    /// may be a lone command.
    package var lone: Duration = .seconds(10)
    /// How long something must be missing until a note says so.
    package var reminder: Duration = .seconds(60)
    /// How long a clip must be incomplete, and unchanged, until a note says so, and until it is given back.
    package var incompleteNote: Duration = .seconds(600)
    package var incompleteFail: Duration = .seconds(86_400)
    /// The largest clip, in bytes.
    package var maxFile: Int64 = 500_000_000

    package init() {}
}
