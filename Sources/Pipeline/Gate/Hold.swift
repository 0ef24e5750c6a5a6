// Holds calls back until a time, and sends those who ask meanwhile away to come again at different ones.

import JobModel

/// Something is held back until a time. Who asks first may come again at that time exactly, to be the one who tries;
/// the others are spread evenly over an interval behind it, so that they do not all come at once.
struct Hold: Hashable, Sendable {
    /// How much too early somebody may come: appointments are kept in whole milliseconds.
    static let slack = Duration.milliseconds(5)

    let until: Duration
    private let spread: Duration
    private var isTold = false

    init(until: Duration, spread: Duration) {
        self.until = until
        self.spread = spread
    }

    func isOver(at now: Duration) -> Bool { now + Self.slack >= until }

    /// - Parameter mayBeFirst: whether this one may be the one who tries.
    /// - Returns: when to come again; `nil` when the time is over.
    mutating func wait(
        at now: Duration, mayBeFirst: Bool = true, using random: inout some RandomNumberGenerator
    ) -> Duration? {
        guard !isOver(at: now) else { return nil }
        guard isTold || !mayBeFirst else {
            isTold = true
            return until
        }
        return until + spread.drawn(using: &random)
    }
}

extension Duration {
    /// A time drawn evenly between none and this, in whole milliseconds.
    func drawn(using random: inout some RandomNumberGenerator) -> Duration {
        .milliseconds(Int64.random(in: 0...max(0, inMilliseconds), using: &random))
    }
}
