// When calls go out to a backend that is down, and who finds out that it is back (PROTOCOL 10).

import JobModel
import NemoAPI
import Testing

@testable import Pipeline

struct GateBreakerTests {
    /// A gate whose breaker opened at time zero.
    private static func broken(at now: Duration = .zero) -> GateBench {
        let bench = GateBench()
        bench.breakDown()
        bench.now = now
        return bench
    }

    @Test func `it opens after five failures in a row, and an answer between them starts the count over`() {
        let bench = GateBench()
        for kind in [.unwell(.broken), .notConnected, .unwell(.page), .notFound, .unwell(.empty)] as [APIFailure.Kind] {
            bench.call(.state, kind)
        }
        #expect(bench.gate.condition(at: bench.now).pause == nil)
        for _ in 0..<3 { bench.call(.renderStatus, .notConnected) }
        #expect(bench.gate.condition(at: bench.now).pause == nil)
        bench.call(.upload, .unwell(.tooSlow(.idle(.seconds(1)))))
        #expect(bench.gate.condition(at: bench.now).pause == .backend)
        #expect(bench.reason(.balance) == .backend)
    }

    @Test(arguments: APICall.allCases.filter { $0 != .downloadOutput })
    func `while it is open no call goes out`(_ call: APICall) {
        let bench = Self.broken()
        for second in 0..<29 {
            bench.now = .seconds(second)
            #expect(bench.reason(call) == .backend)
        }
    }

    @Test func `another host is no part of it`() {
        let bench = Self.broken()
        #expect(bench.pass(.downloadOutput) != nil)
        let other = GateBench()
        for _ in 0..<9 { other.call(.downloadOutput, .unwell(.status(500))) }
        #expect(other.pass(.state) != nil)
    }

    @Test func `of a hundred who ask, one is the probe and the others come at times of their own`() {
        let bench = Self.broken(at: .seconds(30))
        var answers: [CallGate.Answer] = []
        for _ in 0..<100 { answers.append(bench.ask()) }
        let passes = answers.compactMap { if case .admitted(let pass) = $0 { pass } else { nil } }
        let waits = answers.compactMap { if case .wait(let until, .backend) = $0 { until } else { nil } }
        #expect(passes.count == 1 && waits.count == 99)
        #expect(waits.areSpread(over: .seconds(60)...(.seconds(90))))
        #expect(Set(waits).count > 90)
    }

    @Test func `who is told to wait first comes when the probe is due, the others behind`() {
        let bench = Self.broken()
        let waits = (0..<100).compactMap { _ in bench.wait() }
        #expect(waits.first == .seconds(30))
        #expect(waits.areSpread(over: .seconds(30)...(.seconds(60))))
    }

    @Test func `a probe that fails opens it for another interval, one that succeeds closes it`() throws {
        let bench = Self.broken(at: .seconds(30))
        let first = try #require(bench.pass())
        bench.now = .seconds(40)
        bench.end(first, .notConnected)
        bench.now = .seconds(69)
        #expect(bench.pass() == nil)
        bench.now = .seconds(70)
        let second = try #require(bench.pass())
        #expect(bench.pass() == nil)
        bench.end(second)
        #expect(bench.pass() != nil)
        #expect(bench.gate.condition(at: bench.now).pause == nil)
    }

    @Test(arguments: [.outOfCredits(bindID: nil), .tokenRefused, .notFound, .refused(code: "7")] as [APIFailure.Kind])
    func `a refusal is an answer too`(_ kind: APIFailure.Kind) throws {
        let bench = Self.broken(at: .seconds(30))
        let pass = try #require(bench.pass(.renderStatus))
        bench.gate.note(
            pass, APIFailure(call: .renderStatus, kind: kind, status: 400), at: bench.now, using: &bench.random)
        #expect(bench.gate.condition(at: bench.now).pause != .backend)
    }

    @Test func `a probe that was given up makes room for the next at once`() throws {
        let bench = Self.broken(at: .seconds(30))
        let pass = try #require(bench.pass())
        bench.end(pass, .cancelled)
        #expect(bench.pass() != nil)
        #expect(bench.pass() == nil)
    }

