// A fault that strace puts into one run of the daemon, and the command that does it.

/// What happens at a call.
package enum InjectedFault: Hashable, Sendable {
    /// The process is killed before the call is carried out, as by `kill -9`.
    case kill
    /// The call fails, once, without being carried out.
    case error(String)
    /// All that takes room on a disk fails from this call on.
    case fullDisk

    /// strace's options for the fault at a call.
    /// - Parameter trace: a run without faults that the call was found in.
    func options(at call: TracedCall, in trace: SystemCallTrace) -> [String] {
        switch self {
        case .kill: ["-e", "inject=\(call.name):signal=SIGKILL:when=\(call.number)"]
        case .error(let name): ["-e", "inject=\(call.name):error=\(name):when=\(call.number)"]
        case .fullDisk:
            Self.takingRoom.flatMap { name in
                let before = trace.calls.prefix { $0 != call }.count { $0.name == name }
                return ["-e", "inject=\(name):error=ENOSPC:when=\(before + 1)+"]
            }
        }
    }

    /// The calls that need room for content. Names find room in what a folder has already, mostly.
    package static let takingRoom = ["write", "pwrite64", "pwritev", "fallocate", "copy_file_range"]
}

/// A fault at a call of a job's life.
package struct FaultPoint: Hashable, Sendable, CustomStringConvertible {
    package let fault: InjectedFault
    package let call: TracedCall

    package init(_ fault: InjectedFault, at call: TracedCall) {
        self.fault = fault
        self.call = call
    }

    /// The same in every run.
    package var description: String { "\(faultName) at \(call.point)" }

    private var faultName: String {
        switch fault {
        case .kill: "kill"
        case .error(let name): name
        case .fullDisk: "full disk"
        }
    }

    /// The command that runs a daemon with the fault.
    /// - Parameters:
    ///   - clean: a run without faults that the call was found in.
    ///   - output: where strace writes what it saw.
    package func wrapper(clean: SystemCallTrace, output: String) async throws -> [String] {
        try await Self.tracing(output: output) + fault.options(at: call, in: clean)
    }

    /// The command that runs a daemon and writes down its calls. Programs that it starts are left alone.
    package static func tracing(output: String) async throws -> [String] {
        [
            "strace", "-f", "-b", "execve", "-q", "-yy", "-s", "48", "-o", output, "-E",
            "LD_PRELOAD=\(try await OneWriter.library)", "-e",
            "trace=\(SystemCallTrace.names.joined(separator: ","))",
        ]
    }
}
