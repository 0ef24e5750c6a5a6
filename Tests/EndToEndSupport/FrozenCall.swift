// Stops a daemon right after one of its system calls, with all its threads, so that a test can do to it what it likes.

/// A system call at which strace stops the program (FIELD-FACTS 5).
package struct FrozenCall: Sendable {
    private let call: String
    private let file: String

    /// - Parameters:
    ///   - call: the system call's name.
    ///   - file: a path that it must be given, as the program writes it.
    package init(_ call: String, on file: String) {
        self.call = call
        self.file = file
    }

    /// The program and arguments to run the daemon with.
    package var wrapper: [String] {
        [
            "strace", "-f", "-qq", "-o", "/dev/null", "-P", file, "-e", "trace=\(call)",
            "-e", "inject=\(call):signal=SIGSTOP:when=1",
        ]
    }
}
