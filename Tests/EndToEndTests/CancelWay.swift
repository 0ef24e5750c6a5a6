// The ways in which a person stops a job, for the tests of what that does.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

/// How a person says so.
enum CancelWay: String, CaseIterable, Sendable {
    case command
    case note

    /// Cancels a clip's newest job, and waits until the wish is known.
    /// - Returns: the command, which waits for its answer; `nil` where there is none.
    func cancel(_ clip: String, in share: CountedShare) async throws -> ProgramUnderTest? {
        switch self {
        case .note:
            try share.drop(prompt: "", as: "\(clip).cancel.txt")
            try await eventually("the note is taken", seen: { share.tree }) {
                !share.exists("inbox/\(clip).cancel.txt")
            }
            return nil
        case .command:
            let id = try await share.job(clip)
            // The job stands still: nobody else writes into the ledger.
            let stamp = share.ledgerStamp
            let command = ProgramUnderTest(["jobs", "cancel", id, "--state", share.state])
            try await eventually("the wish is left", seen: { command.output }) {
                (share.ledgerStamp != stamp && !share.isLedgerBeingWritten) || !command.output.isEmpty
            }
            return command
        }
    }

    /// What a command that cancelled a job says at its end; after ten seconds, on a machine that is busy, that it will be.
    static func isAnswered(_ command: ProgramUnderTest?) async throws {
        guard let command else { return }
        #expect(try await command.ending() == .exited(0), "\(command.output)")
        #expect(command.output.contains("is cancelled") || command.output.contains("Noted"), "\(command.output)")
    }
}
