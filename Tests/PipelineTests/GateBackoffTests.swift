// Backoff of each kind of call, shared by all jobs of an account (PROTOCOL 10).

import JobModel
import NemoAPI
import Testing

@testable import Pipeline

struct GateBackoffTests {
    /// The ceilings of the delays, in seconds, by the settings a gate starts with.
    private static let ceilings = [1, 2, 4, 8, 16, 32, 60, 60, 60]

    @Test func `each delay is drawn from none to a ceiling that doubles and is capped`() {
        for (attempt, ceiling) in Self.ceilings.enumerated() {
            let delays = (0..<300).map { seed in
                let bench = GateBench(seed: UInt64(seed))
                for _ in 0..<attempt {
                    bench.call(.state, .notConnected)
                    // The other kinds are answered, or the breaker would take over.
                    bench.call(.balance)
                }
                while bench.pass() == nil { bench.now += .seconds(1) }
                bench.call(.state, .notConnected)
                return (bench.wait() ?? bench.now) - bench.now
            }
            #expect(delays.areSpread(over: .zero...(.seconds(ceiling))), "attempt \(attempt + 1)")
        }
    }

    @Test func `one kind's failures hold back no other kind, and no other account`() {
        let bench = GateBench()
        bench.call(.export, .unwell(.status(500)))
        bench.call(.export, .unwell(.status(500)))
        #expect(bench.reason(.export) == .backend)
        for call in [APICall.state, .renderStatus, .message, .upload] { #expect(bench.pass(call) != nil) }
    }

    @Test func `calls that fail together are one failure, and all jobs wait for it`() {
        let bench = GateBench()
        for pass in bench.passes(.export, upTo: 4) { bench.end(pass, .unwell(.broken)) }
        let waits = (0..<200).compactMap { _ in bench.wait(.export) }
        #expect(waits.count == 200)
        #expect(waits.allSatisfy { $0 <= .seconds(2) })
        #expect(Set(waits).count > 100)
    }

    @Test func `a success of the kind starts over`() {
        let bench = GateBench()
        for _ in 0..<4 { bench.call(.state, .notConnected) }
        bench.call(.state)
        #expect(bench.pass() != nil)
        bench.call(.state, .notConnected)
        #expect((bench.wait() ?? bench.now) - bench.now <= .seconds(1))
    }

    @Test func `the first who asks comes when the time is over, the others behind`() {
        let bench = GateBench()
        for _ in 0..<4 { bench.call(.state, .notConnected) }
        let waits = (0..<200).compactMap { _ in bench.wait() }
        #expect(waits.first == waits.min())
        let first = waits.first ?? .zero
        #expect(waits.areSpread(over: first...(first + .seconds(8))))
        bench.now = first
        #expect(bench.pass() != nil)
    }

    @Test func `who comes a few milliseconds early by the rounding of appointments is let through`() {
        let bench = GateBench()
        bench.call(.state, .rateLimited(retryAfter: .seconds(9)))
        let due = bench.now + .seconds(9)
        bench.now = due - .milliseconds(6)
        #expect(bench.wait() == due)
        bench.now = due - .milliseconds(3)
        #expect(bench.pass() != nil)
    }

    @Test func `when the backend is back the growth of other kinds does not hold them up`() {
        let bench = GateBench()
        for call in [APICall.state, .export, .state, .export, .state] { bench.call(call, .notConnected) }
        while bench.pass(.renderStatus) == nil { bench.now += .seconds(1) }
        bench.call(.renderStatus)
        bench.now += .seconds(1)
        #expect(bench.pass(.export) != nil)
    }
}
