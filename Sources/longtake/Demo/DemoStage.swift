// The demo's scratch folder and the settings of its daemon.

import Daemon
import Foundation

/// A root and a state directory of the demo's own.
struct DemoStage {
    let root: String
    var inbox: String { root + "/inbox" }
    var outbox: String { root + "/outbox" }
    private let state: String

    /// - Parameter folder: `nil` for a new one below the system's temporary directory.
    init(folder: String?) throws {
        let name = "longtake-demo-\(UUID().uuidString.prefix(8).lowercased())"
        let folder = folder ?? FileManager.default.temporaryDirectory.appending(path: name).path(percentEncoded: false)
        root = folder + "/share"
        state = folder + "/state"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    /// The waits are those of an impatient person; everything else is as shipped.
    func settings() throws -> Settings {
        let options = [
            "root": root, "state": state, "backend.url": "local", "http.listen": "off", "log.level": "error",
            "timing.quiet_check": "300ms", "timing.render_poll": "300ms", "timing.still_working": "10s",
        ]
        return try Settings.read(file: nil, options: options, environment: [:]).settings
    }
}
