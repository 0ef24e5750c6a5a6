// Gives every call its token, and gets one new token for all when it is refused (PROTOCOL 10, 1001).

import JobModel
import SystemPackage

/// The one place that knows tokens.
///
/// However many calls are refused with the same token at once, one new one is fetched, and all go on with it. A given
/// token that was refused is not tried again until it is another one, or saved again.
package actor TokenKeeper {
    /// An anonymous token as the backend gave it.
    struct Fetched: Sendable {
        let token: String
        let bindID: String?
    }

    typealias Fetch = @Sendable (_ clientID: String) async throws(APIFailure) -> Fetched

    static let tokenName = "anonymous-token"
    static let clientIDName = "client-id"

    /// One element whenever the token file begins to be of no use: its token was refused, or there is none in it. For
    /// one listener, who then looks for a change with ``takeChange()``.
    package nonisolated let fileTroubles: AsyncStream<Void>
    let fileTrouble: AsyncStream<Void>.Continuation

    let sources: CredentialSources
    let folder: CredentialFolder
    let now: @Sendable () -> Timestamp
    let time: MonotonicTime
    let fetch: Fetch

    var anonymous: AnonymousTokenRecord?
    /// Whether ``anonymous`` is on disk. It is not used before: a backend gives one in seven days, and a restart must
    /// find it again.
    var isKept = false
    /// The token that this clock takes for run out and the backend would not replace.
    var outlived: BearerToken?
    var clientID: String?
    var fetching: Task<Result<BearerToken, APIFailure>, Never>?
    /// Until when, by ``time``, the backend is not asked for another token, because it answered 429.
    var fetchRest: (until: Duration, failure: APIFailure)?
    var fileToken: (trace: CredentialFolder.FileTrace?, token: BearerToken)?
    var given = GivenTokenStanding.good

    /// - Parameters:
    ///   - now: wall time, for a token's end.
    ///   - time: for how long a refusal of a new token is remembered.
    init(
        sources: CredentialSources, now: @escaping @Sendable () -> Timestamp,
        time: MonotonicTime = MonotonicTime(ContinuousClock()), fetch: @escaping Fetch
    ) {
        self.sources = sources
        folder = CredentialFolder(path: FilePath(sources.stateFolder))
        self.now = now
        self.time = time
        self.fetch = fetch
        (fileTroubles, fileTrouble) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The token to use now. Fetches and keeps an anonymous one when there is no other.
    /// - Parameter call: what it is wanted for.
    /// - Throws: ``APIFailure``; without any request, `tokenRefused` while a given token is known to be refused, and
    ///   `rateLimited` of the call `anonymousToken` while the backend gives no new one.
    package func current(for call: APICall = .balance) async throws(APIFailure) -> BearerToken {
        if let token = try givenToken() {
            guard !isRefused(token) else {
                throw APIFailure(call: call, kind: .tokenRefused, mayHaveReachedServer: false)
            }
            return token
        }
        let known = try knownAnonymous()
        if let known, known.expires > now() || known.token == outlived { return known.token }
        do throws(APIFailure) {
            return try await fetchOnce()
        } catch {
            // Whether a token has run out is the backend's to say; this clock may be wrong.
            guard let known, error.kind != .credentialsUnusable else { throw error }
            outlived = known.token
            return known.token
        }
    }

    /// A token in place of one that was refused.
    /// - Throws: ``APIFailure`` with `tokenRefused` when the refused one was given and no other has been given since.
    func replacement(for refused: BearerToken, on call: APICall) async throws(APIFailure) -> BearerToken {
        if let token = try givenToken(rereading: true) {
            guard token.secret != refused.secret else {
                noteRefused(token)
                throw APIFailure(call: call, kind: .tokenRefused, status: 401)
            }
            return token
        }
        if let anonymous, anonymous.token.secret != refused.secret { return anonymous.token }
        return try await fetchOnce()
    }

    /// The account of the token in use, as far as it is known without asking the backend; `nil` when there is none yet.
    package func knownAccount() -> Account? {
        do throws(APIFailure) {
            let token = if let given = try givenToken() { given } else { try knownAnonymous()?.token }
            return token.map { Account(id: $0.account, kind: $0.kind) }
        } catch {
            return nil
        }
    }

    /// The client id: given, or made once and kept.
    package func currentClientID() throws(APIFailure) -> String {
        if let given = sources.clientID, !given.isEmpty {
            guard let id = BearerToken(given, kind: .anonymous) else {
                throw unusable("the given client id holds characters that no id has")
            }
            return id.secret
        }
        if let clientID { return clientID }
        let kept = try onDisk { folder throws(Errno) in try folder.read(Self.clientIDName) }
        if let kept, let token = BearerToken(String(decoding: kept, as: UTF8.self), kind: .anonymous) {
            clientID = token.secret
            return token.secret
        }
        return try makeClientID()
    }

    func makeClientID() throws(APIFailure) -> String {
        let made = sources.makeUUID()
        try onDisk { folder throws(Errno) in try folder.write(Array((made + "\n").utf8), to: Self.clientIDName) }
        clientID = made
        return made
    }

    func onDisk<Value>(_ body: (CredentialFolder) throws(Errno) -> Value) throws(APIFailure) -> Value {
        do throws(Errno) { return try body(folder) } catch { throw unusable("\(error)".lowercased()) }
    }

    func unusable(_ detail: String) -> APIFailure {
        APIFailure(call: .anonymousToken, kind: .credentialsUnusable, detail: detail, mayHaveReachedServer: false)
    }
}
