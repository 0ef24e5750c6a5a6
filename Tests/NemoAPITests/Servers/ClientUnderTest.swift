// A client set up for a test's server.

import JobModel
import NemoAPI
import Synchronization
import TestSupport

/// What the tests have in common.
enum Sample {
    static let token = "given-token-of-the-tests-1234567890"
    static let session = SessionID("sid-1")
    static let now = Timestamp(milliseconds: 1_700_000_000_000)
}

/// Counts up where a UUID would be made.
final class CountedNames: Sendable {
    private let count = Mutex(0)

    func next() -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return "00000000-0000-4000-8000-\(String(repeating: "0", count: 12 - String(number).count))\(number)"
    }
}

/// Runs `body` with a client that is shut down after.
@discardableResult
func withClient<Result>(
    of server: ScriptedServer, token: String? = Sample.token, state: TemporaryFolder? = nil,
    limits: [APICall: CallLimits] = [:], time: MonotonicTime = MonotonicTime(ContinuousClock()),
    _ body: (NemoClient) async throws -> Result
) async throws -> Result {
    try await withClient(at: server.base, token: token, state: state, limits: limits, time: time, body)
}

@discardableResult
func withClient<Result>(
    at base: String, token: String? = Sample.token, state: TemporaryFolder? = nil,
    limits: [APICall: CallLimits] = [:], time: MonotonicTime = MonotonicTime(ContinuousClock()),
    _ body: (NemoClient) async throws -> Result
) async throws -> Result {
    let folder = try state ?? TemporaryFolder()
    let names = CountedNames()
    guard let api = BackendAddress(base), let web = BackendAddress("https://example.test") else {
        throw SetupError.badAddress
    }
    let client = NemoClient(
        settings: NemoSettings(api: api, web: web, connectLimit: .seconds(60), limits: limits),
        credentials: CredentialSources(
            givenToken: token, stateFolder: folder.appending("state"), makeUUID: { names.next() }),
        now: { Sample.now }, time: time)
    do {
        let result = try await body(client)
        await client.shutdown()
        return result
    } catch {
        await client.shutdown()
        throw error
    }
}

enum SetupError: Error { case badAddress }
