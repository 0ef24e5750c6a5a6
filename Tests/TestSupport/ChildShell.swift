// Another process that does something to a test's files and can be told to stop: a writer, a holder of a lock.

import Foundation

/// A shell script in a process of its own, in a working directory of its own.
package final class ChildShell: Sendable {
    /// A script that did not do what it was started for.
    package struct Failed: Error {
        package let script: String
        package let status: Int32
    }

    private let process: Process
    private let input: Pipe

    /// Starts a script and returns when it has said `ready`. It should then `read` a line: that returns when
    /// ``end()`` is called, or this process dies.
    package init(_ script: String, in folder: String) throws {
        process = Process()
        input = Pipe()
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-euc", script]
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var said = Data()
        while !said.starts(with: Data("ready\n".utf8)) {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { throw Failed(script: script, status: -1) }
            said.append(more)
        }
    }

    /// The process, for signals.
    package var identifier: pid_t { process.processIdentifier }

    /// Lets the script go on to its end and waits for it.
    package func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Kills the script as a crash would, and waits until it is gone.
    package func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    deinit {
        guard process.isRunning else { return }
        kill()
    }

    /// Runs a script to its end.
    package static func run(_ script: String, in folder: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-euc", script]
        process.currentDirectoryURL = URL(filePath: folder)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(script: script, status: process.terminationStatus)
        }
    }
}
