// Which jobs' files could not be given back, so that an operator hears of each once and not at every try.

import JobModel
import Synchronization

/// Remembers for as long as the process lives.
final class UnreturnedJobs: Sendable {
    private let known = Mutex<Set<JobID>>([])

    /// Whether it was not known yet; it is from now on.
    func isNews(_ job: JobID) -> Bool { known.withLock { $0.insert(job).inserted } }

    func forget(_ job: JobID) { known.withLock { _ = $0.remove(job) } }
}
