// Decides whether a call to the backend may go out now, for all jobs of one account.

import JobModel
import NemoAPI

/// One account's way out. A pure value: times are those of one monotonic clock, randomness is passed in.
///
/// Whoever wants to call asks, and is given a pass or a time to come again. The end of a call is noted, once; when it
/// never is, because its caller was stopped, others take its place after a time.
package struct CallGate: Hashable, Sendable {
    package enum Answer: Hashable, Sendable {
        case admitted(CallPass)
        case wait(until: Duration, for: Waiting.Reason)
        /// The account is out of credits, and it is this caller's turn to read the balance; after that it asks again.
        case lookAtBalance
    }

    package let account: AccountID?
    let settings: GateSettings
    var breaker: CircuitBreaker
    var kinds: [APICall: KindBackoff] = [:]
    var rate = RateLimit()
    var credits: CreditsPause
    /// After the backend was down, or the account was told to slow down; `nil` when there is nothing to hold back.
    var ramp: Ramp?
    /// How many passes have been given.
    var given = 0

    package init(account: AccountID?, settings: GateSettings) {
        self.account = account
        self.settings = settings
        breaker = CircuitBreaker(threshold: settings.breakerThreshold, interval: settings.breaker)
        credits = CreditsPause(settings)
    }

    /// The gate of an account as the ledger remembers it: a want of credits outlives a restart.
    package init(account: Account, settings: GateSettings) {
        self.init(account: account.id, settings: settings)
        credits = CreditsPause(settings, account: account)
    }

    /// Takes over how the backend stands, and the count by which passes tell what came before what.
    mutating func takeOver(from other: CallGate) {
        breaker = other.breaker
        kinds = other.kinds
        rate = other.rate
        ramp = other.ramp
        given = other.given
    }

    package mutating func ask(
        _ call: APICall, at now: Duration, using random: inout some RandomNumberGenerator
    ) -> Answer {
        if call.isOfBackend, let until = rate.wait(at: now, using: &random) {
            return .wait(until: until, for: .rateLimit)
        }
        if let (until, reason) = kinds[call]?.wait(at: now, using: &random) { return .wait(until: until, for: reason) }
        if call.isOfBackend, let reason = ramp?.reason, let until = ramp?.wait(at: now, using: &random) {
            return .wait(until: until, for: reason)
        }
        if credits.concerns(call) {
            switch credits.ask(at: now, using: &random) {
            case .free: break
            case .look: return .lookAtBalance
            case .wait(let until): return .wait(until: until, for: .credits)
            }
        }
        // Last, because who is let through here is the probe.
        if call.isOfBackend {
            switch breaker.ask(call, for: given + 1, at: now, using: &random) {
            case .go: break
            case .wait(let until): return .wait(until: until, for: .backend)
            }
        }
        return .admitted(admit(call, at: now))
    }

    /// What an account's want of credits alone says to a message: to be asked before anything is prepared for one.
    ///
    /// Nothing is given here: when it is free to go, ``ask(_:at:using:)`` decides.
    mutating func askToSpend(
        at now: Duration, using random: inout some RandomNumberGenerator
    ) -> CreditsPause.Answer {
        credits.isPaused ? credits.ask(at: now, using: &random) : .free
    }

    private mutating func admit(_ call: APICall, at now: Duration) -> CallPass {
        given += 1
        let pass = CallPass(call: call, account: account, number: given)
        if call.isOfBackend { ramp?.take() }
        credits.noteAdmitted(pass, at: now)
        return pass
    }
}
