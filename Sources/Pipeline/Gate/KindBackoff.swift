// Backoff of one kind of call, shared by all jobs: what one has found out, the others need not (PROTOCOL 10).

import JobModel
import NemoAPI

/// How one kind of call of one account has fared lately.
struct KindBackoff: Hashable, Sendable {
    private var failures = Streak()
    private var refusals = Streak()
    /// After the backend was found unwell.
    private var unwell: Hold?
    /// After a 429.
    private var limited: Hold?

    /// - Returns: when to come again, and why; `nil` when a call may go out now.
    mutating func wait(
        at now: Duration, using random: inout some RandomNumberGenerator
    ) -> (until: Duration, reason: Waiting.Reason)? {
        if let until = limited?.wait(at: now, using: &random) { return (until, .rateLimit) }
        if let until = unwell?.wait(at: now, using: &random) { return (until, .backend) }
        return nil
    }

    /// A call failed: the next goes out after a time drawn from none to a ceiling that doubles with each failure.
    /// - Parameter isHeldElsewhere: whether the breaker decides now when the next goes out. The failure counts all the
    ///   same.
    mutating func noteUnwell(
        _ pass: CallPass, given: Int, isHeldElsewhere: Bool, by retry: Backoff, at now: Duration,
        using random: inout some RandomNumberGenerator
    ) {
        guard failures.add(pass, given: given), !isHeldElsewhere else { return }
        unwell = Hold(
            until: now + retry.delay(attempt: failures.count, using: &random),
            spread: retry.ceiling(attempt: failures.count))
    }

    /// A call was answered, with anything but a 429.
    mutating func noteAnswered(_ pass: CallPass) {
        failures.end()
        unwell = nil
        refusals.end(by: pass)
    }

    /// A call was refused with 429.
    /// - Returns: how often that happened in a row; `nil` when it belongs to a wave that has been counted.
    mutating func noteLimited(_ pass: CallPass, given: Int) -> Int? {
        refusals.add(pass, given: given) ? refusals.count : nil
    }

    /// Holds the kind back for as long as the server asked, from whichever refusal that is longest.
    mutating func hold(for wait: Duration, spread: Duration, at now: Duration) {
        if let limited, limited.until >= now + wait { return }
        limited = Hold(until: now + wait, spread: spread)
    }

    /// The breaker decides from now on.
    mutating func leaveToBreaker() { unwell = nil }
}
