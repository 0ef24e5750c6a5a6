// Time that stands still until a test moves it on, so that nothing is ever waited for by luck.

import JobModel
import Synchronization
import Timing

/// The hands of a ``Timekeeper`` for tests.
package final class ManualTimekeeper: Sendable {
    private struct Sleeper {
        let id: Int
        let due: Duration
        let wakeUp: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var elapsed = Duration.zero
        var nextID = 0
        var sleepers: [Sleeper] = []
        /// Sleeps that were cancelled before they began.
        var cancelled: Set<Int> = []
        /// Tests that wait until sleepers are as they want them.
        var onlookers: [AsyncStream<Void>.Continuation] = []

        var dues: [Duration] { sleepers.map(\.due).sorted() }
    }

    private let state = Mutex(State())
    private let start: Timestamp

    package init(start: Timestamp = Timestamp(milliseconds: 1_795_600_000_000)) { self.start = start }

    package var timekeeper: Timekeeper {
        Timekeeper(wall: { self.wall }, elapsed: { self.elapsed }, sleep: { try await self.sleep($0) })
    }

    package var elapsed: Duration { state.withLock(\.elapsed) }
    package var wall: Timestamp { start + elapsed }

    /// Moves time on and wakes whoever's time has come.
    package func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.elapsed += duration
            let now = state.elapsed
            let due = state.sleepers.filter { $0.due <= now }
            state.sleepers.removeAll { $0.due <= now }
            return due
        }
        for sleeper in woken.sorted(by: { $0.due < $1.due }) { sleeper.wakeUp.resume() }
        tellOnlookers()
    }

    /// Returns when exactly so many are asleep, or the test is cancelled.
    package func sleepers(_ count: Int) async { await sleepers { $0.count == count } }

    /// Returns when all who are asleep are so until these times since the start, the earliest first, or the test is
    /// cancelled.
    package func sleeps(until dues: [Duration]) async { await sleepers { $0 == dues } }

    private func sleepers(_ isWanted: ([Duration]) -> Bool) async {
        let (changes, onlooker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.onlookers.append(onlooker) }
        onlooker.yield()
        for await _ in changes where isWanted(state.withLock(\.dues)) { return }
    }

    private func sleep(_ duration: Duration) async throws {
        let (id, due) = state.withLock { state in
            state.nextID += 1
            return (state.nextID, state.elapsed + duration)
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { fallAsleep(Sleeper(id: id, due: due, wakeUp: $0)) }
        } onCancel: {
            cancel(id)
        }
    }

    private func fallAsleep(_ sleeper: Sleeper) {
        let outcome: Result<Void, any Error>? = state.withLock { state in
            if state.cancelled.remove(sleeper.id) != nil { return .failure(CancellationError()) }
            if sleeper.due <= state.elapsed { return .success(()) }
            state.sleepers.append(sleeper)
            return nil
        }
        if let outcome { sleeper.wakeUp.resume(with: outcome) }
        tellOnlookers()
    }

    private func cancel(_ id: Int) {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.sleepers.remove(at: index)
        }
        sleeper?.wakeUp.resume(throwing: CancellationError())
        tellOnlookers()
    }

    private func tellOnlookers() {
        for onlooker in state.withLock(\.onlookers) { onlooker.yield() }
    }
}
