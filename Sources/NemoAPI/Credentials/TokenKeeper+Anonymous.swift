// The free token: fetched once for all, kept, and not asked for again while the backend says no.

import JobModel
import SystemPackage

extension TokenKeeper {
    /// How long the backend is not asked again after a 429 that names no time.
    static let fetchRestTime = Duration.seconds(60)

    func knownAnonymous() throws(APIFailure) -> AnonymousTokenRecord? {
        if let anonymous {
            try keep(anonymous)
            return anonymous
        }
        let clientID = try currentClientID()
        if let record = try recorded(in: Self.tokenName, for: clientID) {
            anonymous = record
            isKept = true
            return record
        }
        // A crash may have come between the writing and the renaming, and there is no other for a week.
        guard let record = try recorded(in: CredentialFolder.nameAside(of: Self.tokenName), for: clientID) else {
            return nil
        }
        anonymous = record
        try keep(record)
        return record
    }

    private func recorded(in name: String, for clientID: String) throws(APIFailure) -> AnonymousTokenRecord? {
        let bytes = try onDisk { folder throws(Errno) in try folder.read(name) }
        return bytes.flatMap(AnonymousTokenRecord.init(json:)).flatMap { $0.clientID == clientID ? $0 : nil }
    }

    /// Joins the fetching that is under way, or begins one. It is nobody's child, so that one caller's end does not
    /// take the token from the others, and a caller that is cancelled does not wait for it.
    /// - Throws: ``APIFailure``; the one of the last 429, without a request, until its time is over.
    func fetchOnce() async throws(APIFailure) -> BearerToken {
        let rest = (fetchRest?.until ?? .zero) - time.now()
        if fetching == nil, let fetchRest, rest > .zero {
            throw APIFailure(
                call: .anonymousToken, kind: .rateLimited(retryAfter: rest), detail: fetchRest.failure.detail,
                mayHaveReachedServer: false)
        }
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
            if case .rateLimited(let retryAfter) = error.kind {
                // At least a second: many may be waiting, and each would ask.
                let rest = max(retryAfter ?? Self.fetchRestTime, .seconds(1))
                fetchRest = (time.now() + rest, error)
            }
            return .failure(error)
        }
    }

    private func keep(_ record: AnonymousTokenRecord) throws(APIFailure) {
        guard !isKept else { return }
        try onDisk { folder throws(Errno) in try folder.write(record.json, to: Self.tokenName) }
        isKept = true
    }
}
