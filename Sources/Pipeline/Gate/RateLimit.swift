// Pauses a whole account that the backend has told twice in a row to slow down (PROTOCOL 10, 429).

import JobModel

/// How an account stands with the backend's rate limit.
struct RateLimit: Hashable, Sendable {
    private var refusals = Streak()
    private var pause: Hold?

    func isPaused(at now: Duration) -> Bool { pause.map { !$0.isOver(at: now) } ?? false }

    /// - Returns: when to come again; `nil` when the account is not paused.
    mutating func wait(at now: Duration, using random: inout some RandomNumberGenerator) -> Duration? {
        pause?.wait(at: now, using: &random)
    }

    mutating func noteAnswered(_ pass: CallPass) { refusals.end(by: pass) }

    /// - Returns: how often any call was refused in a row; `nil` when it belongs to a wave that has been counted.
    mutating func noteLimited(_ pass: CallPass, given: Int) -> Int? {
        refusals.add(pass, given: given) ? refusals.count : nil
    }

    /// - Returns: the end of the pause; `nil` when it is paused for longer already.
    mutating func pause(for wait: Duration, spread: Duration, at now: Duration) -> Duration? {
        if let pause, pause.until >= now + wait { return nil }
        pause = Hold(until: now + wait, spread: spread)
        return now + wait
    }
}
