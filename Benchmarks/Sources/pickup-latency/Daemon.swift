// The program under test: `longtake run` with a root of its own.

import Foundation

/// A running daemon whose jobs all wait for a backend that never answers.
final class Daemon {
    /// `timing.settle_prompt`.
    static let settling = Duration.milliseconds(200)

    let root: String
    private let process: ChildProcess
    private let log: String
    private let backend: SilentBackend

    /// Starts it.
    /// - Parameters:
    ///   - program: the path of `longtake`; `longtake-watch` lies beside it.
    ///   - folder: a folder to make, for the root and the state.
    init(_ program: String, in folder: String) throws {
        root = "\(folder)/root"
        log = "\(folder)/daemon.log"
        // Made here, so that they can be observed from the first moment.
        for path in [folder, root, "\(root)/inbox", "\(root)/outbox"] { try makeFolder(path) }
        // What an installed service is set to must not count.
        let settingsFile = "\(folder)/settings.yaml"
        try Descriptor.opening(settingsFile, O_WRONLY | O_CREAT).close()
        backend = try SilentBackend()
        let settings = [
            "workers=1", "http.listen=off", "log.level=warning",
            "timing.settle_prompt=\(Int(Self.settling.milliseconds))ms",
            // Longer than any run, so that neither a rescan nor a note to the editor has a part in it.
            "timing.rescan=1h", "timing.reminder=1h", "timing.lone=1h",
        ]
        process = try ChildProcess(
            program,
            [
                "run", "--config", settingsFile, "--root", root, "--state", "\(folder)/state",
                "--backend", backend.address,
            ] + settings.flatMap { ["--set", $0] },
            environment: ["PATH": ChildProcess.searchPath],
            errors: try Descriptor.opening(log, O_WRONLY | O_CREAT | O_APPEND))
    }

    /// Meters of the daemon and of its watcher, as soon as that runs.
    func meters() async throws -> [ProcessMeter] {
        let deadline = SuspendingClock.now + patience
        while true {
            guard !process.hasEnded else { throw CannotMeasure("longtake has ended:\n\(logged)") }
            if let watcher = try ProcessMeter.child(of: process.id, named: "longtake-watch") {
                return [try ProcessMeter("longtake", of: process.id), watcher]
            }
            guard SuspendingClock.now < deadline else {
                throw CannotMeasure("longtake has not started longtake-watch; is it beside it?\n\(logged)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Ends it, before its folder is taken away.
    func end() { process.end() }

    /// What it has written to its standard error.
    var logged: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
}
