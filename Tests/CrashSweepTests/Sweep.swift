// A sweep: which fault, into which calls of which job, and which of them a sample has.

import EndToEndSupport

/// A kind of fault, put into the calls of a job one after the other.
struct Sweep: Sendable {
    let name: String
    let scenario: SweepScenario
    let fault: InjectedFault
    /// Points that are in every sample, as `call place` (the first of them), or `call place #*` for all of them. What goes
    /// out to the backend has `*` for its call: whether a request leaves by one or by another depends on how its parts
    /// come together.
    let always: [String]
    /// How many points the sample has beside those, evenly spread: of the ledger's calls, which are many and alike, and
    /// of all others.
    let ofLedger: Int
    let others: Int
    /// The fewest points that the whole sweep must hit.
    let least: Int

    /// All points, in the order of the job.
    private func candidates(_ clean: SystemCallTrace) -> [FaultPoint] {
        let calls = scenario.swept(clean).filter { call in
            switch fault {
            case .kill: true
            case .error: call.hasSucceeded && !call.isToBackend && call.place != "output"
            case .fullDisk: InjectedFault.takingRoom.contains(call.name)
            }
        }
        return calls.map { FaultPoint(fault, at: $0) }
    }

    /// The points of a sample that are always in it; one that the job has not is an error of the list.
    func listed(_ clean: SystemCallTrace) -> [(name: String, points: [FaultPoint])] {
        let all = candidates(clean)
        return always.map { name in
            let prefix = name.hasSuffix(" #*") ? name.dropLast(1) : name + " #"
            let found = all.filter { point in
                let whole = point.call.point.description
                guard prefix.hasPrefix("* ") else { return whole.hasPrefix(prefix) }
                return whole.drop { $0 != " " }.hasPrefix(prefix.dropFirst())
            }
            return (name, name.hasSuffix("*") ? found : Array(found.prefix(1)))
        }
    }

    func points(_ clean: SystemCallTrace) -> [FaultPoint] {
        let all = candidates(clean)
        switch SweepExtent.wanted {
        case .full: return all
        case .one(let name): return all.filter { $0.description == name }
        case .sample:
            let chosen = Set(listed(clean).flatMap(\.points))
            let rest = all.filter { !chosen.contains($0) }
            let spread =
                rest.filter(\.call.isOfLedger).spread(ofLedger) + rest.filter { !$0.call.isOfLedger }.spread(others)
            let sample = chosen.union(spread)
            return all.filter(sample.contains)
        }
    }
}

extension Array {
    /// So many elements, evenly spread.
    fileprivate func spread(_ count: Int) -> [Element] {
        guard self.count > count else { return self }
        return (0..<count).map { self[$0 * self.count / count + self.count / (2 * count)] }
    }
}
