// A share and a state directory for one test, and what an editor does with them.

import Foundation
import LocalBackend
import Logging
import Synchronization
import TestSupport

/// A share before the embedded backend, which renders for real.
package typealias LocalShare = ScratchShare<LocalBackendServer>

/// A root that a daemon under test watches, and a backend for it.
package final class ScratchShare<Backend: Sendable>: Sendable {
    package let folder: TemporaryFolder
    package let backend: Backend
    package let address: String
    private let serving: Task<Void, any Error>

    package var root: String { folder.appending("share") }
    package var state: String { folder.appending("state") }

    /// - Parameter start: makes the backend, which may keep things in the folder, and tells how to run it and where it
    ///   listens then.
    package init(
        startingBackend start: (TemporaryFolder) async throws -> (
            Backend, address: String, serving: Task<Void, any Error>
        )
    ) async throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.appending("share"), withIntermediateDirectories: true)
        (backend, address, serving) = try await start(folder)
    }

    deinit { serving.cancel() }

    /// Starts a daemon on this share, with waits short enough for a test.
    /// - Parameters:
    ///   - root: another root than the share's own.
    ///   - state: another state directory.
    package func daemon(
        _ settings: [String: String] = [:], root: String? = nil, state: String? = nil, wrapper: [String] = []
    ) -> ProgramUnderTest {
        let quick = [
            // The clips of a test are all the same.
            "duplicates": "redo",
            "log.level": "debug", "http.listen": "off", "timing.quiet_check": "50ms", "timing.render_poll": "50ms",
            "timing.recheck_first": "100ms", "timing.recheck_next": "100ms", "timing.breaker": "200ms",
            "timing.retry_base": "10ms", "timing.retry_cap": "100ms", "timing.drain": "1s",
        ].merging(settings) { _, new in new }
        return ProgramUnderTest(
            ["run", "--root", root ?? self.root, "--state", state ?? self.state, "--backend", address]
                + quick.sorted { $0.key < $1.key }.flatMap { ["--set", "\($0.key)=\($0.value)"] },
            wrapper: wrapper)
    }

    // MARK: What an editor does

    /// Makes a clip of one second beside the share.
    /// - Returns: its path.
    package func smallClip() async throws -> String {
        let path = folder.appending("small.mp4")
        try await SmallClip.make(at: path)
        return path
    }

    /// Copies a clip into the inbox, under its final name from the first byte, as a file manager does.
    package func drop(clip: String, as name: String) throws {
        try prepareInbox()
        try FileManager.default.copyItem(atPath: clip, toPath: path("inbox/\(name)"))
    }

    package func drop(prompt: String, as name: String) throws {
        try prepareInbox()
        try Data(prompt.utf8).write(to: URL(fileURLWithPath: path("inbox/\(name)")))
    }

    private func prepareInbox() throws {
        try FileManager.default.createDirectory(atPath: path("inbox"), withIntermediateDirectories: true)
    }

    // MARK: What an editor sees

    package func path(_ name: String) -> String { root + "/" + name }

    package func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// The names in a folder of the root, sorted.
    package func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path(folder)))?.sorted() ?? []
    }

    package func text(of name: String) -> String { (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? "" }

    /// Waits for a file, and tells what the daemon said when it does not come.
    package func waits(for name: String, from daemon: ProgramUnderTest) async throws {
        try await eventually("\(name) is there", seen: { "\(self.tree)\n\(daemon.output)" }) { self.exists(name) }
    }

    /// Waits until no job's files are left in the daemon's own folder.
    package func isWorkedOff(by daemon: ProgramUnderTest) async throws {
        try await eventually("all jobs are over", seen: { "\(self.tree)\n\(daemon.output)" }) {
            self.names(in: ".longtake/claimed").isEmpty
        }
    }

    /// Every path below the root, for messages.
    package var tree: String {
        (FileManager.default.subpaths(atPath: root) ?? []).sorted().joined(separator: "\n")
    }
}

extension ScratchShare<LocalBackendServer> {
    /// A share with the embedded backend, hurried.
    package convenience init() async throws {
        try await self.init { folder in
            var settings = LocalBackendSettings(storage: folder.appending("backend"))
            settings.pace = .milliseconds(20)
            let server = LocalBackendServer(
                settings: settings, logger: Logger(label: "backend") { _ in SwiftLogNoOpLogHandler() })
            let serving = Task { try await server.run() }
            return (server, try await server.address(), serving)
        }
    }

    /// All that the backend has written down about its sessions.
    package var backendSessions: String {
        let sessions = folder.appending("backend/sessions")
        return (FileManager.default.subpaths(atPath: sessions) ?? [])
            .filter { $0.hasSuffix("session.json") }
            .compactMap { try? String(contentsOfFile: sessions + "/" + $0, encoding: .utf8) }
            .joined()
    }
}
