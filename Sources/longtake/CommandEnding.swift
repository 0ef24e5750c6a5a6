// How a command ends: what it prints last, and with which exit status (FOLDER-CONTRACT 8).

import ArgumentParser
import Daemon
import Glibc
import Ledger

enum CommandEnding {
    /// Prints what went wrong and exits: 1 the thing failed, 2 usage, 78 configuration.
    static func exit(for error: any Error) -> Never {
        switch error {
        case let problem as StartProblem: fail(problem.description, status: problem.exitStatus)
        case let problem as SettingsError: fail(problem.description, status: 78)
        case let problem as LedgerError: fail(problem.description, status: 1)
        case let status as ExitCode: Glibc.exit(status.rawValue)
        default:
            let isUsage = Longtake.exitCode(for: error) == .validationFailure
            if isUsage { fail(Longtake.fullMessage(for: error), status: 2) }
            // Help and version are errors to the parser, and no failure.
            if Longtake.exitCode(for: error) == .success {
                Console.line(Longtake.fullMessage(for: error))
                Glibc.exit(0)
            }
            fail("\(error)", status: 1)
        }
    }

    private static func fail(_ message: String, status: Int32) -> Never {
        Console.complain("longtake: \(message)")
        Glibc.exit(status)
    }
}
