// A job's private folder: its files, what is being downloaded for it, and a note of where everything came from.

import JobModel

/// `.longtake/claimed/<job>/`.
package struct ClaimedFolder: Sendable {
    package static let manifestName = "manifest.json" as FileName
    package static let filesName = "files" as FileName
    /// The result while it is being downloaded and checked.
    package static let resultName = "result.mp4" as FileName
    /// The log as it was in the outbox, while the files of a failed job are on their way back.
    package static let takenLogName = "taken.log" as FileName
    /// The log as it will lie beside the returned files.
    package static let readyLogName = "ready.log" as FileName
    /// Which number the files get where they are going, when their names are taken there.
    package static let numberName = "number" as FileName

    package let job: JobID
    package let folder: Directory
    /// The claimed files, under the names they came with.
    package let files: Directory
    private let claimed: Directory

    /// Opens a job's folder, making it when it is missing.
    package static func making(_ job: JobID, in share: ShareRoot) throws(FileError) -> ClaimedFolder {
        let folder = try share.claimed.makingDirectory(path(of: job), mode: 0o700)
        let files = try folder.makingDirectory(RelativePath([filesName]), mode: 0o700)
        return ClaimedFolder(job: job, folder: folder, files: files, claimed: try share.claimed)
    }

    /// Opens a job's folder.
    /// - Returns: `nil` when it is not there.
    package static func existing(_ job: JobID, in share: ShareRoot) throws(FileError) -> ClaimedFolder? {
        do {
            let folder = try share.claimed.directory(path(of: job))
            let files = try folder.makingDirectory(RelativePath([filesName]), mode: 0o700)
            return ClaimedFolder(job: job, folder: folder, files: files, claimed: try share.claimed)
        } catch {
            guard error.isMissing else { throw error }
            return nil
        }
    }

    /// Removes the folder. What people gave must have left it before: a file among ``files`` is an error, not lost.
    package func remove() throws(FileError) {
        try folder.removeDirectory(Self.filesName)
        for entry in try folder.entries() { try folder.remove(entry.name) }
        if let name = FileName(job.rawValue) { try claimed.removeDirectory(name) }
        try claimed.sync()
    }

    private static func path(of job: JobID) -> RelativePath { RelativePath(job.rawValue) ?? .root }
}
