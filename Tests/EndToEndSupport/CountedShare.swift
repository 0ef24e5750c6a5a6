// A share before the backend that counts and fails, for tests of what a daemon does when things go wrong.

import CountingBackend
import Foundation
import TestSupport

/// A share before a ``CountingServer``, which does no video work.
package typealias CountedShare = ScratchShare<CountingServer>

extension ScratchShare<CountingServer> {
    /// A share with a backend that answers at once, every render of which results in a clip of one second.
    /// - Parameters:
    ///   - credits: what an anonymous token comes with. PROTOCOL says 100, which is two messages; most tests want more.
    ///   - change: changes the backend's settings before it starts.
    package convenience init(
        credits: Int = 100_000, _ change: (inout CountingSettings) -> Void = { _ in }
    ) async throws {
        var settings = CountingSettings()
        settings.anonymousCredits = credits
        change(&settings)
        let server = try CountingServer(clip: [UInt8](try await SmallClip.bytes()), settings: settings)
        try await self.init { _ in
            try await server.start()
            let serving = Task {
                // Sleeps until the share is given up.
                defer { server.stop() }
                while true { try await Task.sleep(for: .seconds(3600)) }
            }
            return (server, server.address, serving)
        }
    }

    /// Drops the small clip with a prompt, the prompt first.
    package func drop(_ stem: String = "clip", prompt: String) throws {
        try drop(prompt: prompt, as: "\(stem).prompt.txt")
        try Data(backend.clip).write(to: URL(fileURLWithPath: path("inbox/\(stem).mp4")))
    }

    /// The render that a file of the share came from; `nil` when it is no result of this backend.
    package func render(of name: String) -> String? {
        FileManager.default.contents(atPath: path(name)).flatMap { MarkedClip.render(of: $0) }
    }

    /// Takes the backend down: its connections are reset, new ones refused.
    package func backendDown() { backend.goDown() }

    /// Brings the backend back on the same port, with everything it remembered.
    package func backendUp() throws { try backend.goUp() }
}

extension SmallClip {
    private static let made = Task {
        let folder = try TemporaryFolder()
        let path = folder.appending("small.mp4")
        try await make(at: path)
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }

    /// A clip of one second, made once in this process.
    package static func bytes() async throws -> Data { try await made.value }
}
