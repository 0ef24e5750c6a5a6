// The way from a driver to its consumer: bounded, and honest when the bound is met.

import JobModel
import Synchronization

/// Events waiting for a consumer, as a value.
struct FolderEventBuffer {
    let capacity: Int
    private var pending: [FolderEvent] = []
    /// Where in `pending` the next one to be taken is. Those before it are cleared away many at a time.
    private var next = 0

    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// Adds an event. When there is no room, all that are pending give way to one rescan of the root, which covers them.
    /// - Returns: whether that happened.
    mutating func append(_ event: FolderEvent) -> Bool {
        guard pending.count - next >= capacity else {
            pending.append(event)
            return false
        }
        pending = [.rescanNeeded(below: .root)]
        next = 0
        return true
    }

    mutating func popFirst() -> FolderEvent? {
        guard next < pending.count else { return nil }
        let event = pending[next]
        next += 1
        if next == pending.count || next >= capacity {
            pending.removeFirst(next)
            next = 0
        }
        return event
    }
}

/// What a ``FolderWatcher`` tells, in order. For one consumer.
package struct FolderEvents: AsyncSequence, Sendable {
    private let outlet: FolderEventOutlet

    init(_ outlet: FolderEventOutlet) { self.outlet = outlet }

    package struct Iterator: AsyncIteratorProtocol {
        let outlet: FolderEventOutlet
        var wakeUps: AsyncStream<Void>.Iterator

        /// - Returns: `nil` when the watcher has ended and all it told was taken, or the task was cancelled.
        package mutating func next(isolation actor: isolated (any Actor)?) async -> FolderEvent? {
            while true {
                if let event = outlet.take() { return event }
                if await wakeUps.next(isolation: actor) == nil { return outlet.take() }
            }
        }
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(outlet: outlet, wakeUps: outlet.wakeUps.makeAsyncIterator())
    }
}

/// The driver's end of ``FolderEvents``.
final class FolderEventOutlet: Sendable {
    private let buffer: Mutex<FolderEventBuffer>
    /// Says only that there is something to take, so one wake-up may stand for many events.
    let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation
    private let overflowed: @Sendable () -> Void

    /// - Parameter overflowed: called when events gave way to a rescan.
    init(capacity: Int, overflowed: @escaping @Sendable () -> Void) {
        buffer = Mutex(FolderEventBuffer(capacity: capacity))
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.overflowed = overflowed
    }

    func send(_ event: FolderEvent) {
        if buffer.withLock({ $0.append(event) }) { overflowed() }
        wakeUp.yield()
    }

    func finish() { wakeUp.finish() }

    func take() -> FolderEvent? { buffer.withLock { $0.popFirst() } }
}
