// Where the originals go when a job is over. Every call can be repeated: what has moved already is left alone.

import FileAccess
import JobModel
import Telemetry

extension ShareOutbox {
    /// Archives or deletes the originals of a finished job and clears its claimed folder.
    /// - Returns: the archive's folder below `archive/`; `nil` when the originals were deleted, or were gone already.
    @discardableResult
    package func archiveOriginals(of job: Job, at time: Timestamp) throws(FileError) -> RelativePath? {
        guard let claimed = try ClaimedFolder.existing(job.id, in: share) else { return nil }
        var archived: RelativePath?
        switch settings.originals {
        case .delete:
            for entry in try claimed.files.entries() { try claimed.files.remove(entry.name) }
        case .archive:
            let date = RelativePath(ClockText.localDate(time)) ?? .root
            let path = date / job.origin.folder
            try claimed.moveFiles(to: share.archive.makingDirectory(path, mode: settings.folderMode))
            archived = path
        }
        try claimed.remove()
        return archived
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
