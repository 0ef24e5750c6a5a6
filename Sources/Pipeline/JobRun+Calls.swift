// How a step calls the backend: when the gate lets it, and again while the backend is unwell, a few times.

import JobModel
import Ledger
import NemoAPI
import Timing

extension JobRun {
    /// Calls the backend; repeats what is safe to repeat while the backend is unwell, with backoff, a few times.
    /// - Throws: ``StepEnd``, which ends the step.
    func call<Answer: Sendable>(
        _ call: APICall, _ body: () async throws(APIFailure) -> Answer
    ) async throws -> Answer {
        var attempt = 0
        while true {
            switch try await attempted(call, body) {
            case .success(let answer): return answer
            case .failure(let failure):
                attempt += 1
                guard failure.isPassing, call.isSafeToRepeat, attempt <= Self.quickRetries, !Task.isCancelled else {
                    throw StepEnd(try await outcome(of: failure))
                }
            }
        }
    }

    /// Calls the backend once, as soon as the gate lets it.
    /// - Throws: ``StepEnd`` when the gate is shut for longer than a worker should be held up.
    func attempted<Answer: Sendable>(
        _ call: APICall, _ body: () async throws(APIFailure) -> Answer
    ) async throws -> Result<Answer, APIFailure> {
        let pass = try await passGate(for: call)
        do throws(APIFailure) {
            let answer = try await body()
            workshop.gates.note(pass, nil)
            return .success(answer)
        } catch {
            workshop.gates.note(pass, error)
            return .failure(error)
        }
    }

    /// How often a call is repeated before the worker is given to another job.
    static let quickRetries = 4

    /// Waits until a call may go out. Short waits are sat out; for longer ones the worker is given to another job.
    /// - Returns: the right to make it, whose end must be noted.
    func passGate(for call: APICall) async throws -> CallPass {
        let longest = elapsed + settings.retry.cap
        while true {
            switch await workshop.gates.admission(of: call, account: await account) {
            case .go(let pass): return pass
            case .wait(let until, let reason):
                guard until <= longest, reason == .backend || reason == .rateLimit else {
                    throw StepEnd(.wait(await waiting(for: reason, until: appointment(at: until))))
                }
                guard await pause(until - elapsed) else { throw StepEnd(.stop) }
            }
        }
    }

    /// The account that pays now, as far as it is known without asking the backend.
    var account: AccountID? { get async { await client.tokens.knownAccount()?.id } }

    /// A moment of the monotonic clock as the ledger keeps it.
    func appointment(at moment: Duration) -> Timestamp { now + max(.zero, moment - elapsed) }

    /// Writes down how the account stands, when that has changed.
    func saveAccount() async throws {
        guard let account = await client.tokens.knownAccount(),
            let condition = workshop.gates.changedCondition(of: account.id)
        else { return }
        try await workshop.ledger.save(account.inCondition(condition), under: workshop.epoch)
    }
}
