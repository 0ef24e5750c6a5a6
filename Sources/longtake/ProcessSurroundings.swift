// What the process is given: environment, clocks, its own path. Read here and passed on.

import Daemon
import Foundation
import JobModel
import Logging
import Telemetry
import Timing

enum ProcessSurroundings {
    static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// The running program's own file.
    static var programPath: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }

    static func daemon(logger: Logger, listener: (any EventSink)? = nil) -> LongtakeDaemon.Surroundings {
        LongtakeDaemon.Surroundings(
            programPath: programPath, searchPath: environment["PATH"] ?? "/usr/bin:/bin",
            processID: ProcessInfo.processInfo.processIdentifier, time: .system, newUUID: { UUID().uuidString },
            logger: logger, listener: listener)
    }
}

extension Timekeeper {
    /// The system's clocks.
    static var system: Timekeeper {
        let start = ContinuousClock.now
        return Timekeeper(
            wall: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
            elapsed: { ContinuousClock.now - start },
            sleep: { try await Task.sleep(for: $0) })
    }
}

/// A path made absolute from where the command was started.
func absolutePath(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path(percentEncoded: false)
}
