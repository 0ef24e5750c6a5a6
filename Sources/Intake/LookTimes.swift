// When each group of files has to be looked at again, ready to name the next one however many there are.

import HeapModule

/// One appointment a group.
struct LookTimes {
    private struct Appointment: Comparable {
        let time: Duration
        let group: InboxIndex.Group

        static func < (one: Self, other: Self) -> Bool { one.time < other.time }
        static func == (one: Self, other: Self) -> Bool { one.time == other.time }
    }

    private var times: [InboxIndex.Group: Duration] = [:]
    /// Also holds appointments that were moved or given up; they are passed over.
    private var queue = Heap<Appointment>()

    /// Makes an appointment, or moves the one there is forward.
    mutating func set(_ group: InboxIndex.Group, by time: Duration) {
        if let earlier = times[group], earlier <= time { return }
        times[group] = time
        queue.insert(Appointment(time: time, group: group))
    }

    mutating func clear(_ group: InboxIndex.Group) { times[group] = nil }

    /// The next appointment of all.
    mutating func next() -> Duration? {
        dropPast()
        return queue.min?.time
    }

    /// Takes out the groups whose time has come.
    mutating func popDue(at now: Duration) -> Set<InboxIndex.Group> {
        var due: Set<InboxIndex.Group> = []
        dropPast()
        while let first = queue.min, first.time <= now {
            queue.removeMin()
            times[first.group] = nil
            due.insert(first.group)
            dropPast()
        }
        return due
    }

    private mutating func dropPast() {
        while let first = queue.min, times[first.group] != first.time { queue.removeMin() }
    }
}
