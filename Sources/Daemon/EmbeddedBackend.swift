// The embedded backend as the daemon runs it: up before everything that talks to it, down after.

import LocalBackend
import Logging
import NemoAPI
import ServiceLifecycle

/// `backend.url: local`.
struct EmbeddedBackend {
    private let server: LocalBackendServer
    private let logger: Logger

    init(settings: Settings, state: StateFolder, surroundings: LongtakeDaemon.Surroundings) {
        var backend = LocalBackendSettings(storage: state.backendPath)
        // A token that an operator has set is a good one here.
        if let token = settings.backend.token?.reveal() { backend.acceptedTokens = [token] }
        backend.uploadLimit = Int(settings.intake.maxFile)
        server = LocalBackendServer(settings: backend, logger: surroundings.logger)
        logger = surroundings.logger
    }

    /// Starts the backend, does something that needs its address, and stops it.
    /// - Throws: ``StartProblem`` when it cannot start or ends by itself, or whatever `body` throws.
    func whileRunning(_ body: @escaping @Sendable (NemoAPI.BackendAddress) async throws -> Void) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: server, successTerminationBehavior: .ignore)], logger: logger))
        try await withThrowingTaskGroup(of: Bool.self) { tasks in
            tasks.addTask {
                try await group.run()
                return false
            }
            tasks.addTask {
                try await body(try await address())
                return true
            }
            guard try await tasks.next() == true else {
                throw StartProblem(.surroundings, "the embedded backend has ended by itself")
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private func address() async throws -> NemoAPI.BackendAddress {
        let text: String
        do { text = try await server.address() } catch {
            throw StartProblem(.surroundings, "the embedded backend did not start: \(error)")
        }
        guard let address = NemoAPI.BackendAddress(text) else {
            throw StartProblem(.surroundings, "the embedded backend listens at \(text), which is no address")
        }
        return address
    }
}
