// What a want of credits holds back, and how it is found out that there are some again (PROTOCOL 10, 2001).

import JobModel
import NemoAPI
import Testing

@testable import Pipeline

struct GateCreditsTests {
    private static let refused = APIFailure.Kind.outOfCredits(bindID: nil)

    /// An account whose message was refused just now.
    private static func paused() -> GateBench {
        let bench = GateBench()
        bench.call(.message, refused)
        return bench
    }

    private static func balance(_ available: Double, _ bench: GateBench) {
        bench.gate.noteBalance(available: available, frozen: 0)
    }

    /// Waits for the next look at the balance, no longer than a poll, and has it find this much.
    private static func look(_ available: Double, _ bench: GateBench) {
        let poll = bench.now + .seconds(60)
        while bench.now <= poll {
            if bench.ask(.message) == .lookAtBalance { return balance(available, bench) }
            bench.now += .seconds(1)
        }
        Issue.record("nobody was told to look")
    }

    @Test func `only what costs is held back`() {
        let bench = Self.paused()
        #expect(bench.reason(.message) == .credits)
        for call in APICall.allCases where call != .message { #expect(bench.pass(call) != nil) }
        #expect(bench.gate.condition(at: bench.now).pause == .credits)
    }

    @Test func `the balance is read once in each poll, by one of all`() {
        let bench = Self.paused()
        var looks: [Duration] = []
        for second in 0..<300 {
            bench.now = .seconds(second)
            for _ in 0..<20 where bench.ask(.message) == .lookAtBalance {
                looks.append(bench.now)
                Self.balance(0, bench)
            }
        }
        #expect(looks == [60, 120, 180, 240].map { .seconds($0) })
    }

    @Test func `those who wait are spread over a poll`() {
        let bench = Self.paused()
        let waits = (0..<100).compactMap { _ in bench.wait(.message) }
        #expect(waits.first == .seconds(60))
        #expect(waits.areSpread(over: .seconds(60)...(.seconds(120))))
    }

    @Test func `with a balance one of a hundred is let through, and when it is taken all are, little by little`() {
        let bench = Self.paused()
        Self.look(25, bench)
        let probes = bench.passes(.message, upTo: 100)
        #expect(probes.count == 1)
        #expect(bench.reason(.message) == .credits)
        bench.now += .seconds(5)
        if let probe = probes.first { bench.end(probe) }
        #expect(bench.gate.condition(at: bench.now).pause == nil)
        #expect(bench.passes(.message, upTo: 100).count == 1)
        #expect(bench.reason(.message) == .credits)
    }

    @Test func `a probe that has begun to be answered ends the pause long before its end`() {
        let bench = Self.paused()
        Self.look(25, bench)
        let probe = bench.pass(.message)
        if let probe { bench.gate.noteTaken(probe, at: bench.now) }
        #expect(bench.pass(.message) != nil)
        if let probe { bench.end(probe, .unwell(.broken)) }
        #expect(bench.gate.condition(at: bench.now).pause == nil)
    }

    @Test func `a probe that is refused again waits until the balance has risen above what it was`() {
        let bench = Self.paused()
        Self.look(30, bench)
        bench.call(.message, Self.refused)
        for available in [30.0, 29, 0, 30] {
            Self.look(available, bench)
            #expect(bench.reason(.message) == .credits)
        }
        Self.look(30.5, bench)
        #expect(bench.passes(.message, upTo: 9).count == 1)
    }

    @Test func `a top-up that is seen while the probe is under way is worth another probe`() {
        let bench = Self.paused()
        Self.look(30, bench)
        let probe = bench.pass(.message)
        Self.balance(500, bench)
        if let probe { bench.end(probe, Self.refused) }
        Self.balance(500, bench)
        #expect(bench.passes(.message, upTo: 9).count == 1)
    }

    @Test(arguments: [.cancelled, .unwell(.broken), .sessionNotFound, .notConnected] as [APIFailure.Kind])
    func `a probe that finds nothing out leaves it to the next look`(_ kind: APIFailure.Kind) {
        let bench = Self.paused()
        Self.look(30, bench)
        bench.call(.message, kind)
        bench.now += .seconds(1)
        #expect(bench.wait(.message) != nil)
        Self.look(30, bench)
        #expect(bench.pass(.message) != nil)
    }

    @Test func `a probe of which nothing is heard is lost when no message takes that long`() {
        let bench = Self.paused()
        Self.look(30, bench)
        #expect(bench.pass(.message) != nil)
        let lost = bench.now + .seconds(900)
        while bench.now < lost {
            #expect(bench.reason(.message) == .credits)
            bench.now += .seconds(30)
        }
        Self.look(30, bench)
        #expect(bench.pass(.message) != nil)
    }

    @Test func `a look of which nothing is heard is followed by another after a poll`() {
        let bench = Self.paused()
        bench.now = .seconds(60)
        #expect(bench.ask(.message) == .lookAtBalance)
        bench.now = .seconds(119)
        #expect(bench.reason(.message) == .credits)
        bench.now = .seconds(120)
        #expect(bench.ask(.message) == .lookAtBalance)
    }

    @Test func `messages sent before the pause neither end it nor lift what is enough`() {
        let bench = GateBench()
        let early = bench.passes(.message, upTo: 3)
        bench.end(early[0], Self.refused)
        bench.end(early[1])
        #expect(bench.reason(.message) == .credits)
        Self.look(10, bench)
        bench.end(early[2], Self.refused)
        #expect(bench.pass(.message) != nil)
    }

    @Test func `another call that is refused for want of credits waits as well`() {
        let bench = GateBench()
        bench.call(.export, Self.refused)
        #expect(bench.reason(.export) == .credits)
        #expect(bench.reason(.message) == .credits)
        #expect(bench.pass(.state) != nil)
        Self.look(5, bench)
        bench.call(.export)
        #expect(bench.gate.condition(at: bench.now).pause == nil)
    }

    @Test func `the balance can be read even when that is refused for want of credits`() {
        let bench = GateBench()
        bench.call(.balance, Self.refused)
        #expect(bench.pass(.balance) != nil)
        #expect(bench.reason(.message) == .credits)
    }

    @Test func `a pause outlives a restart and begins with a look`() {
        let account = Account(id: AccountID("a"), kind: .given, available: 3, frozen: 1, pause: .credits)
        let bench = GateBench(CallGate(account: account, settings: GateSettings()))
        #expect(
            bench.gate.condition(at: .zero) == AccountCondition(pause: .credits, available: 3, frozen: 1))
        #expect(bench.ask(.message) == .lookAtBalance)
        #expect(bench.reason(.message) == .credits)
        Self.balance(3, bench)
        #expect(bench.passes(.message, upTo: 9).count == 1)
    }

    @Test(arguments: [nil, .rateLimit, .backend, .token] as [Waiting.Reason?])
    func `other pauses are found out anew`(_ pause: Waiting.Reason?) {
        let account = Account(id: AccountID("a"), kind: .given, pause: pause)
        let bench = GateBench(CallGate(account: account, settings: GateSettings()))
        #expect(bench.pass(.message) != nil)
    }

    @Test func `who looks while the backend is down is the probe that finds it back`() {
        let bench = Self.paused()
        bench.breakDown()
        bench.now = .seconds(60)
        #expect(bench.ask(.message) == .lookAtBalance)
        bench.call(.balance)
        Self.balance(9, bench)
        bench.now += .seconds(2)
        #expect(bench.pass(.message) != nil)
    }
}
