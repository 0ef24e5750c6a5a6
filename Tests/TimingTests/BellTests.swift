// A bell wakes its listener once for all rings so far, and at the time set last.

import JobModel
import Synchronization
import TestSupport
import Testing
import Timing

@Suite(.timeLimit(.minutes(5)))
struct BellTests {
    private let time = ManualTimekeeper()
    private let bell: Bell
    private let listener: Listener

    init() {
        bell = Bell(time: time.timekeeper)
        listener = Listener(to: bell)
    }

    @Test func `rings that come while the listener is busy count as one`() {
        for _ in 0..<5 { bell.ring() }
        #expect(listener.count == 1)
        bell.ring()
        #expect(listener.count == 2)
    }

    @Test func `a bell set for a time rings then and not before`() async {
        bell.ring(at: .seconds(10))
        await time.sleepers(1)
        time.advance(by: .seconds(9))
        #expect(listener.count == 0)
        time.advance(by: .seconds(1))
        await listener.hear(1)
        #expect(time.elapsed == .seconds(10))
    }

    @Test(arguments: [0, 1, 5])
    func `a time that has come rings at once, again and again`(seconds: Int) async {
        time.advance(by: .seconds(5))
        bell.ring(at: .seconds(seconds))
        await listener.hear(1)
        bell.ring(at: .seconds(seconds))
        await listener.hear(2)
    }

    @Test(arguments: [(first: 10, second: 3), (first: 3, second: 10)])
    func `a new time replaces the one before`(first: Int, second: Int) async {
        bell.ring(at: .seconds(first))
        await time.sleepers(1)
        bell.ring(at: .seconds(second))
        // The first sleep has been given up once a later one is the only one left.
        await time.sleeps(until: [.seconds(second)])
        time.advance(by: .seconds(second))
        await listener.hear(1)
        await rings(next: 1, at: .seconds(20))
    }

    @Test func `setting the same time twice rings once`() async {
        bell.ring(at: .seconds(3))
        bell.ring(at: .seconds(3))
        await time.sleeps(until: [.seconds(3)])
        time.advance(by: .seconds(3))
        await listener.hear(1)
        await rings(next: 1, at: .seconds(20))
    }

    @Test func `a time taken back does not ring`() async {
        bell.ring(at: .seconds(3))
        await time.sleepers(1)
        bell.ring(at: nil)
        await time.sleepers(0)
        time.advance(by: .seconds(5))
        await rings(next: 1, at: .seconds(20))
        #expect(listener.count == 1)
    }

    @Test func `ringing by hand leaves the time that was set`() async {
        bell.ring(at: .seconds(3))
        await time.sleepers(1)
        bell.ring()
        #expect(listener.count == 1)
        time.advance(by: .seconds(3))
        await listener.hear(2)
    }

    /// Sets the bell for a later time; what rings until then is heard too and counted.
    private func rings(next count: Int, at due: Duration) async {
        let before = listener.count
        bell.ring(at: due)
        await time.sleeps(until: [due])
        time.advance(by: due)
        await listener.hear(before + count)
        #expect(listener.count == before + count)
    }
}

/// Listens to a bell, on the test's own thread, and counts.
private final class Listener: Sendable {
    private let executor = SteppedExecutor()
    private let heard = Mutex(0)

    init(to bell: Bell) {
        Task(executorPreference: executor) { [self] in
            for await _ in bell.rings { heard.withLock { $0 += 1 } }
        }
    }

    /// How often it was woken so far.
    var count: Int {
        executor.run()
        return heard.withLock { $0 }
    }

    /// Waits until it was woken so often.
    func hear(_ count: Int) async { await executor.run { heard.withLock { $0 } >= count } }
}
