// A gate with a clock that a test moves and randomness that comes out the same every time.

import JobModel
import NemoAPI
import TestSupport

@testable import Pipeline

/// One account's gate on the bench.
final class GateBench {
    var gate: CallGate
    var now = Duration.zero
    var random: SeededGenerator

    init(_ gate: CallGate = CallGate(account: AccountID("account"), settings: GateSettings()), seed: UInt64 = 1) {
        self.gate = gate
        random = SeededGenerator(seed: seed)
    }

    func ask(_ call: APICall = .state) -> CallGate.Answer { gate.ask(call, at: now, using: &random) }

    /// - Returns: `nil` when the gate says anything but "go".
    func pass(_ call: APICall = .state) -> CallPass? {
        if case .admitted(let pass) = ask(call) { pass } else { nil }
    }

    /// - Returns: when to come again; `nil` when the gate says anything but "wait".
    func wait(_ call: APICall = .state) -> Duration? {
        if case .wait(let until, _) = ask(call) { until } else { nil }
    }

    /// - Returns: what is waited for; `nil` when the gate says anything but "wait".
    func reason(_ call: APICall = .state) -> Waiting.Reason? {
        if case .wait(_, let reason) = ask(call) { reason } else { nil }
    }

    func end(_ pass: CallPass, _ kind: APIFailure.Kind? = nil) {
        gate.note(pass, kind.map { APIFailure(call: pass.call, kind: $0) }, at: now, using: &random)
    }

    /// Makes a call as soon as the gate lets it, and has it end at once.
    func call(_ call: APICall = .state, _ kind: APIFailure.Kind? = nil) {
        while true {
            switch ask(call) {
            case .admitted(let pass): return end(pass, kind)
            case .wait(let until, _): now = until
            case .lookAtBalance: return
            }
        }
    }

    /// As many passes as the gate gives now, up to a number.
    func passes(_ call: APICall = .state, upTo count: Int) -> [CallPass] {
        (0..<count).compactMap { _ in pass(call) }
    }

    /// Five calls under way at once all find the backend unwell.
    func breakDown() {
        for pass in passes(upTo: 5) { end(pass, .unwell(.status(503))) }
    }
}

extension Array where Element == Duration {
    /// Whether these look drawn evenly from an interval: in it, near both its ends, and about half of them in each half.
    func areSpread(over interval: ClosedRange<Duration>) -> Bool {
        let length = interval.upperBound - interval.lowerBound
        let middle = interval.lowerBound + length / 2
        guard let first = self.min(), let last = self.max(), interval.contains(first), interval.contains(last) else {
            return false
        }
        let early = filter { $0 < middle }.count
        return first < interval.lowerBound + length / 10 && last > interval.upperBound - length / 10
            && abs(2 * early - count) < count / 3
    }
}
