// How calls are let through again after they were held back.

import JobModel
import NemoAPI
import TestSupport
import Testing

@testable import Pipeline

struct GateRampTests {
    private static func pass(_ number: Int) -> CallPass { CallPass(call: .state, account: nil, number: number) }

    /// How many calls go out in each of some steps of a second, when more want to than may.
    private static func admitted(steps: Int, isAnswered: Bool) -> [Int] {
        var random = SeededGenerator(seed: 3)
        var ramp = Ramp(from: .zero, step: .seconds(1), after: 10, for: .backend)
        return (0..<steps).map { step in
            var count = 0
            while ramp.wait(at: .seconds(step), using: &random) == nil, !ramp.isOver {
                ramp.take()
                count += 1
                if isAnswered { ramp.noteAnswer(to: pass(11)) }
            }
            return count
        }
    }

    @Test func `each step that brought an answer doubles what the next may`() {
        #expect(Self.admitted(steps: 7, isAnswered: true) == [1, 2, 4, 8, 16, 32, 0])
    }

    @Test func `without an answer it stays at one call in a step`() {
        #expect(Self.admitted(steps: 20, isAnswered: false) == Array(repeating: 1, count: 20))
    }

    @Test func `an answer to a call from before it began proves nothing`() {
        var random = SeededGenerator(seed: 3)
        var ramp = Ramp(from: .zero, step: .seconds(1), after: 10, for: .backend)
        ramp.noteAnswer(to: Self.pass(10))
        #expect(ramp.wait(at: .seconds(1), using: &random) == nil)
        ramp.take()
        #expect(ramp.wait(at: .seconds(1), using: &random) != nil)
    }

    @Test func `those who come too early are spread over the steps to come`() {
        var random = SeededGenerator(seed: 3)
        var ramp = Ramp(from: .zero, step: .seconds(1), after: 0, for: .backend)
        ramp.take()
        let waits = (0..<200).compactMap { _ in ramp.wait(at: .zero, using: &random) }
        #expect(waits.areSpread(over: .seconds(1)...(.seconds(9))))
    }

    @Test func `calls that fail together are one failure`() {
        var streak = Streak()
        let counted = (1...4).map { streak.add(Self.pass($0), given: 4) }
        #expect(counted == [true, false, false, false])
        _ = streak.add(Self.pass(5), given: 6)
        #expect(streak.count == 2)
        streak.end(by: Self.pass(6))
        #expect(streak.count == 2)
        streak.end(by: Self.pass(7))
        #expect(streak.count == 0)
    }
}
