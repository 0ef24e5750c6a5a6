// Notices a ledger that has fallen back to an older state: going on with it would send messages once more.

import FileAccess
import Foundation
import JobModel
import Ledger

/// The number of the last epoch, kept beside the ledger. Numbers of epochs only grow, so a ledger whose new epoch is not
/// above that number is a copy from before the last start. One from within the last run cannot be told by it.
struct EpochMemory {
    private static let name: FileName = "epoch"

    let state: StateFolder

    /// Makes sure of the ledger that has just begun an epoch, and remembers the number.
    /// - Throws: ``StartProblem`` when the ledger is older than what has been done. One without any job is new.
    func check(_ epoch: Epoch, of ledger: any LedgerReader) async throws {
        if let last = try last(), epoch.number <= last, try await !ledger.jobs(.all, limit: 1).isEmpty {
            // The epoch that was just begun must not bring it nearer, however often it is tried.
            try remember(last + 1)
            throw StartProblem(
                .configuration,
                """
                the ledger \(state.ledgerPath.shownOnOneLine) is older than the last run, as one from a backup is: what \
                has been done since would be done, and paid for, again. Move it away together with its -wal and -shm \
                files and start again: claimed files then come back through failed/, and nothing is sent again.
                """)
        }
        try remember(epoch.number)
    }

    private func remember(_ number: Int64) throws(StartProblem) {
        do throws(FileError) {
            try state.directory.write(Array("\(number)\n".utf8), to: Self.name, mode: 0o600)
        } catch {
            throw StartProblem(error, "the state directory cannot be written: \(error)")
        }
    }

    private func last() throws(StartProblem) -> Int64? {
        do {
            let bytes = try state.directory.contents(of: Self.name, limit: 64)
            return Int64(String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        } catch {
            if error.isMissing { return nil }
            throw StartProblem(error, "\(error)")
        }
    }
}
