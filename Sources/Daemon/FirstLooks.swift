// What people left in the inboxes while no daemon ran is read before any job goes on: it may say that one is not to.

import Synchronization
import Timing

/// The first reading of each inbox.
final class FirstLooks: Sendable {
    /// A tree that takes longer to read is not waited for.
    private static let patience: Duration = .seconds(10)

    private let missing: Mutex<Set<String>>
    private let time: Timekeeper
    private let done: AsyncStream<Never>
    private let finish: AsyncStream<Never>.Continuation

    init(of roots: [String], time: Timekeeper) {
        missing = Mutex(Set(roots))
        self.time = time
        (done, finish) = AsyncStream.makeStream()
    }

    func note(_ root: String) {
        let isLast = missing.withLock { missing in
            missing.remove(root)
            return missing.isEmpty
        }
        if isLast { finish.finish() }
    }

    /// Waits for the last of them, or until the task is cancelled.
    func wait() async {
        let deadline = Task { [time, finish] in
            try await time.sleep(Self.patience)
            finish.finish()
        }
        for await _ in done {}
        deadline.cancel()
    }
}
