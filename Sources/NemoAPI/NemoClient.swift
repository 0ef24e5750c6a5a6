// The client of the video backend. Each topic's calls are in a file of their own under Calls.

import AsyncHTTPClient
import JobModel
import NIOHTTP1

/// Speaks the wire of PROTOCOL to one backend, for one account at a time.
///
/// Every method sends its request at most once, except that a call other than a message is repeated once with a new
/// token when the old one was refused (PROTOCOL 10, 1001). All other repeating is the caller's to decide.
package struct NemoClient: Sendable {
    package let settings: NemoSettings
    package let tokens: TokenKeeper
    let transport: Transport
    let now: @Sendable () -> Timestamp
    let makeUUID: @Sendable () -> String

    /// - Parameters:
    ///   - now: wall time, for a token's end and for `Retry-After` dates.
    ///   - time: for limits.
    package init(
        settings: NemoSettings, credentials: CredentialSources, now: @escaping @Sendable () -> Timestamp,
        time: MonotonicTime = MonotonicTime(ContinuousClock())
    ) {
        let transport = Transport(connectLimit: settings.connectLimit, time: time)
        self.settings = settings
        self.transport = transport
        self.now = now
        makeUUID = credentials.makeUUID
        tokens = TokenKeeper(sources: credentials, now: now, time: time) { clientID throws(APIFailure) in
            let caller = Caller(settings: settings, transport: transport, now: now, token: nil)
            return try await caller.fetchAnonymousToken(clientID: clientID)
        }
    }

    /// Closes all connections; calls still running end as cancelled. The client is of no use after.
    package func shutdown() async { await transport.shutdown() }

    /// The account whose token is in use.
    /// - Throws: ``APIFailure`` when there is no token to be had.
    package func account() async throws(APIFailure) -> Account {
        let token = try await tokens.current()
        return Account(id: token.account, kind: token.kind)
    }

    /// Where people without an account register to go on when the credits have run out (PROTOCOL 10, 2001).
    /// - Parameter bindID: what the failure, the session or the state named.
    /// - Returns: `nil` for a given token, whose owner tops up instead.
    package func registrationLink(bindID: String? = nil) async -> String? {
        guard let token = try? await tokens.current(), token.kind == .anonymous else { return nil }
        let clientID = try? await tokens.currentClientID()
        guard let id = bindID ?? token.bindID ?? clientID else { return nil }
        return settings.web.appending("register") + "?bind=" + id.percentEncodedWhole
    }

    /// Runs a call with the token in use; once more with a new one when that is refused.
    func authorized<Answer: Sendable>(
        _ call: APICall, _ body: (Caller) async throws(APIFailure) -> Answer
    ) async throws(APIFailure) -> Answer {
        let token = try await tokens.current(for: call)
        do throws(APIFailure) {
            return try await body(caller(with: token))
        } catch  where error.kind == .tokenRefused {
            let replacement = try await tokens.replacement(for: token, on: call)
            return try await body(caller(with: replacement))
        }
    }

    func caller(with token: BearerToken) -> Caller {
        Caller(settings: settings, transport: transport, now: now, token: token)
    }
}
