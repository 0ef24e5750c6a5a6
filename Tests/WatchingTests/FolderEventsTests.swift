// The way from a driver to its consumer.

import JobModel
import Synchronization
import TestSupport
import Testing

@testable import Watching

struct FolderEventsTests {
    @Test func `events come out in the order they went in`() {
        var buffer = FolderEventBuffer(capacity: 4)
        let events: [FolderEvent] = [.changed(path("a")), .appeared(path("a")), .vanished(path("a"))]
        for event in events {
            let overflowed = buffer.append(event)
            #expect(!overflowed)
        }
        #expect(buffer.takeAll() == events)
    }

    @Test func `events beyond the bound become one rescan of the root`() {
        var buffer = FolderEventBuffer(capacity: 2)
        let overflows = ["a", "b", "c", "d"].map { buffer.append(.changed(path($0))) }
        #expect(overflows == [false, false, true, false])
        #expect(buffer.takeAll() == [.rescanNeeded(below: .root), .changed(path("d"))])
    }

    @Test(arguments: 1...8) func `no event is lost without a rescan after it`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var buffer = FolderEventBuffer(capacity: Int.random(in: 1...6, using: &generator))
        var unseen: Set<FolderEvent> = []
        for number in 0..<2000 {
            if Bool.random(using: &generator) {
                let event = FolderEvent.changed(path("\(number)"))
                unseen.insert(event)
                // The one that meets the bound is covered by the rescan it turns into.
                _ = buffer.append(event)
            } else if let event = buffer.popFirst() {
                if event == .rescanNeeded(below: .root) {
                    // Whoever rescans now finds all that has happened until now.
                    unseen.removeAll()
                } else {
                    unseen.remove(event)
                }
            }
        }
        for event in buffer.takeAll() {
            if event == .rescanNeeded(below: .root) { unseen.removeAll() } else { unseen.remove(event) }
        }
        #expect(unseen.isEmpty)
    }

    @Test func `a consumer gets what was told before it came, and the end`() async {
        let overflows = Mutex(0)
        let outlet = FolderEventOutlet(capacity: 2) { overflows.withLock { $0 += 1 } }
        for name in ["a", "b", "c", "d"] { outlet.send(.changed(path(name))) }
        outlet.finish()
        var events: [FolderEvent] = []
        for await event in FolderEvents(outlet) { events.append(event) }
        #expect(events == [.rescanNeeded(below: .root), .changed(path("d"))])
        #expect(overflows.withLock { $0 } == 1)
    }

    @Test func `a waiting consumer is woken by an event`() async throws {
        let outlet = FolderEventOutlet(capacity: 2) {}
        let consumer = Task { await FolderEvents(outlet).first { _ in true } }
        outlet.send(.changed(path("a")))
        let event = try await withDeadline("the event") { await consumer.value }
        #expect(event == .changed(path("a")))
    }
}

extension FolderEventBuffer {
    fileprivate mutating func takeAll() -> [FolderEvent] {
        var events: [FolderEvent] = []
        while let event = popFirst() { events.append(event) }
        return events
    }
}
