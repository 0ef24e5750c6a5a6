// Runs one call under its limits: whichever comes first, its end or a limit, ends it.

import NIOCore
import Synchronization

/// The watch of one running call, shared by what sends, what receives and what waits for a limit.
final class CallGuard: Sendable {
    private let watch: Mutex<CallWatch>
    private let time: MonotonicTime
    private let begin: Duration

    init(limits: CallLimits, time: MonotonicTime) {
        watch = Mutex(CallWatch(limits: limits))
        self.time = time
        begin = time.now()
    }

    func noteSent() {
        let elapsed = elapsed
        watch.withLock { $0.sent(at: elapsed) }
    }

    func noteReceived(_ chunk: ByteBuffer) throws(ReachedLimit) {
        let elapsed = elapsed
        try watch.withLock { watch throws(ReachedLimit) in try watch.received(chunk.readableBytes, at: elapsed) }
    }

    func noteNews() {
        let elapsed = elapsed
        watch.withLock { $0.gotNews(at: elapsed) }
    }

    /// Runs `operation`, cancelled when a limit is reached.
    /// - Throws: ``ReachedLimit``, or what `operation` throws.
    func run<Value: Sendable>(_ operation: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask(operation: operation)
            group.addTask { throw try await self.reachedLimit() }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }

    private var elapsed: Duration { time.now() - begin }

    private func reachedLimit() async throws -> ReachedLimit {
        while true {
            let elapsed = elapsed
            switch watch.withLock({ $0.verdict(at: elapsed) }) {
            case .lookAgain(let moment): try await time.sleep(begin + moment)
            case .reached(let limit): return limit
            }
        }
    }
}
