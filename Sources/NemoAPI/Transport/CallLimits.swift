// How long a call may take and how much it may bring, and the watch that tells when it has had enough.

/// The limits of one call. Every call has its own (FIELD-FACTS 1: a trickling answer outlives a client's timeouts).
package struct CallLimits: Hashable, Sendable {
    /// The longest time without a byte moving in either direction.
    package var idle: Duration
    /// The longest time in all.
    package var total: Duration
    /// The most bytes an answer may have.
    package var bytes: Int
    /// The longest time of nothing but signs of life; `nil` where there are none.
    package var withoutNews: Duration?

    package init(idle: Duration, total: Duration, bytes: Int, withoutNews: Duration? = nil) {
        self.idle = idle
        self.total = total
        self.bytes = bytes
        self.withoutNews = withoutNews
    }
}

/// The limits of one message (PROTOCOL 5, "Times").
package struct MessageLimits: Hashable, Sendable {
    /// The ceiling for one message.
    package var total: Duration
    /// The longest time of nothing but heartbeats.
    package var heartbeats: Duration
    /// The longest time without any byte.
    package var idle: Duration

    package init(total: Duration = .seconds(900), heartbeats: Duration = .seconds(600), idle: Duration = .seconds(180))
    {
        self.total = total
        self.heartbeats = heartbeats
        self.idle = idle
    }
}

/// A limit that a call has reached.
package enum ReachedLimit: Error, Hashable, Sendable {
    /// No byte moved for this long.
    case idle(Duration)
    /// The call was still going after this long.
    case total(Duration)
    /// Nothing but heartbeats came for this long.
    case heartbeatsOnly(Duration)
    /// The answer was longer than this.
    case bytes(Int)
}

/// Tells when a call has reached a limit. A pure value: every time is the time since the call's begin.
struct CallWatch: Hashable, Sendable {
    enum Verdict: Hashable, Sendable {
        /// Nothing can be reached before this time.
        case lookAgain(at: Duration)
        case reached(ReachedLimit)
    }

    let limits: CallLimits
    private var lastByte = Duration.zero
    private var lastNews = Duration.zero
    private var bytes = 0

    init(limits: CallLimits) { self.limits = limits }

    /// A part of the request went out.
    mutating func sent(at time: Duration) { lastByte = max(lastByte, time) }

    /// Bytes of the answer came in.
    mutating func received(_ count: Int, at time: Duration) throws(ReachedLimit) {
        lastByte = max(lastByte, time)
        bytes += count
        guard bytes <= limits.bytes else { throw .bytes(limits.bytes) }
    }

    /// Something came in that is more than a sign of life.
    mutating func gotNews(at time: Duration) { lastNews = max(lastNews, time) }

    func verdict(at time: Duration) -> Verdict {
        var ends: [(Duration, ReachedLimit)] = [
            (limits.total, .total(limits.total)),
            (lastByte + limits.idle, .idle(limits.idle)),
        ]
        if let withoutNews = limits.withoutNews { ends.append((lastNews + withoutNews, .heartbeatsOnly(withoutNews))) }
        guard let first = ends.min(by: { $0.0 < $1.0 }) else { return .lookAgain(at: limits.total) }
        return first.0 <= time ? .reached(first.1) : .lookAgain(at: first.0)
    }
}
