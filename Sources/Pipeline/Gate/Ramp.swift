// Lets calls through again little by little, so that what has just come back is not knocked over at once.

import JobModel

/// One call in the first step of time, and twice as many in each step after one that brought an answer, until there
/// are so many that there is nothing left to hold back.
struct Ramp: Hashable, Sendable {
    /// How many calls in a step are as good as no limit.
    static let full = 64
    /// Over how many steps those are spread who come too early.
    static let spread = 8

    /// What those wait for who come too early.
    let reason: Waiting.Reason
    private let step: Duration
    /// The last pass given before it began: only later ones tell how things go now.
    private let begun: Int
    private var limit = 1
    private var used = 0
    private var hasAnswer = false
    private var stepEnd: Duration

    init(from start: Duration, step: Duration, after begun: Int, for reason: Waiting.Reason) {
        self.reason = reason
        self.step = step
        self.begun = begun
        stepEnd = start + step
    }

    var isOver: Bool { limit >= Self.full }

    /// - Returns: when to come again; `nil` when a call may go out now, which is then to be counted by ``take()``.
    mutating func wait(at now: Duration, using random: inout some RandomNumberGenerator) -> Duration? {
        if now >= stepEnd {
            if hasAnswer { limit *= 2 }
            (used, hasAnswer, stepEnd) = (0, false, now + step)
        }
        guard used >= limit else { return nil }
        return stepEnd + (step * Self.spread).drawn(using: &random)
    }

    mutating func take() { used += 1 }

    mutating func noteAnswer(to pass: CallPass) {
        if pass.number > begun { hasAnswer = true }
    }
}
