// So many at once and no more, the first come first served, and no slot is ever lost.

import Synchronization
import Testing
import Timing

@Suite struct SlotsTests {
    private let executor = SteppedExecutor()

    /// Somebody who takes a slot, holds it until told to go, and gives it back.
    private final class Guest: Sendable {
        private let inside = Mutex(false)
        private let (leave, door) = AsyncStream.makeStream(of: Void.self)
        private let slots: Slots
        private let executor: SteppedExecutor
        private let visit = Mutex<Task<Void, any Error>?>(nil)

        init(_ slots: Slots, on executor: SteppedExecutor) {
            self.slots = slots
            self.executor = executor
        }

        var isInside: Bool { inside.withLock { $0 } }

        /// - Parameter failure: thrown at the end of the visit.
        func come(failing failure: (any Error)? = nil) {
            let task = Task(executorPreference: executor) { [self] in
                try await slots.holding {
                    inside.withLock { $0 = true }
                    defer { inside.withLock { $0 = false } }
                    for await _ in leave { break }
                    if let failure { throw failure }
                }
            }
            visit.withLock { $0 = task }
            executor.run()
        }

        func go() {
            door.finish()
            executor.run()
        }

        func cancel() {
            visit.withLock { $0 }?.cancel()
            executor.run()
        }

        /// - Throws: what the visit ended with.
        func ended() async throws { try await visit.withLock { $0 }?.value }
    }

    private struct Trouble: Error, Equatable {}

    private func guests(_ count: Int, of slots: Slots) -> [Guest] {
        let guests = (0..<count).map { _ in Guest(slots, on: executor) }
        for guest in guests { guest.come() }
        return guests
    }

    @Test(arguments: [1, 2, 5])
    func `no more are inside than there are slots`(count: Int) {
        let guests = guests(8, of: Slots(count))
        #expect(guests.map(\.isInside) == (0..<8).map { $0 < count })
    }

    @Test func `whoever came first is let in first`() {
        let guests = guests(5, of: Slots(2))
        guests[1].go()
        #expect(guests.map(\.isInside) == [true, false, true, false, false])
        guests[0].go()
        #expect(guests.map(\.isInside) == [false, false, true, true, false])
        guests[3].go()
        #expect(guests.map(\.isInside) == [false, false, true, false, true])
    }

    @Test func `a slot that nobody waits for stays free`() {
        let slots = Slots(1)
        guests(1, of: slots).first?.go()
        #expect(guests(2, of: slots).map(\.isInside) == [true, false])
    }

    @Test func `an error inside is passed on and gives the slot back`() async {
        let slots = Slots(1)
        let first = Guest(slots, on: executor)
        first.come(failing: Trouble())
        let second = guests(1, of: slots)[0]
        first.go()
        #expect(second.isInside)
        await #expect(throws: Trouble.self) { try await first.ended() }
    }

    @Test func `whoever gives up waiting gets no slot and takes none with it`() async {
        let guests = guests(4, of: Slots(1))
        guests[1].cancel()
        await #expect(throws: CancellationError.self) { try await guests[1].ended() }
        guests[0].go()
        #expect(guests.map(\.isInside) == [false, false, true, false])
        guests[2].go()
        #expect(guests[3].isInside)
    }

    @Test func `all who wait may give up`() {
        let slots = Slots(1)
        let first = guests(4, of: slots)
        for guest in first.dropFirst() { guest.cancel() }
        first[0].go()
        #expect(guests(2, of: slots).map(\.isInside) == [true, false])
    }

    @Test func `whoever was cancelled before coming gets no slot and leaves it for others`() async {
        let slots = Slots(1)
        let task = Task(executorPreference: executor) { try await slots.holding { Issue.record("was let in") } }
        task.cancel()
        executor.run()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(guests(1, of: slots)[0].isInside)
    }

    @Test func `whoever is cancelled inside keeps the slot until the end`() {
        let slots = Slots(1)
        let (end, ending) = AsyncStream.makeStream(of: Void.self)
        let steady = Task(executorPreference: executor) {
            try await slots.holding { await Task(executorPreference: executor) { for await _ in end {} }.value }
        }
        let next = guests(1, of: slots)[0]
        steady.cancel()
        executor.run()
        #expect(!next.isInside)
        ending.finish()
        executor.run()
        #expect(next.isInside)
    }

    @Test(.timeLimit(.minutes(5)))
    func `under a crowd that comes, goes and gives up no slot is lost`() async throws {
        let slots = Slots(3)
        let crowd = Headcount()
        await withTaskGroup { group in
            for number in 0..<600 {
                group.addTask {
                    let visit = Task {
                        try await slots.holding {
                            crowd.enter()
                            await Task.yield()
                            crowd.leave()
                        }
                    }
                    if number.isMultiple(of: 3) { visit.cancel() }
                    _ = await visit.result
                }
            }
        }
        #expect(crowd.now == 0)
        #expect((1...3).contains(crowd.most))
        // All three can still be taken.
        #expect(guests(4, of: slots).map(\.isInside) == [true, true, true, false])
    }
}

/// How many are inside, and how many ever were at once.
private final class Headcount: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var now: Int { counts.withLock(\.now) }
    var most: Int { counts.withLock(\.most) }

    func enter() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
    func leave() { counts.withLock { $0.now -= 1 } }
}
