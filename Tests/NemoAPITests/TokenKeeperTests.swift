// One token for all, kept safely, and one new one for all when it is refused (PROTOCOL 10, 1001).

import Foundation
import JobModel
import Synchronization
import TestSupport
import Testing

@testable import NemoAPI

@Suite(.timeLimit(.minutes(5)))
struct TokenKeeperTests {
    /// A backend that hands out numbered tokens, or refuses.
    private final class Counter: Sendable {
        private struct State {
            var fetches: [String] = []
            var refusals: [APIFailure.Kind] = []
        }

        private let state = Mutex(State())

        var clientIDs: [String] { state.withLock { $0.fetches } }

        /// What the next fetches are answered with instead of a token.
        func refuse(with kinds: [APIFailure.Kind]) { state.withLock { $0.refusals = kinds } }

        func fetch(_ clientID: String) throws(APIFailure) -> TokenKeeper.Fetched {
            let (number, refusal) = state.withLock { state in
                state.fetches.append(clientID)
                return (state.fetches.count, state.refusals.isEmpty ? nil : state.refusals.removeFirst())
            }
            if let refusal { throw APIFailure(call: .anonymousToken, kind: refusal) }
            return TokenKeeper.Fetched(token: "nmv_usr_\(number)", bindID: "bind-\(number)")
        }
    }

    private let folder: TemporaryFolder
    private let counter = Counter()

    init() throws { folder = try TemporaryFolder() }

    private func keeper(
        given: String? = nil, file: String? = nil, clientID: String? = nil, now: Timestamp = Sample.now,
        clock: ManualClock = ManualClock(), gate: AsyncStream<Void>? = nil
    ) -> TokenKeeper {
        let names = CountedNames()
        let counter = counter
        return TokenKeeper(
            sources: CredentialSources(
                givenToken: given, tokenFile: file, stateFolder: folder.appending("state"), clientID: clientID,
                makeUUID: { names.next() }),
            now: { now }, time: MonotonicTime(clock)
        ) { clientID throws(APIFailure) in
            if let gate { for await _ in gate { break } }
            return try counter.fetch(clientID)
        }
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `the given token comes first and nothing is fetched or written`() async throws {
        let token = try await keeper(given: "abc", file: folder.appending("token")).current()
        #expect(token.secret == "abc" && token.kind == .given)
        #expect(counter.clientIDs.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.appending("state")))
    }

    @Test func `the token file comes next and is read again when it changes`() async throws {
        let path = folder.appending("token")
        try "first\n".write(toFile: path, atomically: true, encoding: .utf8)
        let keeper = keeper(file: path)
        #expect(try await keeper.current().secret == "first")
        try "second\r\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try await keeper.current().secret == "second")
    }

    @Test(arguments: ["", " \n", "two words", "tok\u{7F}en", "tök"])
    func `a token file without a token is said to be that`(_ content: String) async throws {
        let path = folder.appending("token")
        try content.write(toFile: path, atomically: true, encoding: .utf8)
        await #expect { try await keeper(file: path).current() } throws: {
            ($0 as? APIFailure)?.kind == .credentialsUnusable
        }
    }

    @Test func `a token file that is missing is not replaced by a free token`() async throws {
        await #expect(throws: APIFailure.self) { try await keeper(file: folder.appending("none")).current() }
        #expect(counter.clientIDs.isEmpty)
    }

