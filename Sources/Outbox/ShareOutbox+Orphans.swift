// Files the ledger knows nothing about, because it was lost: people get them back, and nothing is sent.

import FileAccess
import JobModel
import Telemetry

extension ShareOutbox {
    /// Moves the files of a claimed folder to `failed/`, with a log that says why, and clears the folder. Can be
    /// repeated: where no files are left only the folder goes.
    /// - Parameter origin: where they came from, as the folder's manifest has it; the top of `failed/` without one.
    package func returnOrphan(_ claimed: ClaimedFolder, from origin: Origin?) throws(FileError) {
        // A clip's name is shorter than its prompt's.
        let shortest = try claimed.files.entries().map(\.name).min { $0.bytes.count < $1.bytes.count }
        guard let shortest else { return try claimed.remove() }
        let stem = origin?.stem ?? shortest.stem
        let folder = try share.failed.makingDirectory(origin?.folder ?? .root, mode: settings.folderMode)
        let suffix = try claimed.moveFiles(to: folder)
        let log = try folder.freeName(for: TakeNames(stem: stem, take: 1).log.insertingIntoStem(suffix))
        try folder.write(Array(Self.orphanText.utf8), to: log, mode: settings.mode)
        try claimed.remove()
    }

    private static let orphanText = """
        The service lost its records and does not know what became of this job.

        Nothing was sent again. If a result is in the outbox, all is well.
        To have it done once more, which may be charged once more, move the files back to the inbox.

        """
}
