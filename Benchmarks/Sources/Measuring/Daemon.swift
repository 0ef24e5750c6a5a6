// The program under test: `longtake run` with a root of its own.

import Foundation

/// A running daemon whose jobs all wait for a backend that never answers.
package final class Daemon {
    package let root: String
    private let program: String
    private let process: ChildProcess
    private let log: String
    private let backend: SilentBackend
    private let places: [String]

    /// Starts it.
    /// - Parameters:
    ///   - program: the path of `longtake`; `longtake-watch` lies beside it.
    ///   - folder: a folder to make, for the root and the state.
    ///   - settings: what is set otherwise than by default, as `key=value`.
    ///   - wrapper: a program and its arguments that become the daemon.
    ///   - prepare: lays out what is to be in the root before the start.
    package init(
        _ program: String, in folder: String, settings: [String], wrapper: [String] = [],
        prepare: (_ root: String) throws -> Void = { _ in }
    ) throws {
        self.program = program
        root = "\(folder)/root"
        log = "\(folder)/daemon.log"
        // Made here, so that they can be observed from the first moment.
        for path in [folder, root, "\(root)/inbox", "\(root)/outbox"] { try makeFolder(path) }
        try prepare(root)
        // What an installed service is set to must not count.
        let settingsFile = "\(folder)/settings.yaml"
        try Descriptor.opening(settingsFile, O_WRONLY | O_CREAT).close()
        places = ["--config", settingsFile, "--state", "\(folder)/state"]
        backend = try SilentBackend()
        let command =
            wrapper + [program, "run"] + places + ["--root", root, "--backend", backend.address]
            + (["http.listen=off"] + settings).flatMap { ["--set", $0] }
        process = try ChildProcess(
            command[0], Array(command.dropFirst()), environment: ["PATH": ChildProcess.searchPath],
            errors: try Descriptor.opening(log, O_WRONLY | O_CREAT | O_APPEND))
    }

    /// Meters of the daemon and of its watcher, as soon as that runs.
    package func meters() async throws -> [ProcessMeter] {
        var watcher: ProcessMeter?
        try await waits(for: "longtake starts longtake-watch, which lies beside it") {
            watcher = try ProcessMeter.child(of: process.id, named: "longtake-watch")
            return watcher != nil
        }
        return [try ProcessMeter("longtake", of: process.id)] + [watcher].compactMap(\.self)
    }

    /// Waits until something is so, by asking for it every 20 ms.
    /// - Throws: ``CannotMeasure`` when the daemon ends, or when it takes too long.
    package func waits(
        for wanted: String, within limit: Duration = patience, until isSo: () throws -> Bool
    ) async throws {
        let deadline = SuspendingClock.now + limit
        while try !isSo() {
            guard !process.hasEnded else { throw CannotMeasure("longtake has ended:\n\(logged)") }
            guard SuspendingClock.now < deadline else {
                throw CannotMeasure("not within \(limit): \(wanted)\n\(logged.suffix(4000))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Runs `longtake` once more, beside the daemon and with its settings.
    /// - Returns: what it wrote to its standard output.
    package func answer(to arguments: [String]) throws -> Data {
        let output = "\(log).answer"
        let file = try Descriptor.opening(output, O_WRONLY | O_CREAT | O_TRUNC)
        let command = try ChildProcess(
            program, arguments + places, environment: ["PATH": ChildProcess.searchPath], output: file)
        try command.wait()
        return try Data(contentsOf: URL(fileURLWithPath: output))
    }

    /// Ends it, before its folder is taken away.
    package func end() { process.end() }

    /// What it has written to its standard error.
    package var logged: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
}
