// The C shim that has all of a program's writing system calls made by one thread, compiled for this run of the tests.

import Foundation
import Subprocess
import SystemPackage
import TestSupport

/// `Tests/CrashSweepShim/one-writer.c` as a library that is loaded into a program under test.
package enum OneWriter {
    /// What its thread writes to nowhere when it begins, so that a trace tells which thread it is.
    static let mark = "one writer"

    private static let source = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .appending("CrashSweepShim/one-writer.c")

    private static let made = Task {
        let folder = try TemporaryFolder()
        let library = folder.appending("one-writer.so")
        let result = try await Subprocess.run(
            .name("clang"),
            arguments: [
                "-std=gnu11", "-Wall", "-Wextra", "-O1", "-shared", "-fPIC", "-o", library, source.string,
            ], output: .discarded, error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else {
            throw NotSeen(wanted: "\(source) as a library", seen: result.standardError)
        }
        return (library, folder)
    }

    /// The library's path; compiled once in this process, by the compiler that comes with Swift.
    package static var library: String {
        get async throws { try await made.value.0 }
    }
}
