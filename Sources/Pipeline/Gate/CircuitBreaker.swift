// Stops hammering a backend that is down: one probe at a time until it answers (PROTOCOL 10).

import JobModel
import NemoAPI

/// Whether the backend is believed to be there. It is told how every call to it ended.
struct CircuitBreaker: Hashable, Sendable {
    enum Answer: Hashable, Sendable {
        case go
        case wait(until: Duration)
    }

    private enum State: Hashable {
        /// May become open. Of failures in a row, only of calls that began after `begun`.
        case closed(failures: Int, begun: Int)
        /// May become probing, or closed when a call that was under way brings an answer.
        case open(Hold)
        /// One pass is finding out. May become closed or open; when nothing is heard of it until the end of the hold,
        /// it is lost, and another takes its place.
        case probing(Int, Hold)
    }

    private let threshold: Int
    private let interval: Duration
    private var state = State.closed(failures: 0, begun: 0)
    /// What kinds of call could be a probe, of those that have asked since it opened.
    private var waiting: Set<APICall> = []
    /// The kind of call that found the backend unwell last.
    private var lastUnwell: APICall?

    init(threshold: Int, interval: Duration) {
        self.threshold = max(1, threshold)
        self.interval = interval
    }

    var isOpen: Bool {
        if case .closed = state { false } else { true }
    }

    /// A message is a probe only when nobody else has come for a whole interval: its failure would have to be settled
    /// by a person. A kind of call that has just failed leaves the next probe to others who wait: it may be the only
    /// one that does not work.
    /// - Parameter number: of the pass that would be given; when the answer is "go", it must be.
    mutating func ask(
        _ call: APICall, for number: Int, at now: Duration, using random: inout some RandomNumberGenerator
    ) -> Answer {
        if isOpen, call.isSafeToRepeat { waiting.insert(call) }
        let mayBeFirst = call.isSafeToRepeat && (call != lastUnwell || waiting.count == 1)
        switch state {
        case .closed: return .go
        case .open(var hold):
            if let until = hold.wait(at: now, mayBeFirst: mayBeFirst, using: &random) {
                state = .open(hold)
                return .wait(until: until)
            }
            if !call.isSafeToRepeat, now < hold.until + interval {
                return .wait(until: now + interval.drawn(using: &random))
            }
        case .probing(let prober, var hold):
            if let until = hold.wait(at: now, mayBeFirst: mayBeFirst, using: &random) {
                state = .probing(prober, hold)
                return .wait(until: until)
            }
        }
        state = .probing(number, hold(from: now))
        return .go
    }

    /// Takes the end of a call. An answer to any call is proof that the backend is there; of failures, those are old
    /// news that began before the last opening or closing.
    /// - Parameter given: how many passes have been given so far.
    mutating func note(_ finding: BackendFinding, of pass: CallPass, given: Int, at now: Duration) {
        if finding == .answered { waiting = [] }
        switch (state, finding) {
        case (.closed(_, let begun), .answered): state = .closed(failures: 0, begun: begun)
        case (_, .answered): state = .closed(failures: 0, begun: given)
        case (.closed(let failures, let begun), .unwell) where pass.number > begun:
            state = failures + 1 < threshold ? .closed(failures: failures + 1, begun: begun) : .open(hold(from: now))
            lastUnwell = pass.call
        case (.probing(pass.number, _), .unwell):
            state = .open(hold(from: now))
            lastUnwell = pass.call
        // A probe that found nothing makes room for the next at once.
        case (.probing(pass.number, _), .nothing): state = .open(Hold(until: now, spread: interval))
        default: break
        }
    }

    private func hold(from now: Duration) -> Hold { Hold(until: now + interval, spread: interval) }
}
