// When calls go out to a backend that is down.

import NemoAPI
import Testing

struct CircuitBreakerTests {
    private static func opened() -> CircuitBreaker {
        var breaker = CircuitBreaker(threshold: 3, interval: .seconds(30))
        for _ in 0..<3 { breaker.note(.unwell, at: .zero) }
        return breaker
    }

    @Test func `it opens after failures in a row, and an answer between them starts the count over`() {
        var breaker = CircuitBreaker(threshold: 3, interval: .seconds(30))
        for finding in [CircuitBreaker.Finding.unwell, .unwell, .answered, .unwell, .nothing, .unwell] {
            breaker.note(finding, at: .zero)
        }
        #expect(breaker.ask(at: .zero) == .go)
        breaker.note(.unwell, at: .zero)
        #expect(breaker.isOpen)
        #expect(breaker.ask(at: .seconds(1)) == .wait(until: .seconds(30)))
    }

    @Test func `one probe goes out at a time`() {
        var breaker = Self.opened()
        #expect(breaker.ask(at: .seconds(30)) == .probe)
        #expect(breaker.ask(at: .seconds(31)) == .wait(until: .seconds(61)))
        breaker.note(.unwell, at: .seconds(40))
        #expect(breaker.ask(at: .seconds(69)) == .wait(until: .seconds(70)))
        #expect(breaker.ask(at: .seconds(70)) == .probe)
        breaker.note(.answered, at: .seconds(71))
        #expect(breaker.ask(at: .seconds(71)) == .go)
    }

    @Test func `calls that were under way when it opened do not put the probe off`() {
        var breaker = Self.opened()
        breaker.note(.unwell, at: .seconds(29))
        #expect(breaker.ask(at: .seconds(30)) == .probe)
    }

    @Test func `a probe that is given up makes room for the next`() {
        var breaker = Self.opened()
        #expect(breaker.ask(at: .seconds(30)) == .probe)
        breaker.note(.nothing, at: .seconds(31))
        #expect(breaker.ask(at: .seconds(31)) == .probe)
    }

    @Test(
        arguments: [
            (nil, .answered), (.unwell(.page), .unwell), (.notConnected, .unwell),
            (.outOfCredits(bindID: nil), .answered),
            (.rateLimited(retryAfter: nil), .answered), (.cancelled, .nothing), (.localFile(nil), .nothing),
        ] as [(APIFailure.Kind?, CircuitBreaker.Finding)])
    func `only troubles of the backend count`(_ kind: APIFailure.Kind?, _ finding: CircuitBreaker.Finding) {
        #expect(CircuitBreaker.Finding(kind.map { APIFailure(call: .state, kind: $0) }) == finding)
    }
}
