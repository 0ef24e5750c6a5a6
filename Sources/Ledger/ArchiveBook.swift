// What lies in the archives and for how long, by a time that no clock can jump over.

import JobModel

/// The ledger's own dates. Its time is how long daemons have run with it: a wall clock that is set ahead by years ages
/// nothing, and neither does a time in which no daemon runs. What is removed by it is removed too late rather than too
/// early.
package protocol ArchiveBook: Sendable {
    /// Notes files that were just put into the archive. Can be repeated; a file's age then begins anew.
    func note(_ files: [ArchivedFile], under epoch: Epoch) async throws(LedgerError)

    /// Lets the ledger's time go on.
    /// - Parameter duration: what has passed since the last call, by the monotonic clock.
    func addRunningTime(_ duration: Duration, under epoch: Epoch) async throws(LedgerError)

    /// The files of a root that were noted longer ago than this, the oldest first.
    func archived(in root: String, longerThan age: Duration, limit: Int) async throws(LedgerError) -> [ArchivedFile]

    /// Forgets a file: it was removed, or is no longer the daemon's to remove.
    func forget(_ file: ArchivedFile, under epoch: Epoch) async throws(LedgerError)
}
