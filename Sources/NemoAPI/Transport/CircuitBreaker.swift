// Stops hammering a backend that is down: one probe at a time until it answers (PROTOCOL 10).

/// Decides whether a call may go out now. A pure value: times are those of one monotonic clock.
///
/// It is told how every call ended; only troubles of the backend count (``APIFailure/Kind/unwell(_:)`` and
/// ``APIFailure/Kind/notConnected``), since a refusal is an answer too.
package struct CircuitBreaker: Hashable, Sendable {
    package enum Admission: Hashable, Sendable {
        /// The backend is believed to be well.
        case go
        /// This one call is to find out. Its end must be told.
        case probe
        /// Another look is worth it at this time.
        case wait(until: Duration)
    }

    /// What a call's end says of the backend.
    package enum Finding: Hashable, Sendable {
        case answered
        case unwell
        /// Nothing, as when the caller gave up.
        case nothing
    }

    private enum State: Hashable {
        /// May become open.
        case closed(failures: Int)
        /// May become probing.
        case open(until: Duration)
        /// May become closed or open.
        case probing
    }

    /// How many calls in a row must find the backend unwell.
    private let threshold: Int
    /// The time between probes (`timing.breaker`).
    private let interval: Duration
    private var state = State.closed(failures: 0)

    package init(threshold: Int = 5, interval: Duration) {
        self.threshold = max(1, threshold)
        self.interval = interval
    }

    package var isOpen: Bool {
        if case .closed = state { false } else { true }
    }

    package mutating func ask(at now: Duration) -> Admission {
        switch state {
        case .closed: return .go
        case .open(let until) where now < until: return .wait(until: until)
        case .open:
            state = .probing
            return .probe
        case .probing: return .wait(until: now + interval)
        }
    }

    /// Takes the end of a call that was admitted.
    package mutating func note(_ finding: Finding, at now: Duration) {
        switch (state, finding) {
        case (_, .answered): state = .closed(failures: 0)
        case (.closed(let failures), .unwell):
            state = failures + 1 < threshold ? .closed(failures: failures + 1) : .open(until: now + interval)
        case (.probing, .unwell): state = .open(until: now + interval)
        // A probe that found nothing makes room for the next at once.
        case (.probing, .nothing): state = .open(until: now)
        case (.open, .unwell), (.open, .nothing), (.closed, .nothing): break
        }
    }
}

extension CircuitBreaker.Finding {
    /// What the end of a call says: `nil` for a success.
    package init(_ failure: APIFailure?) {
        self =
            switch failure?.kind {
            case .unwell, .notConnected: .unwell
            case .cancelled, .localFile, .credentialsUnusable: .nothing
            default: .answered
            }
    }
}
