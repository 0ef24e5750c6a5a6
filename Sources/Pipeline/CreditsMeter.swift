// What a job's edits have cost, where that can be known: an account has one balance for all who use it.

import JobModel
import NemoAPI
import Synchronization

/// The balances that were read before jobs sent their first messages. After a restart nothing is known of those under way.
final class CreditsMeter: Sendable {
    private struct Reading {
        let account: AccountID
        let balance: Balance
        /// Whether another job of the account sent messages as well since.
        var isShared: Bool
    }

    private let readings = Mutex<[JobID: Reading]>([:])

    func knows(_ job: JobID) -> Bool { readings.withLock { $0[job] != nil } }

    /// A job is about to send its first message.
    func begin(_ job: JobID, account: AccountID, balance: Balance) {
        readings.withLock { readings in
            let others = readings.filter { $0.value.account == account }.keys
            for other in others { readings[other]?.isShared = true }
            readings[job] = Reading(account: account, balance: balance, isShared: !others.isEmpty)
        }
    }

    /// The job sends nothing more.
    func end(_ job: JobID) { readings.withLock { $0[job] = nil } }

    /// - Parameter now: the balance after the job's last message.
    /// - Returns: `nil` where the job alone may not have made the difference.
    func spent(by job: JobID, account: AccountID, now: Balance) -> Double? {
        guard let reading = readings.withLock({ $0[job] }), reading.account == account, !reading.isShared,
            reading.balance.frozen == 0, now.frozen == 0, now.available < reading.balance.available
        else { return nil }
        return reading.balance.available - now.available
    }
}