    @Test func `a probe of which nothing is heard is lost after an interval, and another goes out`() throws {
        let bench = Self.broken(at: .seconds(30))
        let lost = try #require(bench.pass())
        bench.now = .seconds(59)
        #expect(bench.pass() == nil)
        bench.now = .seconds(60)
        let next = try #require(bench.pass())
        #expect(bench.pass() == nil)
        bench.end(lost, .notConnected)
        #expect(bench.pass() == nil)
        bench.end(next)
        #expect(bench.pass() != nil)
    }

    @Test func `calls that were under way when it opened neither put the probe off nor count after`() throws {
        let bench = GateBench()
        let slow = bench.passes(upTo: 10)
        bench.breakDown()
        bench.now = .seconds(29)
        bench.end(slow[0], .notConnected)
        bench.now = .seconds(30)
        let lost = try #require(bench.pass())
        bench.now = .seconds(45)
        bench.end(slow[1], .notConnected)
        bench.end(slow[2], .cancelled)
        #expect(bench.pass() == nil)
        bench.now = .seconds(60)
        let probe = try #require(bench.pass())
        bench.end(lost, .cancelled)
        #expect(bench.pass() == nil)
        bench.end(probe)
        for pass in slow[3...] { bench.end(pass, .unwell(.tooSlow(.total(.seconds(60))))) }
        #expect(bench.gate.condition(at: bench.now).pause == nil)
    }

    @Test func `an answer to a call that was under way when it opened closes it`() {
        let bench = GateBench()
        let slow = bench.pass(.upload)
        bench.breakDown()
        bench.now = .seconds(3)
        if let slow { bench.end(slow) }
        #expect(bench.pass() != nil)
    }

    @Test func `a message is no probe unless nobody else has come for an interval`() {
        let bench = Self.broken(at: .seconds(59))
        #expect(bench.reason(.message) == .backend)
        #expect(Self.broken(at: .seconds(59)).pass(.state) != nil)
        bench.now = .seconds(60)
        #expect(bench.pass(.message) != nil)
        #expect(bench.pass(.message) == nil)
    }

    @Test func `a kind of call that alone is broken does not take the probe from the others for ever`() {
        let bench = GateBench()
        for pass in bench.passes(.export, upTo: 5) { bench.end(pass, .unwell(.status(500))) }
        #expect(bench.wait(.export) == .seconds(30))
        #expect(bench.wait(.state) != nil)
        bench.now = .seconds(30)
        bench.call(.export, .unwell(.status(500)))
        #expect((bench.wait(.export) ?? .zero) > .seconds(60))
        #expect(bench.wait(.state) == .seconds(60))
        bench.now = .seconds(60)
        bench.call(.state)
        #expect(bench.gate.condition(at: bench.now).pause == nil)

        // Those who waited then do not count when it opens again.
        for _ in 0..<5 { bench.call(.export, .unwell(.status(500))) }
        let opened = bench.now
        #expect(bench.wait(.export) == opened + .seconds(30))
    }

    @Test func `failed probes do not put off the next by a backoff of their own`() {
        let bench = Self.broken()
        for probe in 1...20 {
            bench.now = .seconds(30 * probe)
            bench.call(.state, .notConnected)
            #expect(bench.now == .seconds(30 * probe))
        }
    }

    @Test(
        arguments: [
            (nil, true, .answered), (.unwell(.page), true, .unwell), (.notConnected, false, .unwell),
            (.unwell(.reported(code: "X")), true, .answered), (.outOfCredits(bindID: nil), true, .answered),
            (.rateLimited(retryAfter: nil), true, .answered), (.rateLimited(retryAfter: nil), false, .nothing),
            (.tokenRefused, false, .nothing), (.cancelled, true, .nothing), (.localFile(nil), true, .nothing),
        ] as [(APIFailure.Kind?, Bool, BackendFinding)])
    func `only troubles of the backend count`(_ kind: APIFailure.Kind?, _ hasArrived: Bool, _ wanted: BackendFinding) {
        let failure = kind.map { APIFailure(call: .state, kind: $0, mayHaveReachedServer: hasArrived) }
        #expect(BackendFinding(failure) == wanted)
    }
}
