// `longtake local-backend`: the embedded backend alone, for whoever writes or tests a client.

import ArgumentParser
import Daemon
import LocalBackend
import ServiceLifecycle
import UnixSignals

struct LocalBackendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local-backend",
        abstract: "Run the embedded backend alone, on loopback.",
        discussion: """
            Serves the API of the video backend on 127.0.0.1 and edits with ffmpeg: extend, trim, titles. It makes no \
            new footage. Prints its address when it listens, and runs until stopped.
            """)

    @Option(help: ArgumentHelp("The port to listen on; 0 takes one that is free.", valueName: "number"))
    var port = 8096

    @Option(help: ArgumentHelp("Where sessions, media and renders are kept.", valueName: "folder"))
    var storage = "./longtake-local-backend"

    func run() async throws {
        let defaults = try Settings.read(
            file: nil, environment: ProcessSurroundings.environment, needsRoot: false
        ).settings
        let logger = ServiceLog.logger(defaults.log)
        let settings = LocalBackendSettings(storage: absolutePath(storage), port: port)
        let server = LocalBackendServer(settings: settings, logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                Console.line("The embedded backend listens at \(try await server.address()) (NEMO_API_URL).")
            }
            try await tasks.waitForAll()
        }
    }
}
