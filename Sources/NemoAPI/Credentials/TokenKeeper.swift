// Gives every call its token, and gets one new token for all when it is refused (PROTOCOL 10, 1001).

import JobModel
import SystemPackage

/// The one place that knows tokens.
///
/// However many calls are refused with the same token at once, one new one is fetched, and all go on with it.
package actor TokenKeeper {
    /// An anonymous token as the backend gave it.
    struct Fetched: Sendable {
        let token: String
        let bindID: String?
    }

    typealias Fetch = @Sendable (_ clientID: String) async throws(APIFailure) -> Fetched

    static let tokenName = "anonymous-token"
    static let clientIDName = "client-id"

    private let sources: CredentialSources
    private let folder: CredentialFolder
    private let now: @Sendable () -> Timestamp
    private let fetch: Fetch

    private var anonymous: AnonymousTokenRecord?
    /// Whether ``anonymous`` is on disk. It is not used before: a backend gives one in seven days, and a restart must
    /// find it again.
    private var isKept = false
    /// The token that this clock takes for run out and the backend would not replace.
    private var outlived: BearerToken?
    private var clientID: String?
    private var fetching: Task<Result<BearerToken, APIFailure>, Never>?
    private var fileToken: (trace: CredentialFolder.FileTrace?, token: BearerToken)?

    init(sources: CredentialSources, now: @escaping @Sendable () -> Timestamp, fetch: @escaping Fetch) {
        self.sources = sources
        folder = CredentialFolder(path: FilePath(sources.stateFolder))
        self.now = now
        self.fetch = fetch
    }

    /// The token to use now. Fetches and keeps an anonymous one when there is no other.
    package func current() async throws(APIFailure) -> BearerToken {
        if let given = try givenToken() { return given }
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
        if let given = try givenToken(rereading: true) {
            guard given.secret != refused.secret else { throw APIFailure(call: call, kind: .tokenRefused, status: 401) }
            return given
        }
        if let anonymous, anonymous.token.secret != refused.secret { return anonymous.token }
        return try await fetchOnce()
    }

    /// Reads the token file again now, whether or not it looks changed.
    /// - Returns: whether the token is another one.
    package func reload() throws(APIFailure) -> Bool {
        let before = fileToken?.token
        fileToken = nil
        return try givenToken(rereading: true) != before
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
}

extension TokenKeeper {
    private func givenToken(rereading: Bool = false) throws(APIFailure) -> BearerToken? {
        if let given = sources.givenToken, !given.isEmpty {
            guard let token = BearerToken(given, kind: .given) else {
                throw unusable("the given token holds characters that no token has")
            }
            return token
        }
        guard let path = sources.tokenFile else { return nil }
        let trace = CredentialFolder.trace(path)
        if !rereading, let fileToken, fileToken.trace == trace { return fileToken.token }
        let bytes = try onDisk { _ throws(Errno) in try CredentialFolder.readNamed(path) }
        guard let bytes else { throw unusable("the token file is not there") }
        guard let token = BearerToken(String(decoding: bytes, as: UTF8.self), kind: .given) else {
            throw unusable("the token file does not hold a token")
        }
        fileToken = (trace, token)
        return token
    }

    private func knownAnonymous() throws(APIFailure) -> AnonymousTokenRecord? {
        if let anonymous {
            try keep(anonymous)
            return anonymous
        }
        let clientID = try currentClientID()
        let kept = try onDisk { folder throws(Errno) in try folder.read(Self.tokenName) }
        guard let record = kept.flatMap(AnonymousTokenRecord.init(json:)), record.clientID == clientID else {
            return nil
        }
        anonymous = record
        isKept = true
        return record
    }

    private func keep(_ record: AnonymousTokenRecord) throws(APIFailure) {
        guard !isKept else { return }
        try onDisk { folder throws(Errno) in try folder.write(record.json, to: Self.tokenName) }
        isKept = true
    }

    /// Joins the fetching that is under way, or begins one. It is nobody's child, so that one caller's end does not
    /// take the token from the others, and a caller that is cancelled does not wait for it.
    private func fetchOnce() async throws(APIFailure) -> BearerToken {
        let task = fetching ?? Task { await self.fetchAndKeep() }
        fetching = task
        // A stream ends with the cancellation of its reader; waiting for a task's value does not.
        let (results, teller) = AsyncStream<Result<BearerToken, APIFailure>>.makeStream()
        Task {
            teller.yield(await task.value)
            teller.finish()
        }
        for await result in results { return try result.get() }
        throw APIFailure(call: .anonymousToken, kind: .cancelled, mayHaveReachedServer: false)
    }

    private func fetchAndKeep() async -> Result<BearerToken, APIFailure> {
        defer { fetching = nil }
        do throws(APIFailure) {
            var clientID = try currentClientID()
            let fetched: Fetched
            do throws(APIFailure) {
                fetched = try await fetch(clientID)
            } catch  where error.kind == .clientIDMissing && sources.clientID == nil {
                clientID = try makeClientID()
                fetched = try await fetch(clientID)
            }
            guard let token = BearerToken(fetched.token, kind: .anonymous, bindID: fetched.bindID) else {
                throw APIFailure(call: .anonymousToken, kind: .unwell(.unreadable))
            }
            let record = AnonymousTokenRecord(
                token: token, clientID: clientID, expires: now() + AnonymousTokenRecord.lifetime)
            (anonymous, isKept) = (record, false)
            try keep(record)
            return .success(token)
        } catch {
            return .failure(error)
        }
    }

    private func makeClientID() throws(APIFailure) -> String {
        let made = sources.makeUUID()
        try onDisk { folder throws(Errno) in try folder.write(Array((made + "\n").utf8), to: Self.clientIDName) }
        clientID = made
        return made
    }

    private func onDisk<Value>(_ body: (CredentialFolder) throws(Errno) -> Value) throws(APIFailure) -> Value {
        do throws(Errno) { return try body(folder) } catch { throw unusable("\(error)".lowercased()) }
    }

    private func unusable(_ detail: String) -> APIFailure {
        APIFailure(call: .anonymousToken, kind: .credentialsUnusable, detail: detail, mayHaveReachedServer: false)
    }
}
