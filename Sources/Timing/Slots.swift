// How many may do the same thing at once.

import Synchronization

/// A number of slots. Whoever finds none free waits for one, the first come first served.
package final class Slots: Sendable {
    private struct State {
        var free: Int
        var waiting: [(id: Int, turn: CheckedContinuation<Bool, Never>)] = []
        var nextID = 0
        var abandoned: Set<Int> = []
    }

    private let state: Mutex<State>

    package init(_ count: Int) { state = Mutex(State(free: count)) }

    /// Does something while holding a slot.
    /// - Throws: `CancellationError` when the task is cancelled while it waits for a slot, and whatever `body` throws.
    package func holding<Result: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async throws -> Result {
        guard await take() else { throw CancellationError() }
        defer { giveBack() }
        return try await body()
    }

    private func take() async -> Bool {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        // A cancellation that comes when the turn has been given finds nobody waiting.
        defer { state.withLock { _ = $0.abandoned.remove(id) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { turn in
                let answer: Bool? = state.withLock { state in
                    if state.abandoned.contains(id) { return false }
                    guard state.free == 0 else {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append((id, turn))
                    return nil
                }
                if let answer { turn.resume(returning: answer) }
            }
        } onCancel: {
            let turn = state.withLock { state in
                guard let index = state.waiting.firstIndex(where: { $0.id == id }) else {
                    state.abandoned.insert(id)
                    return nil as CheckedContinuation<Bool, Never>?
                }
                return state.waiting.remove(at: index).turn
            }
            turn?.resume(returning: false)
        }
    }

    private func giveBack() {
        let next = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil as CheckedContinuation<Bool, Never>?
            }
            return state.waiting.removeFirst().turn
        }
        next?.resume(returning: true)
    }
}
