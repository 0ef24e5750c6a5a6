// The log of a failed or cancelled job goes back with its files: the reason becomes its first line, what to do its last.

import FileAccess
import JobModel

extension EditorLog {
    /// Takes the log out of the outbox and makes of it, in the claimed folder, what will lie beside the returned files.
    /// The outbox is not looked at again once a log was taken from it: a log that is there then is another job's.
    ///
    /// Can be repeated: what was done is seen by the files in the claimed folder.
    /// - Throws: ``FileError`` when there is no room: that is waited for. Any other trouble is told, and the job goes
    ///   without what could not be had.
    func makeReady(_ job: Job, in claimed: ClaimedFolder) throws(FileError) {
        guard try claimed.folder.status(of: ClaimedFolder.readyLogName) == nil else { return }
        try attemptWithRoom(for: job) { () throws(FileError) in try take(name(for: job), of: job, into: claimed) }
        var history: [UInt8] = []
        try attemptWithRoom(for: job) { () throws(FileError) in
            guard try claimed.folder.status(of: ClaimedFolder.takenLogName) != nil else { return }
            history = try claimed.folder.openFile(ClaimedFolder.takenLogName).read(at: 0, count: Self.limit)
        }
        try attemptWithRoom(for: job) { () throws(FileError) in
            try claimed.folder.write(
                Self.ending(of: job).framing(history), to: ClaimedFolder.readyLogName, mode: outbox.settings.mode)
        }
    }

    /// Puts the log that is ready beside the returned files. Nothing happens where it was done before.
    func placeReady(
        _ job: Job, from claimed: ClaimedFolder, in failed: Directory, suffix: String
    ) throws(FileError) {
        try attemptWithRoom(for: job) { () throws(FileError) in
            guard try claimed.folder.status(of: ClaimedFolder.readyLogName) != nil else { return }
            let log = TakeNames(stem: job.origin.stem, take: 1).log.insertingIntoStem(suffix)
            try failed.place(ClaimedFolder.readyLogName, from: claimed.folder, as: log)
        }
    }

    private func take(_ name: FileName, of job: Job, into claimed: ClaimedFolder) throws(FileError) {
        guard try claimed.folder.status(of: ClaimedFolder.takenLogName) == nil else { return }
        let folder = try outbox.folder(of: job.origin)
        guard try folder.status(of: name)?.kind == .file else { return }
        try folder.rename(name, to: claimed.folder, as: ClaimedFolder.takenLogName)
        try folder.sync()
        try claimed.folder.sync()
    }

    private func attemptWithRoom(for job: Job, _ work: () throws(FileError) -> Void) throws(FileError) {
        do { try work() } catch {
            if error.isLackOfRoom { throw error }
            attempt(for: job) { () throws(FileError) in throw error }
        }
    }
}

extension EditorLog {
    /// The first and last line of a failed job's log.
    private struct Ending {
        let reason: String
        let remedy: String

        func framing(_ history: [UInt8]) -> [UInt8] {
            Array("\(reason.shownOnOneLine)\n\n".utf8) + history + Array("\n\(remedy.shownOnOneLine)\n".utf8)
        }
    }

    private static func ending(of job: Job) -> Ending {
        switch job.state {
        case .failed(let failure, _, _): Ending(reason: failure.message, remedy: failure.remedy)
        default: Ending(reason: "Cancelled.", remedy: "To have it done after all, move the files back to the inbox.")
        }
    }
}
