// The built `longtake` as a process of its own, as an administrator runs it.

import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// A process and what it wrote. It is killed with the value, if it has not ended before.
package final class ProgramUnderTest: Sendable {
    /// Where the test's products lie: `longtake` and `longtake-watch` among them.
    package static let folder: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return FilePath(tests).removingLastComponent().string
    }()

    /// What is known of the process so far.
    private struct Record {
        var processID: pid_t?
        var output = ""
        var hasEnded = false
    }

    private final class Notebook: Sendable {
        let record = Mutex(Record())
    }

    private let notebook = Notebook()
    private let run: Task<TerminationStatus, any Error>

    /// Starts `longtake`.
    /// - Parameter wrapper: a program and its arguments that run it, such as strace's.
    package init(_ arguments: [String], environment: [String: String] = [:], wrapper: [String] = []) {
        let command = wrapper + [Self.folder + "/longtake"] + arguments
        let variables = Dictionary(
            uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0), Optional($1)) })
        let notebook = notebook
        run = Task {
            var options = PlatformOptions()
            options.teardownSequence = []
            defer { notebook.record.withLock { $0.hasEnded = true } }
            let result = try await Subprocess.run(
                .path("/usr/bin/env"), arguments: Arguments(command),
                environment: .inherit.updating(variables), platformOptions: options, input: .none,
                output: .sequence, error: .combinedWithOutput
            ) { execution in
                notebook.record.withLock { $0.processID = execution.processIdentifier.value }
                for try await piece in execution.standardOutput {
                    let text = piece.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                    notebook.record.withLock { $0.output += text }
                }
            }
            return result.terminationStatus
        }
    }

    deinit { run.cancel() }

    /// Everything it wrote to standard output and standard error.
    package var output: String { notebook.record.withLock { $0.output } }

    /// Waits for its end.
    package func ending() async throws -> TerminationStatus { try await run.value }

    /// Sends a signal, once it runs.
    package func send(_ signal: Int32) async throws {
        try await eventually("the process runs") {
            self.notebook.record.withLock { $0.processID != nil || $0.hasEnded }
        }
        guard let id = notebook.record.withLock({ $0.processID }) else { return }
        kill(id, signal)
    }

    /// Kills it as a power cut would, and waits until it is gone.
    package func killAtOnce() async throws {
        try await send(SIGKILL)
        _ = try await ending()
    }

    /// Waits until it has written something.
    package func wrote(_ text: String) async throws {
        try await eventually("longtake writes \"\(text)\"", seen: { self.output }) {
            if self.output.contains(text) { return true }
            if self.notebook.record.withLock({ $0.hasEnded }) { throw NotSeen(wanted: text, seen: self.output) }
            return false
        }
    }
}

/// What a test waited for did not come.
package struct NotSeen: Error, CustomStringConvertible {
    package let wanted: String
    package let seen: String
    package var description: String { "did not come: \(wanted)\n\(seen)" }
}

/// Waits until something that another process brings about is so.
package func eventually(
    _ wanted: String, within limit: Duration = .seconds(120), seen: () -> String = { "" },
    _ isSo: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !isSo() {
        guard ContinuousClock.now < deadline else { throw NotSeen(wanted: wanted, seen: seen()) }
        try await Task.sleep(for: .milliseconds(5))
    }
}
