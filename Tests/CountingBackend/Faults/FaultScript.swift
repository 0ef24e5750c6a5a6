// The rules by which requests fail, added and removed by tests while the backend runs.

import Synchronization

/// Which of the requests that fit a rule it takes effect on.
package enum Occurrence: Sendable {
    /// Until the rule is removed.
    case always
    case first(Int)
    /// That one alone; the first is 1.
    case only(Int)
    /// All after so many.
    case after(Int)
    /// Every second, third … one.
    case every(Int)

    func includes(_ number: Int) -> Bool {
        switch self {
        case .always: true
        case .first(let count): number <= count
        case .only(let one): number == one
        case .after(let count): number > count
        case .every(let step): number % step == 0
        }
    }
}

/// What is known of a request when a rule is asked about it.
package struct RequestFacts: Sendable {
    package let call: CallKind
    package var session: String?
    /// A message's text.
    package var text: String?
    /// The render that is exported, asked for or downloaded.
    package var render: String?
    package var token: String?
}

/// The backend's rules. Those that look at a request's facts are asked when it is read whole, the others when its head
/// is: only those can act at ``Moment/head`` and ``Moment/requestBytes(_:)``.
package final class FaultScript: Sendable {
    package struct RuleID: Sendable, Hashable {
        fileprivate let number: Int
    }

    private struct Rule: Sendable {
        let id: RuleID
        let calls: Set<CallKind>
        let occurrence: Occurrence
        let condition: (@Sendable (RequestFacts) -> Bool)?
        let effects: [Effect]
        var seen = 0
        var hits = 0
    }

    private struct State {
        var rules: [Rule] = []
        var last = 0
    }

    private let state = Mutex(State())

    /// Adds a rule.
    /// - Parameter condition: which requests of the calls it is for; those count that fulfil it.
    @discardableResult
    package func on(
        _ calls: Set<CallKind>, _ occurrence: Occurrence, where condition: (@Sendable (RequestFacts) -> Bool)? = nil,
        _ effects: Effect...
    ) -> RuleID { add(calls, occurrence, condition, effects) }

    @discardableResult
    package func on(
        _ call: CallKind, _ occurrence: Occurrence, where condition: (@Sendable (RequestFacts) -> Bool)? = nil,
        _ effects: Effect...
    ) -> RuleID { add([call], occurrence, condition, effects) }

    /// Adds a rule for every request of these calls.
    @discardableResult
    package func on(
        _ calls: Set<CallKind>, where condition: (@Sendable (RequestFacts) -> Bool)? = nil, _ effects: Effect...
    ) -> RuleID { add(calls, .always, condition, effects) }

    @discardableResult
    package func on(
        _ call: CallKind, where condition: (@Sendable (RequestFacts) -> Bool)? = nil, _ effects: Effect...
    ) -> RuleID { add([call], .always, condition, effects) }

    private func add(
        _ calls: Set<CallKind>, _ occurrence: Occurrence, _ condition: (@Sendable (RequestFacts) -> Bool)?,
        _ effects: [Effect]
    ) -> RuleID {
        state.withLock { state in
            state.last += 1
            let id = RuleID(number: state.last)
            state.rules.append(
                Rule(id: id, calls: calls, occurrence: occurrence, condition: condition, effects: effects))
            return id
        }
    }

    package func remove(_ rule: RuleID) { state.withLock { $0.rules.removeAll { $0.id == rule } } }

    package func clear() { state.withLock { $0.rules = [] } }

    /// On how many requests a rule has taken effect; 0 when it is gone.
    package func hits(of rule: RuleID) -> Int {
        state.withLock { $0.rules.first { $0.id == rule }?.hits ?? 0 }
    }

    /// The effects on a request, counting it.
    /// - Parameter isRead: whether the facts are complete; asked once with `false` and once with `true`.
    func effects(on facts: RequestFacts, isRead: Bool) -> [Effect] {
        state.withLock { state in
            var effects: [Effect] = []
            for index in state.rules.indices {
                let rule = state.rules[index]
                guard rule.calls.contains(facts.call), (rule.condition != nil) == isRead,
                    rule.condition?(facts) ?? true
                else { continue }
                state.rules[index].seen += 1
                guard rule.occurrence.includes(state.rules[index].seen) else { continue }
                state.rules[index].hits += 1
                effects += rule.effects
            }
            return effects
        }
    }
}
