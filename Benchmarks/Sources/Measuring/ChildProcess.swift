// Programs that are measured or compared with: started, met again by their process id, ended.

import Foundation

/// A running program. It stays in this process's group, so that an interrupt at the keyboard ends it as well.
package final class ChildProcess {
    package let id: pid_t
    private var isOver = false

    /// Where programs are found that are named without a path.
    package static let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

    /// - Parameters:
    ///   - program: its path.
    ///   - environment: all of it; nothing is inherited.
    ///   - input: its standard input; `nil` is an empty one. The same goes for the others.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], input: Descriptor? = nil,
        output: Descriptor? = nil, errors: Descriptor? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (source, target) in zip([input, output, errors], [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]) {
            if let source {
                posix_spawn_file_actions_adddup2(&actions, source.number, target)
            } else {
                posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_RDWR, 0)
            }
        }
        var id: pid_t = 0
        let code = withCStrings([program] + arguments) { words in
            withCStrings(environment.map { "\($0)=\($1)" }) { variables in
                posix_spawn(&id, program, &actions, nil, words, variables)
            }
        }
        guard code == 0 else { throw CannotMeasure("cannot start \(program): \(String(cString: strerror(code)))") }
        self.id = id
    }

    deinit { end() }

    /// Ends it at once: there is nothing it would have to put away, its folder goes with it.
    package func end() {
        guard !isOver else { return }
        kill(id, SIGKILL)
        waitpid(id, nil, 0)
        isOver = true
    }

    /// Waits until it has ended by itself.
    /// - Throws: ``CannotMeasure`` unless it ended well.
    package func wait() throws {
        var status: Int32 = 0
        try system("wait for process \(id)") { waitpid(id, &status, 0) }
        isOver = true
        guard status == 0 else { throw CannotMeasure("process \(id) ended with status \(status)") }
    }

    package var hasEnded: Bool {
        var facts = siginfo_t()
        return waitid(P_PID, id_t(id), &facts, WEXITED | WNOHANG | WNOWAIT) != 0 || facts.si_signo != 0
    }
}

/// Hands over a NULL-ended array of C strings that are there as long as the call lasts.
private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
) rethrows -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return try body(pointers + [nil])
}
