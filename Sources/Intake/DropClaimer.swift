// Taking a drop: the whole group leaves the inbox by renames, or none of it does.

import FileAccess
import JobModel
import Ledger
import Outbox

/// Moves drops from a root's inbox into claimed folders. The job is in the ledger before the first rename and
/// confirmed after the last, so that a crash in between is finished or undone at the next start.
package struct DropClaimer: Sendable {
    package let share: ShareRoot
    package let ledger: any LedgerWriter
    package let epoch: Epoch
    package let now: @Sendable () -> Timestamp

    package init(
        share: ShareRoot, ledger: any LedgerWriter, epoch: Epoch, now: @escaping @Sendable () -> Timestamp
    ) {
        self.share = share
        self.ledger = ledger
        self.epoch = epoch
        self.now = now
    }

    /// Why a drop was left where it is.
    package struct NotTaken: Error {
        package let reason: String
        /// Whether the job is in other hands, and may be free at the next try.
        package var isBusy = false
    }

    /// Takes the files of a job that was just made.
    /// - Parameter conditions: what the files looked like when they were inspected; a file that differs when it is
    ///   taken was changed in between, and the whole group is put back.
    /// - Returns: the job, claimed.
    /// - Throws: ``NotTaken`` with everything back where it was, or an error of the ledger or the disk. A full disk
    ///   is waited for (FOLDER-CONTRACT 5): nothing is taken.
    package func claim(_ job: Job, conditions: [FileName: FileFingerprint]) async throws -> Job {
        try await claim(job, conditions: conditions) { () throws(LedgerError) in
            try await ledger.admit(job, under: epoch)
        }
    }

    /// Takes the files of a job that had ended once more, so that it goes on (FOLDER-CONTRACT 5). Its log comes back
    /// before anybody can work on it and add to it.
    /// - Returns: the job, claimed.
    /// - Throws: as ``claim(_:conditions:)``; the job is then as it was before.
    package func claim(
        again ended: Job, _ reopening: Reopening, conditions: [FileName: FileFingerprint], log: EditorLog
    ) async throws -> Job {
        var job = ended
        try job.record(.reopened(reopening))
        var claimed = job
        try claimed.record(.claimed)
        return try await claim(job, conditions: conditions) { () throws(LedgerError) in
            _ = try await ledger.record(.reopened(reopening), ofUnclaimed: ended.id, under: epoch, at: now())
        } onceTaken: {
            log.takeBack(claimed)
        }
    }

    private func claim(
        _ job: Job, conditions: [FileName: FileFingerprint], admit: () async throws(LedgerError) -> Void,
        onceTaken: () -> Void = {}
    ) async throws -> Job {
        do throws(LedgerError) {
            try await admit()
        } catch {
            switch error.code {
            case .noRoom: throw NotTaken(reason: error.description)
            // Its worker has not let go of it yet, or somebody else has taken it up again meanwhile.
            case .claimed, .illegalRecord: throw NotTaken(reason: error.description, isBusy: true)
            case .fenced, .missing, .conflict, .unreadable, .failed: throw error
            }
        }
        guard let reason = try take(job, conditions: conditions) else {
            onceTaken()
            return try await confirm(job)
        }
        try await ledger.withdraw(job.id, under: epoch, at: now())
        throw reason
    }

    /// Notes that all files of a job are taken.
    func confirm(_ job: Job) async throws(LedgerError) -> Job {
        try await ledger.confirmClaimed(job.id, under: epoch, at: now())
    }

    /// Where a job's files are taken from, and go back to when they cannot be.
    func source(of job: Job) throws(FileError) -> Directory {
        switch job.reopening?.place {
        case .inbox, nil: try share.inbox
        case .failed: try share.failed
        }
    }

    /// Moves the files of an admitted job into its claimed folder.
    /// - Returns: why they were put back; `nil` when they are all there.
    /// - Throws: when they could neither be taken nor put back. The job stays admitted; the next start settles it.
    private func take(_ job: Job, conditions: [FileName: FileFingerprint]) throws -> NotTaken? {
        let inbox: Directory
        let claimed: ClaimedFolder
        do {
            inbox = try source(of: job).directory(job.origin.folder)
            claimed = try ClaimedFolder.making(job.id, in: share)
        } catch {
            return NotTaken(reason: error.description)
        }
        do {
            let manifest = try claimed.folder.createFile(ClaimedFolder.manifestName, mode: 0o600)
            try manifest.write(ClaimManifest(job).encoded())
            let names = job.takenMembers.map(\.name)
            for name in names { try inbox.rename(name, to: claimed.files, as: name) }
            for name in names { try verify(name, in: claimed.files, condition: conditions[name]) }
            try manifest.sync()
            try claimed.files.sync()
            try claimed.folder.sync()
            try inbox.sync()
            return nil
        } catch {
            try putBack(claimed, into: inbox)
            return (error as? NotTaken) ?? NotTaken(reason: "\(error)")
        }
    }

    /// Puts back whatever has been moved, under other names where theirs are taken meanwhile, and removes the folder.
    func putBack(_ claimed: ClaimedFolder, into inbox: Directory) throws {
        try claimed.moveFiles(to: inbox)
        try claimed.remove()
    }

    /// Nobody can reach the file by name any more; this proves that nobody still holds it open for writing either, and
    /// that it is the file that was inspected (FIELD-FACTS 2, "Leases").
    private func verify(_ name: FileName, in files: Directory, condition: FileFingerprint?) throws {
        let file = try files.openFile(name)
        guard file.isFreeOfWriters() != false else { throw NotTaken(reason: "\(name) is being written to again") }
        // Only now, with no writer left, is what it looks like what it will stay.
        let status = try file.status()
        guard status.fingerprint == condition else { throw NotTaken(reason: "\(name) changed while it was taken") }
        guard status.linkCount == 1 else { throw NotTaken(reason: "\(name) has a second name (a hard link)") }
    }
}
