// When renders were submitted, by a clock that does not jump.

import JobModel
import Synchronization

/// Remembers for as long as the process lives; after a restart the journal's wall times have to do.
final class RenderTimes: Sendable {
    private let submissions = Mutex<[RenderID: Duration]>([:])

    /// - Parameter known: by the journal, where this process has not seen it before.
    func submission(of render: RenderID, orElse known: Duration) -> Duration {
        submissions.withLock { submissions in
            let time = submissions[render] ?? known
            submissions[render] = time
            return time
        }
    }

    func forget(_ render: RenderID) { submissions.withLock { $0[render] = nil } }
}
