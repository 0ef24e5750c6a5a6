// Runs a program on a file it must be assumed to be overcome by: with little memory and time, no network, no way to
// write, and nothing of the daemon's environment (FIELD-FACTS 3).

import Subprocess
package import SystemPackage

/// What a tool may use. Passed by util-linux's `prlimit`, because a spawned process cannot be limited by its parent
/// before it runs.
package struct ToolLimits: Hashable, Sendable {
    /// Address space, in bytes.
    package var memory = 1 << 30
    /// Processor time, in whole seconds.
    package var processorSeconds = 20
    package var openFiles = 64
    /// Real time.
    package var deadline = Duration.seconds(30)
    /// Bytes of standard output.
    package var output = 1 << 20

    package init() {}
}

/// Why a tool gave no answer.
package enum ToolProblem: Error, Hashable, Sendable {
    /// It could not be started.
    case unavailable(String)
    case deadlinePassed(Duration)
    /// It wrote more than it may.
    case outputTooLong
    /// It was killed, by a limit or by a fault of its own.
    case killed(signal: Int32)
    case failed(status: Int32, output: [UInt8])
}

package struct ToolSandbox: Sendable {
    package let limits: ToolLimits
    private let prlimit: FilePath
    private let setpriv: FilePath
    private let clock: any Clock<Duration>
    /// What stands before the tool to take its network away; empty where the system does not allow it.
    private var networkIsolation: [String] = []

    /// - Returns: `nil` when the programs that confine are missing: then nothing is run at all.
    package init?(tools: MediaTools, limits: ToolLimits = ToolLimits(), clock: any Clock<Duration> = .continuous) {
        guard let prlimit = tools.prlimit, let setpriv = tools.setpriv else { return nil }
        self.prlimit = prlimit
        self.setpriv = setpriv
        self.limits = limits
        self.clock = clock
    }

    /// The same sandbox, without network where the system lets this process take it away; tried once, here.
    package func isolatingNetwork(by tools: MediaTools) async -> ToolSandbox {
        guard let unshare = tools.unshare?.string else { return self }
        // The superuser may make a network namespace; others only inside a user namespace, if those are allowed.
        for options in [["--net"], ["--user", "--map-current-user", "--net"]] {
            var candidate = self
            candidate.networkIsolation = [unshare] + options + ["--"]
            if (try? await candidate.run(setpriv, arguments: ["--version"])) != nil { return candidate }
        }
        return self
    }

    package var isolatesNetwork: Bool { !networkIsolation.isEmpty }

    /// Runs a program and waits for its end; at the deadline, or when the task is cancelled, it is killed with all it
    /// started.
    /// - Parameter input: becomes its standard input; stays open here.
    /// - Returns: what it wrote to standard output. Standard error is dropped.
    /// - Throws: ``ToolProblem``, or `CancellationError`.
    package func run(
        _ program: FilePath, arguments: [String], input: FileDescriptor? = nil
    ) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask { try await launch(program, arguments: arguments, input: input) }
            group.addTask {
                try await clock.sleep(for: limits.deadline)
                throw ToolProblem.deadlinePassed(limits.deadline)
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }

    private func launch(_ program: FilePath, arguments: [String], input: FileDescriptor?) async throws -> [UInt8] {
        do {
            if let input {
                return try await execute(
                    program, arguments, input: .fileDescriptor(input, closeAfterSpawningProcess: false))
            }
            return try await execute(program, arguments, input: .none)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw error.code == .outputLimitExceeded
                ? ToolProblem.outputTooLong : ToolProblem.unavailable(String(describing: error))
        }
    }

    private func execute(
        _ program: FilePath, _ arguments: [String], input: some InputProtocol
    ) async throws -> [UInt8] {
        let confined =
            [
                "--as=\(limits.memory)", "--cpu=\(limits.processorSeconds)", "--nofile=\(limits.openFiles)",
                "--fsize=0", "--core=0", "--",
            ] + networkIsolation + [setpriv.string, "--no-new-privs", "--", program.string] + arguments

        var options = PlatformOptions()
        // A session of its own, so that the kill reaches whatever the program started.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        let result = try await Subprocess.run(
            .path(prlimit), arguments: Arguments(confined), environment: .custom(["LC_ALL": "C"]),
            workingDirectory: "/", platformOptions: options,
            input: input, output: .bytes(limit: limits.output), error: .discarded)
        switch result.terminationStatus {
        case .exited(0): return result.standardOutput
        case .exited(let status): throw ToolProblem.failed(status: status, output: result.standardOutput)
        case .signaled(let signal): throw ToolProblem.killed(signal: signal)
        }
    }
}
