// A daemon of a sweep: what it said, and whether it has ended.

import EndToEndSupport
import Synchronization

/// A daemon whose end can be asked for.
final class SweepDaemon: Sendable {
    private let program: ProgramUnderTest
    private let ended = Mutex(false)

    init(_ program: ProgramUnderTest) {
        self.program = program
        Task { [weak self] in
            _ = try? await program.ending()
            self?.ended.withLock { $0 = true }
        }
    }

    var output: String { program.output }
    /// Whether it has, with all that it had started.
    var hasEnded: Bool { ended.withLock { $0 } }
}