    @Test func `an anonymous token is fetched once, kept for its owner alone and found again`() async throws {
        let first = try await keeper().current()
        #expect(first.secret == "nmv_usr_1" && first.kind == .anonymous && first.bindID == "bind-1")
        #expect(try await keeper().current() == first)
        #expect(counter.clientIDs.count == 1)
        #expect(try mode(folder.appending("state")) == 0o700)
        for name in ["anonymous-token", "client-id"] { #expect(try mode(folder.appending("state/\(name)")) == 0o600) }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.appending("state")).sorted() == [
                "anonymous-token", "client-id",
            ])
    }

    @Test func `the client id is made once, and a given one wins`() async throws {
        let made = try await keeper().currentClientID()
        #expect(try await keeper().currentClientID() == made)
        #expect(try await keeper(clientID: "mine").currentClientID() == "mine")
    }

    @Test func `a token of another client id is not used`() async throws {
        _ = try await keeper().current()
        #expect(try await keeper(clientID: "mine").current().secret == "nmv_usr_2")
    }

    @Test func `after seven days a new token is fetched with the same client id`() async throws {
        _ = try await keeper().current()
        #expect(try await keeper(now: Sample.now + .seconds(7 * 86_400 - 1)).current().secret == "nmv_usr_1")
        #expect(try await keeper(now: Sample.now + .seconds(7 * 86_400)).current().secret == "nmv_usr_2")
        #expect(Set(counter.clientIDs).count == 1)
    }

    @Test func `a token that only this clock takes for old is used on when there is no new one`() async throws {
        let first = try await keeper().current()
        counter.refuse(with: [.rateLimited(retryAfter: nil), .rateLimited(retryAfter: nil)])
        let late = keeper(now: Sample.now + .seconds(8 * 86_400))
        #expect(try await late.current() == first)
        #expect(try await late.current() == first)
        #expect(counter.clientIDs.count == 2)
    }

    @Test func `refusals of the same token fetch one new token for all`() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        open.yield()
        let keeper = keeper(gate: gate)
        let old = try await keeper.current()
        let tokens = try await withThrowingTaskGroup(of: BearerToken.self) { group in
            for _ in 0..<20 { group.addTask { try await keeper.replacement(for: old, on: .state) } }
            open.yield()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(tokens.map(\.secret)) == ["nmv_usr_2"])
        #expect(try await keeper.replacement(for: old, on: .state).secret == "nmv_usr_2")
        #expect(counter.clientIDs.count == 2)
    }

    @Test(arguments: [(.seconds(9), 9), (.zero, 1), (nil, 60)] as [(Duration?, Int)])
    func `a refused new token is remembered, and asked for again when its time has come`(
        _ retryAfter: Duration?, _ seconds: Int
    ) async throws {
        let clock = ManualClock()
        let keeper = keeper(clock: clock)
        let old = try await keeper.current()
        counter.refuse(with: [.rateLimited(retryAfter: retryAfter)])
        await #expect {
            try await keeper.replacement(for: old, on: .state)
        } throws: {
            ($0 as? APIFailure)?.kind == .rateLimited(retryAfter: retryAfter)
        }
        clock.advance(by: .milliseconds(250))
        let failures = await withTaskGroup(of: APIFailure?.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    do throws(APIFailure) { _ = try await keeper.replacement(for: old, on: .state) } catch {
                        return error
                    }
                    return nil
                }
            }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(counter.clientIDs.count == 2)
        let failure = try #require(failures.first ?? nil)
        #expect(failures.count == 1 && failure.call == .anonymousToken && !failure.mayHaveReachedServer)
        #expect(failure.kind == .rateLimited(retryAfter: .seconds(seconds) - .milliseconds(250)))
        clock.advance(by: .seconds(seconds) - .milliseconds(250))
        #expect(try await keeper.replacement(for: old, on: .state).secret == "nmv_usr_3")
    }

    @Test func `a first token that is not to be had is not asked for by every job`() async throws {
        let clock = ManualClock()
        let keeper = keeper(clock: clock)
        counter.refuse(with: [.rateLimited(retryAfter: nil)])
        for _ in 0..<5 { await #expect(throws: APIFailure.self) { try await keeper.current() } }
        #expect(counter.clientIDs.count == 1)
        clock.advance(by: .seconds(60))
        #expect(try await keeper.current().secret == "nmv_usr_2")
    }

    @Test func `other failures to fetch a token are not remembered`() async throws {
        let keeper = keeper()
        counter.refuse(with: [.unwell(.status(503))])
        await #expect(throws: APIFailure.self) { try await keeper.current() }
        #expect(try await keeper.current().secret == "nmv_usr_2")
    }

    @Test func `the account is known without asking the backend`() async throws {
        let keeper = keeper()
        #expect(await keeper.knownAccount() == nil)
        #expect(counter.clientIDs.isEmpty)
        let token = try await keeper.current()
        #expect(await keeper.knownAccount() == Account(id: token.account, kind: .anonymous))
        #expect(await self.keeper().knownAccount()?.id == token.account)
        #expect(await self.keeper(given: "abc").knownAccount()?.kind == .given)
        #expect(await self.keeper(file: folder.appending("none")).knownAccount() == nil)
    }

    @Test func `a client id that the backend does not take is replaced, unless it was given`() async throws {
        counter.refuse(with: [.clientIDMissing])
        _ = try await keeper().current()
        #expect(Set(counter.clientIDs).count == 2)
        counter.refuse(with: [.clientIDMissing])
        await #expect(throws: APIFailure.self) { try await keeper(clientID: "mine").current() }
    }

    @Test func `a state folder that cannot be written to is said to be that, and no token is lost to it`() async throws
    {
        let path = folder.appending("state")
        let keeper = keeper(clientID: "mine")
        try "in the way".write(toFile: path, atomically: true, encoding: .utf8)
        await #expect { try await keeper.current() } throws: { ($0 as? APIFailure)?.kind == .credentialsUnusable }
        try FileManager.default.removeItem(atPath: path)
        let token = try await keeper.current()
        #expect(try await self.keeper(clientID: "mine").current() == token)
    }

    @Test(arguments: ["", "{", "[]", #"{"token":"a b","client_id":"mine","expires":1}"#, #"{"token":"a"}"#])
    func `a token record that is damaged is as good as none`(_ content: String) async throws {
        try FileManager.default.createDirectory(atPath: folder.appending("state"), withIntermediateDirectories: false)
        try content.write(toFile: folder.appending("state/anonymous-token"), atomically: true, encoding: .utf8)
        #expect(try await keeper(clientID: "mine").current().secret == "nmv_usr_1")
    }

    @Test func `a token does not show itself`() throws {
        let token = try #require(BearerToken("secret-token", kind: .given))
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), dumped, token.account.rawValue, "\([token])"] {
            #expect(!text.contains("secret"))
        }
        #expect(token.account.rawValue.count == 16)
    }
}
