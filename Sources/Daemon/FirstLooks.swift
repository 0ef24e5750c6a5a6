// What people left in the inboxes while no daemon ran is read before any job goes on: it may say that one is not to.

import Synchronization
import Timing

/// The first reading of each inbox, which comes after what a crash left there is settled.
final class FirstLooks: Sendable {
    private struct State {
        var missing: Set<String>
        var waiting: [AsyncStream<Never>.Continuation] = []
    }

    /// A tree that takes longer to read is not waited for.
    private static let patience: Duration = .seconds(10)

    private let state: Mutex<State>
    private let time: Timekeeper

    init(of roots: [String], time: Timekeeper) {
        state = Mutex(State(missing: Set(roots)))
        self.time = time
    }

    func note(_ root: String) {
        let released = state.withLock { state in
            state.missing.remove(root)
            guard state.missing.isEmpty else { return [AsyncStream<Never>.Continuation]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiting in released { waiting.finish() }
    }

    /// Waits for the last of them, or until the task is cancelled.
    func wait() async {
        let (done, finish) = AsyncStream<Never>.makeStream()
        let isOver = state.withLock { state in
            if !state.missing.isEmpty { state.waiting.append(finish) }
            return state.missing.isEmpty
        }
        if isOver { return }
        let deadline = Task { [time] in
            try await time.sleep(Self.patience)
            finish.finish()
        }
        for await _ in done {}
        deadline.cancel()
    }
}
