// The options that stand for settings, the same for every command that needs them.

import ArgumentParser
import Daemon

struct SettingsOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The settings file.", valueName: "file"))
    var config: String?

    @Option(name: .long, help: ArgumentHelp("The state directory: ledger, client id, token.", valueName: "folder"))
    var state: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Any setting by its key, such as timing.render_poll=5s. Repeatable.", valueName: "key=value")
    )
    var assignments: [String] = []

    /// The options as settings, by dotted key.
    func values(adding named: [String: String?] = [:]) throws -> [String: String] {
        var values: [String: String] = [:]
        for assignment in assignments {
            guard let equals = assignment.firstIndex(of: "=") else {
                throw ValidationError("--set takes key=value, not '\(assignment)'.")
            }
            values[String(assignment[..<equals])] = String(assignment[assignment.index(after: equals)...])
        }
        values["state"] = state.map(absolutePath) ?? values["state"]
        for (key, value) in named { if let value { values[key] = value } }
        return values
    }

    /// Reads the settings for a command that looks at the state only.
    func loadForReading(environment: [String: String]) throws -> Settings {
        try Settings.load(file: config, options: values(), environment: environment, needsRoot: false).settings
    }
}
