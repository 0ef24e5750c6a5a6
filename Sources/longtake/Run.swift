// `longtake run`: the daemon.

import ArgumentParser
import Daemon
import Logging
import Telemetry

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watch a folder and work off what is dropped there, until stopped.",
        discussion: """
            Runs in the foreground and writes its own log to standard error, as service managers like it. SIGTERM and \
            SIGINT stop it: running steps get timing.drain to finish, and what is left goes on at the next start.
            """)

    @Option(
        name: .long, help: ArgumentHelp("The watched root; its folders are made when missing.", valueName: "folder"))
    var root: String?

    @Option(
        name: .long,
        help: ArgumentHelp("The backend's address, or 'local' for the embedded one.", valueName: "address|local"))
    var backend: String?

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let values = try options.values(adding: ["root": root.map(absolutePath), "backend.url": backend])
        let (settings, warnings) = try Settings.load(
            file: options.config, options: values, environment: ProcessSurroundings.environment)
        let logger = ServiceLog.logger(settings.log)
        let log = DaemonLog(logger)
        for warning in warnings { log.record(.service(.settingsWarning("\(warning)"))) }
        try await LongtakeDaemon(settings: settings, surroundings: ProcessSurroundings.daemon(logger: logger)).run()
    }
}
