// How much is done at once, and how long a stop may take.

package struct WorkSettings: Hashable, Sendable {
    /// Jobs in progress at once.
    package var workers: Int
    /// Of them uploading at once; never more than there are workers.
    package var uploads: Int
    /// On SIGTERM, how long running steps may finish.
    package var drain: Duration
}
