// What the daemon tells about itself as a whole.

import JobModel

/// Something about the daemon, its stores or its surroundings.
package enum ServiceEvent: Sendable {
    case started(version: String, roots: [String], state: String, backend: String)
    case settingsWarning(String)
    /// A sync tool carries a root elsewhere, and the daemon's folder was left out of that, or has to be by somebody.
    case syncedRoot(String, isSettled: Bool)
    case draining(deadline: Duration)
    case stopped
    /// Something went wrong that stops no more than what it names.
    case trouble(Failure)
}
