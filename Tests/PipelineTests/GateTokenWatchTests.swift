// A new token in the file wakes the jobs that wait for one.

import Foundation
import JobModel
import TestSupport
import Testing
import Timing

@testable import NemoAPI
@testable import Pipeline

@Suite(.timeLimit(.minutes(5)))
struct GateTokenWatchTests {
    private let folder: TemporaryFolder
    private let time = ManualTimekeeper()
    private let tokens: TokenKeeper

    init() throws {
        folder = try TemporaryFolder()
        let path = folder.appending("token")
        tokens = TokenKeeper(
            sources: CredentialSources(tokenFile: path, stateFolder: folder.appending("state"), makeUUID: { "uuid" }),
            now: time.timekeeper.wall
        ) { _ throws(APIFailure) in throw APIFailure(call: .anonymousToken, kind: .unwell(.broken)) }
        try save("first")
    }

    private func save(_ token: String) throws {
        try token.write(toFile: folder.appending("token"), atomically: true, encoding: .utf8)
    }

    /// Has the watch run for as long as `body` does, which hears of changes.
    private func watching(_ body: (inout AsyncStream<Void>.Iterator) async throws -> Void) async throws {
        let (changes, teller) = AsyncStream.makeStream(of: Void.self)
        let watch = TokenWatch(tokens: tokens, time: time.timekeeper) { teller.yield() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watch.run() }
            var iterator = changes.makeAsyncIterator()
            try await body(&iterator)
            group.cancelAll()
        }
    }

    private func refuse() async throws {
        let token = try await tokens.current()
        await #expect(throws: APIFailure.self) { try await tokens.replacement(for: token, on: .state) }
    }

    @Test func `each change that follows a refusal is told, however long it takes to come`() async throws {
        try await watching { changes in
            for token in ["second", "third"] {
                try await refuse()
                for _ in 0..<3 {
                    await time.sleepers(1)
                    time.advance(by: .seconds(1))
                }
                await time.sleepers(1)
                try save(token)
                time.advance(by: .seconds(1))
                #expect(await changes.next() != nil)
                #expect(try await tokens.current().secret == token)
            }
        }
    }

    @Test func `a change that a job has noticed first wakes the others all the same`() async throws {
        try await watching { changes in
            try await refuse()
            await time.sleepers(1)
            try save("second")
            _ = try await tokens.current()
            time.advance(by: .seconds(1))
            #expect(await changes.next() != nil)
        }
    }

    @Test func `a token that had been refused before the watch began is looked for too`() async throws {
        try await refuse()
        try await watching { changes in
            await time.sleepers(1)
            try save("second")
            time.advance(by: .seconds(1))
            #expect(await changes.next() != nil)
        }
    }
}
