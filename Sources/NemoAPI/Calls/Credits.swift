// The balance (PROTOCOL 4, "credits").

import NIOHTTP1

/// The credits of an account.
package struct Balance: Hashable, Sendable {
    /// What can be spent.
    package let available: Double
    /// What running work has reserved.
    package let frozen: Double
    package let total: Double
}

extension NemoClient {
    /// - Throws: ``APIFailure``
    package func balance() async throws(APIFailure) -> Balance {
        try await authorized(.balance) { caller throws(APIFailure) in
            let url = settings.api.appending("api", "credits", "balance", "simple")
            let answer = try await caller.document(caller.request(.GET, url), for: .balance)
            guard let available = answer.data["available"]?.number else {
                throw answer.lacking("balance", for: .balance)
            }
            let frozen = answer.data["frozen"]?.number ?? 0
            return Balance(
                available: available, frozen: frozen, total: answer.data["total"]?.number ?? available + frozen)
        }
    }
}
