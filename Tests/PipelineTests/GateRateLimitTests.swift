// What a 429 does: the call waits once, then the whole account (PROTOCOL 10).

import JobModel
import NemoAPI
import Testing

@testable import Pipeline

struct GateRateLimitTests {
    private static let limited = APIFailure.Kind.rateLimited(retryAfter: nil)

    @Test(arguments: [(nil, 30), (0, 0), (7, 7), (300, 300)] as [(Int?, Int)])
    func `the first has the call wait for as long as the server says`(_ retryAfter: Int?, _ seconds: Int) {
        let bench = GateBench()
        bench.call(.upload, .rateLimited(retryAfter: retryAfter.map { .seconds($0) }))
        if seconds == 0 {
            #expect(bench.pass(.upload) != nil)
        } else {
            #expect(bench.ask(.upload) == .wait(until: .seconds(seconds), for: .rateLimit))
            #expect(bench.pass(.state) != nil)
        }
        bench.now = .seconds(seconds)
        #expect(bench.pass(.upload) != nil)
    }

    @Test(arguments: [APICall.upload, .state])
    func `a second in a row pauses the whole account, whatever call it was`(_ second: APICall) {
        let bench = GateBench()
        bench.call(.upload, Self.limited)
        bench.call(second, Self.limited)
        for call in APICall.allCases where call != .downloadOutput { #expect(bench.reason(call) == .rateLimit) }
        #expect(bench.pass(.downloadOutput) != nil)
        #expect(bench.gate.condition(at: bench.now).pause == .rateLimit)
        bench.now += .seconds(30)
        #expect(bench.gate.condition(at: bench.now).pause == nil)
    }

    @Test func `an answer between them, to any call that began after the first, makes the second a first`() {
        let bench = GateBench()
        bench.call(.upload, Self.limited)
        bench.call(.state)
        bench.call(.renderStatus, Self.limited)
        #expect(bench.pass(.state) != nil)
    }

    @Test func `answers to other calls do not let one kind be limited for ever without a pause`() {
        let bench = GateBench()
        bench.call(.message, Self.limited)
        bench.call(.state)
        bench.call(.message, Self.limited)
        #expect(bench.reason(.state) == .rateLimit)
    }

    @Test func `calls that were under way together are limited once`() {
        let bench = GateBench()
        let passes = bench.passes(.state, upTo: 8)
        for pass in passes { bench.end(pass, .rateLimited(retryAfter: .seconds(2))) }
        #expect(bench.reason(.state) == .rateLimit)
        #expect(bench.pass(.upload) != nil)
    }

    @Test(arguments: [0, 1])
    func `of several times that the server names at once the longest counts`(_ earlier: Int) {
        let bench = GateBench()
        for _ in 0..<earlier { bench.call(.state, Self.limited) }
        while bench.pass(.state) == nil { bench.now += .seconds(1) }
        let begun = bench.now
        for (pass, seconds) in zip(bench.passes(.state, upTo: 3), [90, 900, 9]) {
            bench.end(pass, .rateLimited(retryAfter: .seconds(seconds)))
        }
        #expect(bench.wait(.state) == begun + .seconds(900))
    }

    @Test func `the pause doubles each time in a row and is capped, and ends with an answer`() {
        let bench = GateBench()
        bench.call(.state, Self.limited)
        for seconds in [30, 60, 120, 240, 240] {
            bench.call(.state, Self.limited)
            #expect(bench.wait() == bench.now + .seconds(seconds))
        }
        bench.call(.state)
        bench.call(.state, Self.limited)
        #expect(bench.pass(.upload) != nil)
    }

    @Test func `the server's own time counts where it is longer`() {
        let bench = GateBench()
        bench.call(.state, Self.limited)
        bench.call(.state, .rateLimited(retryAfter: .seconds(500)))
        #expect(bench.wait() == bench.now + .seconds(500))
        let short = GateBench()
        short.call(.state, Self.limited)
        short.call(.state, .rateLimited(retryAfter: .seconds(5)))
        #expect(short.wait() == short.now + .seconds(30))
    }

    @Test func `those who wait are spread, and come through little by little`() {
        let bench = GateBench()
        bench.call(.state, Self.limited)
        bench.call(.state, Self.limited)
        let end = bench.now + .seconds(30)
        let waits = (0..<100).compactMap { _ in bench.wait() }
        #expect(waits.areSpread(over: end...(end + .seconds(30))))
        bench.now = end
        let passes = bench.passes(upTo: 100)
        #expect(passes.count == 1)
        #expect(bench.reason() == .rateLimit)
    }

    @Test(arguments: [APICall.openSession, .anonymousToken])
    func `a free token that is not to be had holds nothing back`(_ call: APICall) throws {
        let bench = GateBench()
        for hasArrived in [true, false, false] {
            let pass = try #require(bench.pass(call))
            let failure = APIFailure(call: .anonymousToken, kind: Self.limited, mayHaveReachedServer: hasArrived)
            bench.gate.note(pass, failure, at: bench.now, using: &bench.random)
        }
        #expect(bench.pass(.state) != nil)
        #expect(bench.pass(call) != nil)
    }
}
