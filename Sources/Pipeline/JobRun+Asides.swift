// What is asked of the backend for the log alone: a call that does not go well at once is done without.

import JobModel
import NemoAPI
import Telemetry
import Timing

extension JobRun {
    /// How long an editor's log waits for what is only nice to have.
    private static let patience: Duration = .seconds(5)

    /// Reads the balance before the first message of a job, to tell at the end what its edits have cost.
    func readBalanceBefore() async {
        guard job.messagesTaken == 0, !workshop.meter.knows(job.id), let (account, balance) = await balanceAside()
        else { return }
        workshop.meter.begin(job.id, account: account, balance: balance)
    }

    /// What the job's edits have cost; `nil` where that is not certain, or edits are still to come after a step.
    func creditsSpent(after step: Int) async -> Double? {
        let isLast = !job.plan.steps.dropFirst(step + 1).contains { if case .message = $0 { true } else { false } }
        guard isLast, workshop.meter.knows(job.id), let (account, balance) = await balanceAside() else { return nil }
        return workshop.meter.spent(by: job.id, account: account, now: balance)
    }

    /// An address at which people can open the job's project; none for a result that was delivered before.
    func projectLink() async throws -> String? {
        guard job.twin == nil, !job.deliveries.isEmpty, let session = try await session(), let task = session.taskID
        else { return nil }
        return await aside(.claimLink) { [client] () throws(APIFailure) in
            guard let link = await client.claimLink(task: task, session: session.id) else {
                throw APIFailure(call: .claimLink, kind: .cancelled)
            }
            return link
        }
    }

    private func balanceAside() async -> (AccountID, Balance)? {
        guard let account = await account,
            let balance = await aside(.balance, { [client] () throws(APIFailure) in try await client.balance() })
        else { return nil }
        return (account, balance)
    }

    /// Makes a call if it may go out now, and waits a little for its answer.
    private func aside<Answer: Sendable>(
        _ call: APICall, _ body: @escaping @Sendable () async throws(APIFailure) -> Answer
    ) async -> Answer? {
        guard case .go(let pass) = await workshop.gates.admission(of: call, account: await account) else { return nil }
        let gates = workshop.gates
        let sleep = workshop.time.sleep
        return await withTaskGroup(of: Answer?.self) { race in
            race.addTask {
                do throws(APIFailure) {
                    let answer = try await body()
                    gates.note(pass, nil)
                    return answer
                } catch {
                    gates.note(pass, error)
                    return nil
                }
            }
            race.addTask {
                try? await sleep(Self.patience)
                return nil
            }
            let answer = await race.next() ?? nil
            race.cancelAll()
            return answer
        }
    }
}
