// A person's wish that a job stop, as the job's run hears of it.

import JobModel
import Ledger
import Synchronization

/// Asked for once.
final class Cancellation: Sendable {
    private struct State {
        var isAsked = false
        var nextID = 0
        var listeners: [Int: AsyncStream<Never>.Continuation] = [:]
    }

    private let state = Mutex(State())

    var isAsked: Bool { state.withLock(\.isAsked) }

    func ask() {
        let listeners = state.withLock { state in
            state.isAsked = true
            defer { state.listeners = [:] }
            return state.listeners.values
        }
        for listener in listeners { listener.finish() }
    }

    /// Waits until it is asked for, or the task is cancelled.
    func wait() async {
        let (asking, listener) = AsyncStream<Never>.makeStream()
        let id: Int? = state.withLock { state in
            guard !state.isAsked else { return nil }
            state.nextID += 1
            state.listeners[state.nextID] = listener
            return state.nextID
        }
        guard let id else { return }
        for await _ in asking {}
        state.withLock { _ = $0.listeners.removeValue(forKey: id) }
    }
}

extension JobRun {
    /// Whether a person wants the job to stop, and it may. Asked before every step, and before anything is paid for.
    func isToStop() async throws -> Bool {
        guard job.canBeCancelled else { return false }
        if try await !wishesToCancel().isEmpty { cancellation.ask() }
        return cancellation.isAsked
    }

    /// Tells those who wanted the job cancelled that it is. At once, since a wish is about the life that a job has now:
    /// whoever brings its files back wants it to go on.
    func answerThoseWhoCancelled() async throws {
        let answer = RequestAnswer(isGranted: true, "Job \(job.id) is cancelled; its files go to failed/.")
        for wish in try await wishesToCancel() {
            do throws(LedgerError) {
                try await workshop.requests?.answer(wish.number, with: answer, under: workshop.epoch)
            } catch {
                // Without room for it now, the wish is found granted later.
                guard error.code == .noRoom else { throw error }
            }
        }
    }

    private func wishesToCancel() async throws -> [NumberedRequest] {
        let wanted = JobRequest(.cancel, of: job.id)
        return try await workshop.requests?.openRequests().filter { $0.request == wanted } ?? []
    }
}
