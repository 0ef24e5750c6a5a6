// What becomes of a given token that the backend refuses (PROTOCOL 10, 1001): nothing is asked with it again.

import Foundation
import JobModel
import TestSupport
import Testing

@testable import NemoAPI

@Suite(.timeLimit(.minutes(5)))
struct GivenTokenTests {
    private let folder: TemporaryFolder
    private var path: String { folder.appending("token") }

    init() throws { folder = try TemporaryFolder() }

    private func keeper(given: String? = nil) -> TokenKeeper {
        TokenKeeper(
            sources: CredentialSources(
                givenToken: given, tokenFile: path, stateFolder: folder.appending("state"), makeUUID: { "uuid" }),
            now: { Sample.now }
        ) { _ throws(APIFailure) in throw APIFailure(call: .anonymousToken, kind: .unwell(.broken)) }
    }

    private func save(_ token: String) throws { try token.write(toFile: path, atomically: true, encoding: .utf8) }

    /// A keeper whose token file holds a token that has been refused.
    private func refused() async throws -> TokenKeeper {
        try save("first")
        let keeper = keeper()
        await refuse(try await keeper.current(), to: keeper)
        return keeper
    }

    private func refuse(_ token: BearerToken, to keeper: TokenKeeper) async {
        await #expect {
            try await keeper.replacement(for: token, on: .state)
        } throws: {
            ($0 as? APIFailure)?.kind == .tokenRefused && ($0 as? APIFailure)?.mayHaveReachedServer == true
        }
    }

    @Test func `a refused token is not handed out again`() async throws {
        let keeper = try await refused()
        for _ in 0..<3 {
            await #expect {
                try await keeper.current(for: .upload)
            } throws: {
                $0 as? APIFailure
                    == APIFailure(call: .upload, kind: .tokenRefused, mayHaveReachedServer: false)
            }
            #expect(await keeper.takeChange() == false)
        }
        #expect(await keeper.isFileWatched)
    }

    @Test func `a refused token of the environment stays so, and there is no file to watch`() async throws {
        try save("another")
        let keeper = keeper(given: "abc")
        await refuse(try await keeper.current(), to: keeper)
        await #expect(throws: APIFailure.self) { try await keeper.current() }
        #expect(await keeper.takeChange() == false)
        #expect(await keeper.isFileWatched == false)
    }

    @Test func `another token in the file is used at once`() async throws {
        let keeper = try await refused()
        try save("second")
        #expect(try await keeper.current().secret == "second")
    }

    @Test(arguments: [true, false])
    func `whoever notices the change first, those who wait are told of it once`(_ isNoticedByJob: Bool) async throws {
        let keeper = try await refused()
        try save("second")
        if isNoticedByJob { _ = try await keeper.current() }
        #expect(await keeper.takeChange())
        #expect(await keeper.takeChange() == false)
        #expect(await keeper.isFileWatched == false)
    }

    @Test func `the same token saved again is tried again, once`() async throws {
        let keeper = try await refused()
        try save("first")
        #expect(await keeper.takeChange())
        await refuse(try await keeper.current(), to: keeper)
        await #expect(throws: APIFailure.self) { try await keeper.current() }
    }

    @Test func `a late refusal of the old token does not touch the new one`() async throws {
        try save("first")
        let keeper = keeper()
        let old = try await keeper.current()
        try save("second")
        #expect(try await keeper.replacement(for: old, on: .state).secret == "second")
        #expect(try await keeper.current().secret == "second")
    }

    @Test(arguments: ["", "two words"])
    func `a file without a token is watched until there is one`(_ content: String) async throws {
        try save(content)
        let keeper = keeper()
        await #expect(throws: APIFailure.self) { try await keeper.current() }
        #expect(await keeper.isFileWatched)
        #expect(await keeper.takeChange() == false)
        try save("first")
        #expect(await keeper.takeChange())
        #expect(try await keeper.current().secret == "first")
    }

    @Test func `each trouble is announced once to who watches the file`() async throws {
        let keeper = try await refused()
        var troubles = keeper.fileTroubles.makeAsyncIterator()
        #expect(await troubles.next() != nil)
        await #expect(throws: APIFailure.self) { try await keeper.current() }
        try save("second")
        await refuse(try await keeper.current(), to: keeper)
        #expect(await troubles.next() != nil)
    }
}
