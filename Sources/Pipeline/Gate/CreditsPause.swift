// Holds back what costs credits while an account has none, and finds out when it has some again (PROTOCOL 10, 2001).

import JobModel
import NemoAPI

/// How an account stands with its credits.
///
/// While it is paused the balance is read once in a while; while that is enough, one call is let through as a probe.
/// A probe that is taken ends the pause, one that is refused raises what counts as enough.
struct CreditsPause: Hashable, Sendable {
    enum Answer: Hashable, Sendable {
        case free
        /// It is this caller's turn to read the balance, and to ask again after.
        case look
        case wait(until: Duration)
    }

    private struct Probe: Hashable {
        let number: Int
        /// What was known to be there when it was let through.
        let balance: Double
        let lost: Duration
    }

    private struct Pause: Hashable {
        /// Passes given before may have been refused or taken for what was there before.
        let begun: Int
        /// What costs: the message, and whatever else was refused for want of credits.
        var calls: Set<APICall> = [.message]
        /// A probe is worth it when the balance is above this.
        var floor: Double = 0
        var look: Hold
        var isProbeDue = false
        var probe: Probe?
    }

    /// The last that was heard of the balance; `nil` before.
    private(set) var available: Double?
    private(set) var frozen: Double?
    private var pause: Pause?
    private var ramp: Ramp?
    private let poll: Duration
    private let rampStep: Duration
    private let probeLimit: Duration

    init(_ settings: GateSettings) {
        poll = settings.creditsPoll
        rampStep = settings.spendingStep
        probeLimit = settings.messageLimit
    }

    /// What the ledger remembers of an account. A pause begins with a look at the balance.
    init(_ settings: GateSettings, account: Account) {
        self.init(settings)
        available = account.available
        frozen = account.frozen
        if account.pause == .credits { pause = Pause(begun: 0, look: Hold(until: .zero, spread: poll)) }
    }

    var isPaused: Bool { pause != nil }

    /// Whether a call has to ask here.
    func concerns(_ call: APICall) -> Bool { pause?.calls.contains(call) ?? (call == .message) }

    mutating func ask(at now: Duration, using random: inout some RandomNumberGenerator) -> Answer {
        guard var pause else { return ramp?.wait(at: now, using: &random).map { .wait(until: $0) } ?? .free }
        defer { self.pause = pause }
        if let probe = pause.probe, now < probe.lost {
            return .wait(until: max(now, pause.look.until) + poll.drawn(using: &random))
        }
        if pause.isProbeDue { return .free }
        if let until = pause.look.wait(at: now, using: &random) { return .wait(until: until) }
        pause.look = Hold(until: now + poll, spread: poll)
        return .look
    }

    /// A call has been let through that was found free to go.
    mutating func noteAdmitted(_ pass: CallPass, at now: Duration) {
        guard concerns(pass.call) else { return }
        ramp?.take()
        pause?.isProbeDue = false
        pause?.probe = Probe(number: pass.number, balance: available ?? 0, lost: now + probeLimit)
    }

    mutating func noteBalance(available: Double, frozen: Double) {
        self.available = available
        self.frozen = frozen
        if let floor = pause?.floor { pause?.isProbeDue = available > floor }
    }

    /// The backend has taken a call. When that costs, and it was let through since the pause began, the pause is over.
    mutating func noteTaken(_ pass: CallPass, given: Int, at now: Duration) {
        guard let pause else {
            if concerns(pass.call) { ramp?.noteAnswer(to: pass) }
            if ramp?.isOver == true { ramp = nil }
            return
        }
        guard pause.calls.contains(pass.call), pass.number > pause.begun else { return }
        self.pause = nil
        ramp = Ramp(from: now, step: rampStep, after: given, for: .credits)
    }

    /// A call was refused for want of credits.
    mutating func noteRefused(_ pass: CallPass, given: Int, at now: Duration) {
        var pause = pause ?? Pause(begun: given, look: Hold(until: now + poll, spread: poll))
        // Without the balance nothing could be found out.
        if pass.call != .balance { pause.calls.insert(pass.call) }
        if let probe = pause.probe, probe.number == pass.number {
            pause.probe = nil
            pause.floor = probe.balance
            pause.isProbeDue = (available ?? 0) > probe.balance
        }
        self.pause = pause
        ramp = nil
    }

    /// A call ended in a way that says nothing of credits. Were it the probe, the next look decides again.
    mutating func noteNothing(_ pass: CallPass) {
        if pause?.probe?.number == pass.number { pause?.probe = nil }
    }
}
