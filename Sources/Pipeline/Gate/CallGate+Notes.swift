// What the gate learns from how calls end.

import JobModel
import NemoAPI

extension CallGate {
    /// Takes the end of a call.
    /// - Parameter end: why it failed; `nil` for a success. Its own call may be another: a token that had to be fetched
    ///   first.
    package mutating func note(
        _ pass: CallPass, _ end: APIFailure?, at now: Duration, using random: inout some RandomNumberGenerator
    ) {
        let finding = BackendFinding(end)
        if pass.call.isOfBackend { noteBackend(finding, of: pass, at: now) }
        switch (finding, end?.kind) {
        // One token a week for each client: no matter of how fast the account calls.
        case (_, .rateLimited) where end?.call == .anonymousToken: break
        case (_, .rateLimited(let retryAfter)): noteLimited(pass, retryAfter: retryAfter, at: now)
        case (.answered, _):
            kinds[pass.call]?.noteAnswered(pass)
            if pass.call.isOfBackend { rate.noteAnswered(pass) }
        case (.unwell, _):
            kinds[pass.call, default: KindBackoff()].noteUnwell(
                pass, given: given, isHeldElsewhere: breaker.isOpen && pass.call.isOfBackend, by: settings.retry,
                at: now, using: &random)
        case (.nothing, _): break
        }
        switch end?.kind {
        case nil: credits.noteTaken(pass, given: given, at: now)
        case .outOfCredits: credits.noteRefused(pass, given: given, at: now)
        default: credits.noteNothing(pass)
        }
    }

    /// Takes that a call has been taken by the backend although it is not over: a message whose stream has begun to
    /// bring content. Its end is noted all the same.
    package mutating func noteTaken(_ pass: CallPass, at now: Duration) {
        credits.noteTaken(pass, given: given, at: now)
    }

    /// Takes what was read of the balance, whoever read it and for whatever reason.
    package mutating func noteBalance(available: Double, frozen: Double) {
        credits.noteBalance(available: available, frozen: frozen)
    }

    private mutating func noteBackend(_ finding: BackendFinding, of pass: CallPass, at now: Duration) {
        let wasOpen = breaker.isOpen
        breaker.note(finding, of: pass, given: given, at: now)
        switch (wasOpen, breaker.isOpen) {
        case (false, true):
            ramp = nil
            for call in kinds.keys where call.isOfBackend { kinds[call]?.leaveToBreaker() }
        case (true, false):
            ramp = Ramp(from: now, step: settings.rampStep, after: given, for: .backend)
        case (false, false) where finding == .answered:
            ramp?.noteAnswer(to: pass)
            if ramp?.isOver == true { ramp = nil }
        default: break
        }
    }

    /// The first 429 holds back its kind of call; a second in a row, of that kind or of any, the whole account.
    private mutating func noteLimited(_ pass: CallPass, retryAfter: Duration?, at now: Duration) {
        let ofKind = kinds[pass.call, default: KindBackoff()].noteLimited(pass, given: given)
        let ofAccount = pass.call.isOfBackend ? rate.noteLimited(pass, given: given) : nil
        let inARow = max(ofKind ?? 0, ofAccount ?? 0)
        let grown = inARow > 1 ? settings.ratePauses.ceiling(attempt: inARow - 1) : .zero
        if pass.call.isOfBackend, inARow > 1 || rate.isPaused(at: now) {
            let pause = rate.pause(for: max(retryAfter ?? .zero, grown), spread: settings.rateLimitWait, at: now)
            if let pause { ramp = Ramp(from: pause, step: settings.rampStep, after: given, for: .rateLimit) }
        } else {
            let wait = max(retryAfter ?? settings.rateLimitWait, grown)
            kinds[pass.call]?.hold(for: wait, spread: settings.rateLimitWait, at: now)
        }
    }
}
