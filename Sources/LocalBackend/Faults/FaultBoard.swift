// The fault script in force, and the counts of what came in: the oracle of tests that look for a second send.

import Synchronization

/// What was received and done so far.
package struct BackendCounts: Hashable, Sendable, Codable {
    /// Calls of each kind, whatever became of them.
    package var received: [String: Int] = [:]
    /// Messages whose edits were made.
    package var acceptedMessages = 0
    /// Messages received, by session.
    package var messagesBySession: [String: Int] = [:]
    /// Messages whose edits were made, by session.
    package var acceptedBySession: [String: Int] = [:]

    package func received(_ call: BackendCall) -> Int { received[call.rawValue] ?? 0 }
}

/// Holds the script and counts. Empty in the shipped command.
package final class FaultBoard: Sendable {
    private struct Contents {
        var faults: [(fault: Fault, seen: Int)] = []
        var counts = BackendCounts()
    }
    private let contents: Mutex<Contents>

    package init(_ faults: [Fault] = []) {
        contents = Mutex(Contents(faults: faults.map { ($0, 0) }))
    }

    /// Puts another script in force; occurrences are counted anew.
    package func set(_ faults: [Fault]) {
        contents.withLock { $0.faults = faults.map { ($0, 0) } }
    }

    package var counts: BackendCounts { contents.withLock { $0.counts } }

    /// Counts a call and says what goes wrong with it: the first entry of the script that fits.
    func receive(_ call: BackendCall) -> Fault.Effect? {
        contents.withLock { contents in
            contents.counts.received[call.rawValue, default: 0] += 1
            var effect: Fault.Effect?
            for index in contents.faults.indices where contents.faults[index].fault.call == call {
                contents.faults[index].seen += 1
                let entry = contents.faults[index]
                if effect == nil, entry.fault.occurrence.includes(entry.seen) { effect = entry.fault.effect }
            }
            return effect
        }
    }

    func receiveMessage(in session: String) {
        contents.withLock { $0.counts.messagesBySession[session, default: 0] += 1 }
    }

    func acceptMessage(in session: String) {
        contents.withLock { contents in
            contents.counts.acceptedMessages += 1
            contents.counts.acceptedBySession[session, default: 0] += 1
        }
    }
}
