// Keeps the tally and wakes those who wait for something to have happened.

import Foundation
import Synchronization

/// What a test waited for did not arrive.
package struct NotArrived: Error, CustomStringConvertible {
    package let wanted: String
    package let account: String
    package var description: String { "did not arrive at the backend: \(wanted)\n\(account)" }
}

final class TallyKeeper: Sendable {
    private struct Waiter: Sendable {
        let isSo: @Sendable (Tally) -> Bool
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var tally = Tally()
        var waiters: [UUID: Waiter] = [:]
    }

    private let state = Mutex(State())
    private let start = ContinuousClock.now

    var tally: Tally { state.withLock { $0.tally } }
    /// Since the backend's start.
    var time: Duration { start.duration(to: .now) }

    func update<Value: Sendable>(_ change: (inout Tally) -> Value) -> Value {
        let value = state.withLock { change(&$0.tally) }
        wake()
        return value
    }

    /// Completes what is known of a request.
    func complete(_ number: Int, _ change: (inout Exchange) -> Void) {
        update { change(&$0.exchanges[number - 1]) }
    }

    func violate(_ kind: Violation.Kind, _ exchange: Int, _ detail: String) {
        update { $0.violations.append(Violation(kind: kind, exchange: exchange, detail: detail)) }
    }

    /// Waits until the tally is so.
    /// - Returns: whether it became so in time.
    func waits(within limit: Duration, _ isSo: @escaping @Sendable (Tally) -> Bool) async -> Bool {
        let id = UUID()
        let deadline = Task {
            try await Task.sleep(for: limit)
            self.drop(id)
        }
        defer { deadline.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiters[id] = Waiter(isSo: isSo, continuation: continuation) }
                if Task.isCancelled { drop(id) }
                wake()
            }
        } onCancel: {
            drop(id)
        }
    }

    private func drop(_ id: UUID) {
        state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume(returning: false)
    }

    /// Conditions are asked outside the lock, since they may ask the backend itself.
    private func wake() {
        let (tally, waiters) = state.withLock { $0.waiters.isEmpty ? (Tally(), [:]) : ($0.tally, $0.waiters) }
        for (id, waiter) in waiters where waiter.isSo(tally) {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume(returning: true)
        }
    }
}
