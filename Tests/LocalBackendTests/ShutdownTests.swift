// How the server goes down: renders are stopped and kept for later, open connections do not hold it up.

import Foundation
import LocalBackend
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@Suite struct ShutdownTests {
    /// Runs the server as the daemon does, and asks it to go once `body` has returned.
    private func withShutdown(
        in folder: String, faults: [Fault] = [], after body: @escaping @Sendable (RunningBackend) async throws -> Void
    ) async throws {
        var settings = LocalBackendSettings(storage: folder)
        settings.pace = .zero
        settings.heartbeat = .milliseconds(5)
        settings.acceptedTokens = [RunningBackend.givenToken]
        var logger = Logger(label: "backend")
        logger.logLevel = .critical
        let server = LocalBackendServer(settings: settings, faults: faults, logger: logger)
        let services = ServiceGroup(configuration: .init(services: [server], logger: logger))
        async let running: Void = services.run()
        try await body(RunningBackend(server: server, address: try await server.address()))
        await services.triggerGracefulShutdown()
        try await running
    }

    @Test func `a render in progress is stopped, its ffmpeg ended, and it is pending again`() async throws {
        let folder = try TemporaryFolder()
        try await withShutdown(in: folder.path) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            _ = try await backend.say("extend by 60 seconds", in: session)
            let draft = try #require(try await backend.draft(of: session))
            _ = try await backend.export("render_1", draft, of: session)
            _ = try await backend.status(of: "render_1", until: ["processing"])
        }
        let record = try String(contentsOfFile: folder.appending("renders/render_1/render.json"), encoding: .utf8)
        #expect(record.contains(#""status" : "pending""#))
        for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(process) != nil {
            let command = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            #expect(command.range(of: Data("\(folder.path)/renders".utf8)) == nil)
        }
    }

    @Test(arguments: [Fault.Effect.heartbeatsOnly(worked: true), .hang(worked: false), .delay(milliseconds: 600_000)])
    func `a connection that would never end does not hold up a shutdown`(_ effect: Fault.Effect) async throws {
        let folder = try TemporaryFolder()
        try await withShutdown(in: folder.path, faults: [Fault(.message, .every, effect)]) { backend in
            let session = try await backend.openSession()
            _ = try await backend.upload(SampleClip.bikes, to: session)
            // Nobody waits for its answer.
            Task { try? await backend.say("trim the first second", in: session) }
            while backend.server.faults.counts.received(.message) == 0 { await Task.yield() }
        }
    }

    @Test func `tokens can be expired and credits set while it runs`() async throws {
        let folder = try TemporaryFolder()
        try await withBackend(in: folder.path) { backend in
            let token = RunningBackend.givenToken
            #expect(try await backend.send("GET", "/api/credits/balance/simple").status == 200)
            try await backend.server.setCredits(3, ofToken: token)
            let credits = try await backend.send("GET", "/api/credits/balance/simple")
            #expect(try credits.data["available"] as? Int == 3)
            try await backend.server.expire(token: token)
            #expect(try await backend.send("GET", "/api/credits/balance/simple").status == 401)
        }
    }
}
