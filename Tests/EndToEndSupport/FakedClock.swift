// The wall clock of a daemon under test, which a test sets while the daemon runs; what measures waits is left alone.

import Foundation
import Subprocess
import SystemPackage
import TestSupport

/// A wall clock that a program is shown in place of the system's (`Tests/FakedClockShim`). It begins with the right time.
///
/// libfaketime does not serve: it moves the monotonic timers of timerfd_settime(2) along with the wall clock (0.9.10).
package final class FakedClock: Sendable {
    private let folder: TemporaryFolder
    private let library: String
    private var setting: String { folder.appending("clock") }

    /// - Throws: when there is no C compiler, which comes with Swift.
    package init() async throws {
        folder = try TemporaryFolder()
        library = try await Self.built.value.appending(Self.name)
        try Data(count: MemoryLayout<Int64>.size).write(to: URL(fileURLWithPath: setting))
    }

    private static let name = "faked-clock.so"
    private static let source = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .appending("FakedClockShim/faked-clock.c")

    /// The folder of the library, made once in this process.
    private static let built = Task {
        let folder = try TemporaryFolder()
        let compiling = try await Subprocess.run(
            .name("clang"),
            arguments: [
                "-std=gnu11", "-Wall", "-Wextra", "-O1", "-shared", "-fPIC", "-o", folder.appending(name),
                source.string,
            ],
            output: .discarded, error: .string(limit: 65_536))
        guard compiling.terminationStatus.isSuccess else {
            throw NotSeen(wanted: "a library for a faked clock", seen: compiling.standardError)
        }
        return folder
    }

    /// Sets the clock, so many days away from the right time.
    package func jump(days: Int) throws {
        let file = try FileDescriptor.open(setting, .writeOnly)
        try file.closeAfter {
            let seconds = Int64(days) * 86_400
            _ = try withUnsafeBytes(of: seconds) { try file.write(toAbsoluteOffset: 0, $0) }
        }
    }

    /// The program and arguments to run the daemon with.
    package var wrapper: [String] { ["LD_PRELOAD=\(library)", "FAKED_CLOCK=\(setting)"] }
}
