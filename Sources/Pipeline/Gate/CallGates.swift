// The gates of all accounts, shared by all jobs of the daemon: the one place that decides whether a call may go out.

import JobModel
import NemoAPI
import Synchronization
import Timing

/// Keeps one ``CallGate`` for each account, and one for calls that are made before there is an account.
///
/// All deciding happens under one lock and never waits. The one thing that is waited for is the balance, which one
/// caller reads for all while an account is out of credits.
package final class CallGates: Sendable {
    private struct State {
        var gates: [AccountID?: CallGate]
        /// The condition each account was last seen in by who writes it down.
        var seen: [AccountID: AccountCondition]
        var random: any RandomNumberGenerator & Sendable
    }

    private let state: Mutex<State>
    private let settings: GateSettings
    private let time: Timekeeper
    private let readBalance: @Sendable () async throws(APIFailure) -> Balance

    /// - Parameters:
    ///   - accounts: as the ledger remembers them.
    ///   - readBalance: makes one balance call for the account in use. The gate is asked for it here.
    package init(
        settings: GateSettings, accounts: [Account] = [], time: Timekeeper,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        readBalance: @escaping @Sendable () async throws(APIFailure) -> Balance
    ) {
        self.settings = settings
        self.time = time
        self.readBalance = readBalance
        var gates: [AccountID?: CallGate] = [:]
        var seen: [AccountID: AccountCondition] = [:]
        for account in accounts {
            gates[account.id] = CallGate(account: account, settings: settings)
            seen[account.id] = AccountCondition(
                pause: account.pause, available: account.available, frozen: account.frozen)
        }
        state = Mutex(State(gates: gates, seen: seen, random: random))
    }

    /// Whether a call may go out now. When it may, ``note(_:_:)`` must be told its end.
    ///
    /// Reads the balance first when the call costs and it is this caller's turn to.
    package func admission(of call: APICall, account: AccountID?) async -> Admission {
        var isSecondLook = false
        while true {
            switch withGate(of: account, { gate, now, random in gate.ask(call, at: now, using: &random) }) {
            case .admitted(let pass): return .go(pass)
            case .wait(let until, let reason): return .wait(until: until, for: reason)
            case .lookAtBalance where isSecondLook:
                return .wait(until: time.elapsed() + settings.creditsPoll, for: .credits)
            case .lookAtBalance: await lookAtBalance(of: account)
            }
            isSecondLook = true
        }
    }

    /// Whether a message would have to wait for credits: to be asked before anything is prepared for one, so that jobs
    /// that wait for credits make no other calls. ``admission(of:account:)`` decides all the same.
    /// - Returns: when to come again; `nil` when credits are not in the way.
    package func waitForCredits(account: AccountID?) async -> Duration? {
        let ask = { (gate: inout CallGate, now: Duration, random: inout any RandomNumberGenerator & Sendable) in
            gate.askToSpend(at: now, using: &random)
        }
        var answer = withGate(of: account, ask)
        if answer == .look {
            await lookAtBalance(of: account)
            answer = withGate(of: account, ask)
        }
        return switch answer {
        case .free: nil
        case .look: time.elapsed() + settings.creditsPoll
        case .wait(let until): until
        }
    }

    /// Takes the end of an admitted call.
    /// - Parameter end: why it failed; `nil` for a success.
    package func note(_ pass: CallPass, _ end: APIFailure?) {
        withGate(of: pass.account) { gate, now, random in gate.note(pass, end, at: now, using: &random) }
    }

    /// Takes the end of an admitted message.
    package func note(_ pass: CallPass, _ end: MessageEnd) {
        switch end {
        case .ended: note(pass, nil)
        case .notSent(let failure), .refused(let failure), .uncertain(let failure, _): note(pass, failure)
        }
    }

    /// Takes that a message's stream has begun to bring content, long before its end: its account has credits.
    package func noteTaken(_ pass: CallPass) {
        withGate(of: pass.account) { gate, now, _ in gate.noteTaken(pass, at: now) }
    }

    /// Takes a balance that was read for another reason than the gate's own.
    package func noteBalance(_ balance: Balance, of account: AccountID?) {
        withGate(of: account) { gate, _, _ in
            gate.noteBalance(available: balance.available, frozen: balance.frozen)
        }
    }
}

extension CallGates {
    /// When a job comes again whose call has failed too often in a row to be repeated by the same worker: when the gate
    /// says so, and where it is that job alone whose calls fail, not before about ``GateSettings/breaker`` has passed.
    package func nextTry(of call: APICall, account: AccountID?) -> Duration {
        withGate(of: account) { gate, now, random in
            // Asking must not take what the next caller could use: on a copy, kept only where it says "wait".
            var asked = gate
            let alone = now + settings.breaker / 2 + settings.breaker.drawn(using: &random)
            guard case .wait(let until, let reason) = asked.ask(call, at: now, using: &random) else { return alone }
            gate = asked
            return reason == .backend && !gate.breaker.isOpen ? max(until, alone) : until
        }
    }

    /// How an account stands now.
    package func condition(of account: AccountID) -> AccountCondition {
        withGate(of: account) { gate, now, _ in gate.condition(at: now) }
    }

    /// How an account stands now, when that is another condition than the one last taken: to be written down.
    package func changedCondition(of account: AccountID) -> AccountCondition? {
        state.withLock { state in
            let gate = state.gates[account] ?? newGate(of: account, in: state)
            let condition = gate.condition(at: time.elapsed())
            guard state.seen[account, default: AccountCondition()] != condition else { return nil }
            state.seen[account] = condition
            return condition
        }
    }

    /// Reads the balance for all. When that does not work, the next look is due after another poll.
    private func lookAtBalance(of account: AccountID?) async {
        let ask = withGate(of: account) { gate, now, random in gate.ask(.balance, at: now, using: &random) }
        guard case .admitted(let pass) = ask else { return }
        do throws(APIFailure) {
            let balance = try await readBalance()
            note(pass, nil)
            noteBalance(balance, of: account)
        } catch {
            note(pass, error)
        }
    }

    /// The gate of an account that is new. What was found out about the backend before there was an account holds for
    /// it too.
    private func newGate(of account: AccountID?, in state: State) -> CallGate {
        var gate = CallGate(account: account, settings: settings)
        if let before = state.gates[nil] { gate.takeOver(from: before) }
        return gate
    }

    private func withGate<Result: Sendable>(
        of account: AccountID?,
        _ body: (inout CallGate, Duration, inout any RandomNumberGenerator & Sendable) -> Result
    ) -> Result {
        state.withLock { state in
            let now = time.elapsed()
            var gate = state.gates[account] ?? newGate(of: account, in: state)
            let result = body(&gate, now, &state.random)
            state.gates[account] = gate
            return result
        }
    }
}
