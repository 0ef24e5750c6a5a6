// How an account stands, for the ledger and for people.

import JobModel

/// What a gate knows of its account that others want to know.
package struct AccountCondition: Hashable, Sendable {
    /// Why work that costs is stopped; `nil` while it is not. Only a want of credits ends by a call alone; the others
    /// end by time.
    package var pause: Waiting.Reason?
    /// Credits that can be spent; `nil` before the first look.
    package var available: Double?
    /// Credits reserved by running work; `nil` before the first look.
    package var frozen: Double?
}

extension CallGate {
    package func condition(at now: Duration) -> AccountCondition {
        let pause: Waiting.Reason? =
            if credits.isPaused { .credits } else if rate.isPaused(at: now) { .rateLimit } else if breaker.isOpen {
                .backend
            } else { nil }
        return AccountCondition(pause: pause, available: credits.available, frozen: credits.frozen)
    }
}

extension Account {
    /// The same account, in this condition.
    package func inCondition(_ condition: AccountCondition) -> Account {
        Account(
            id: id, kind: kind, available: condition.available, frozen: condition.frozen, pause: condition.pause)
    }
}
