// Where the server listens, for those who have to wait until it does.

import Synchronization

/// A value that comes once: the base address, or why there will be none.
final class BoundAddress: Sendable {
    private enum State {
        case waiting([Int: CheckedContinuation<String, any Error>], next: Int)
        case settled(Result<String, any Error>)
    }
    private let state = Mutex(State.waiting([:], next: 0))

    /// `http://127.0.0.1:port`.
    /// - Throws: Why the server did not start, or `CancellationError`.
    var value: String {
        get async throws {
            let number = state.withLock { state in
                guard case .waiting(let waiters, let next) = state else { return 0 }
                state = .waiting(waiters, next: next + 1)
                return next
            }
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    let result: Result<String, any Error>? = state.withLock { state in
                        switch state {
                        case .settled(let result): return result
                        case .waiting(var waiters, let next):
                            if Task.isCancelled { return .failure(CancellationError()) }
                            waiters[number] = continuation
                            state = .waiting(waiters, next: next)
                            return nil
                        }
                    }
                    if let result { continuation.resume(with: result) }
                }
            } onCancel: {
                let waiter = state.withLock { state -> CheckedContinuation<String, any Error>? in
                    guard case .waiting(var waiters, let next) = state else { return nil }
                    let waiter = waiters.removeValue(forKey: number)
                    state = .waiting(waiters, next: next)
                    return waiter
                }
                waiter?.resume(throwing: CancellationError())
            }
        }
    }

    /// Tells everybody who waits. Only the first call counts.
    func settle(_ result: Result<String, any Error>) {
        let waiters = state.withLock { state -> [CheckedContinuation<String, any Error>] in
            guard case .waiting(let waiters, _) = state else { return [] }
            state = .settled(result)
            return Array(waiters.values)
        }
        for waiter in waiters { waiter.resume(with: result) }
    }
}
