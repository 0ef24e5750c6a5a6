// Files the ledger knows nothing about, because it was lost: people get them back, and nothing is sent.

import FileAccess
import JobModel
import Telemetry

extension ShareOutbox {
    /// Moves the files of a claimed folder to `failed/`, with a log that says why, and clears the folder. Can be
    /// repeated: where no files are left only the folder goes.
    /// - Parameters:
    ///   - origin: where they came from, as the folder's manifest has it; the top of `failed/` without one.
    ///   - take: the one whose names the job's log carries, as the manifest has it.
    package func returnOrphan(
        _ claimed: ClaimedFolder, from origin: Origin?, take: Int? = nil
    ) throws(FileError) {
        let names = try claimed.files.entries().map(\.name)
        if !names.isEmpty {
            let history = try takeLog(of: origin, take: take, into: claimed)
            try claimed.folder.write(
                Array(Self.orphanText.utf8) + history, to: ClaimedFolder.readyLogName, mode: settings.mode)
        }
        if try claimed.folder.status(of: ClaimedFolder.readyLogName) != nil {
            let failed = try share.failed.makingDirectory(origin?.folder ?? .root, mode: settings.folderMode)
            let suffix = try claimed.moveFiles(to: failed)
            // A clip's name is shorter than its prompt's.
            let shortest = names.min { $0.bytes.count < $1.bytes.count }
            let log = TakeNames(stem: origin?.stem ?? shortest?.stem ?? Self.unknownStem, take: 1).log
            try failed.place(ClaimedFolder.readyLogName, from: claimed.folder, as: log.insertingIntoStem(suffix))
        }
        try claimed.remove()
    }

    /// Takes the log out of the outbox, unless a result of that take is there, to which it belongs then.
    /// - Returns: what it says.
    private func takeLog(of origin: Origin?, take: Int?, into claimed: ClaimedFolder) throws(FileError) -> [UInt8] {
        if let origin, let take, try claimed.folder.status(of: ClaimedFolder.takenLogName) == nil {
            let folder = try folder(of: origin)
            let names = TakeNames(stem: origin.stem, take: take)
            if try folder.status(of: names.result) == nil, try folder.status(of: names.log)?.kind == .file {
                try folder.rename(names.log, to: claimed.folder, as: ClaimedFolder.takenLogName)
                try folder.sync()
            }
        }
        guard try claimed.folder.status(of: ClaimedFolder.takenLogName) != nil else { return [] }
        return try claimed.folder.openFile(ClaimedFolder.takenLogName).read(at: 0, count: EditorLog.limit)
    }

    /// Moves an entry that nothing can be done with to `failed/`, with a log that says why. A link is moved as such.
    package func returnEntry(
        _ name: FileName, from folder: Directory, at path: RelativePath, saying text: String
    ) throws(FileError) {
        let failed = try share.failed.makingDirectory(path, mode: settings.folderMode)
        let workshop = try share.workshop
        let ready: FileName = "note.log"
        try workshop.write(Array(text.utf8), to: ready, mode: settings.mode)
        try failed.place(name, from: folder, as: name)
        try failed.place(ready, from: workshop, as: TakeNames(stem: name.stem, take: 1).log)
    }

    private static let unknownStem: FileName = "returned"

    private static let orphanText = """
        The service lost its records and does not know what became of this job.

        Nothing was sent again. If a result is in the outbox, all is well.
        To have it done once more, which may be charged once more, move the files back to the inbox.

        """
}
