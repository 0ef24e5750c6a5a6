// Where the originals go when a job is over. Every call can be repeated: what has moved already is left alone.

import FileAccess
import JobModel
import Telemetry

extension ShareOutbox {
    /// What became of archived originals.
    package struct Archived: Hashable, Sendable {
        /// Below `archive/`.
        package let folder: RelativePath
        package let files: [ArchivedFile]
    }

    /// Archives or deletes the originals of a finished job. Its claimed folder stays until ``clear(_:)``.
    /// - Returns: `nil` when the originals were deleted, or were gone already.
    package func archiveOriginals(of job: Job, at time: Timestamp) throws(FileError) -> Archived? {
        guard let claimed = try ClaimedFolder.existing(job.id, in: share) else { return nil }
        switch settings.originals {
        case .delete:
            for entry in try claimed.files.entries() { try claimed.files.remove(entry.name) }
            return nil
        case .archive:
            let date = RelativePath(ClockText.localDate(time)) ?? .root
            let path = date / job.origin.folder
            let folder = try share.archive.makingDirectory(path, mode: settings.folderMode)
            let suffix = try claimed.moveFiles(to: folder)
            var files: [ArchivedFile] = []
            for member in job.members {
                let name = member.name.insertingIntoStem(suffix)
                // What moved before a crash is told from what a person put there since.
                guard let facts = try folder.status(of: name), facts.kind == .file, facts.size == member.size else {
                    continue
                }
                files.append(ArchivedFile(root: share.path, path: path / name, facts))
            }
            return Archived(folder: path, files: files)
        }
    }

    /// Puts the originals of a failed or cancelled job into `failed/`, with their log beside them.
    ///
    /// In this order, so that a crash leaves nothing twice and nothing undone: the log is taken from the outbox and made
    /// ready in the claimed folder, the files move, the log follows under their number. The claimed folder knows that
    /// number and stays until it is recorded; then ``clear(_:)`` has to be called.
    /// - Returns: what was added to the stem of their names because those were taken.
    package func returnOriginals(of job: Job, log: EditorLog) throws(FileError) -> String {
        guard let claimed = try ClaimedFolder.existing(job.id, in: share) else { return "" }
        let failed = try share.failed.makingDirectory(job.origin.folder, mode: settings.folderMode)
        if try !claimed.files.entries().isEmpty { try log.makeReady(job, in: claimed) }
        let suffix = try claimed.moveFiles(to: failed)
        try log.placeReady(job, from: claimed, in: failed, suffix: suffix)
        return suffix
    }

    /// Removes the claimed folder of a job whose files have all left it. Nothing happens when it is gone already.
    package func clear(_ job: JobID) throws(FileError) { try ClaimedFolder.existing(job, in: share)?.remove() }
}
