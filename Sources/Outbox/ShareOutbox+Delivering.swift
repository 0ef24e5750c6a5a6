// Putting a finished MP4 into the outbox: complete or not at all, over nothing that is there.

import FileAccess
import JobModel

extension ShareOutbox {
    /// What came of trying to place a result.
    package enum Placement: Hashable, Sendable {
        case placed(FileName)
        /// Somebody put a file of that name there; another take has to be chosen and recorded.
        case taken
        /// The result is not in the claimed folder, and was not placed either.
        case missing
    }

    /// The take the next result may carry: the job's own, whose log it has begun, unless a result of it is there.
    package func takeForResult(of job: Job) throws(FileError) -> Int {
        let folder = try folder(of: job.origin)
        let own = TakeNames(stem: job.origin.stem, take: job.take)
        let isUsed = job.deliveries.contains { $0.take == job.take }
        if !isUsed, try folder.status(of: own.result) == nil { return job.take }
        return try freeTake(for: job.origin, from: job.take + 1)
    }

    /// Moves a checked result from the claimed folder into the outbox under the names of a take. The take must be
    /// recorded before, so that after a crash the same call finds out what it had done: a result that has left the
    /// claimed folder was placed, even if somebody has collected it since. Where the disk fails right after the move the
    /// result is taken back, for the job will then fail: nobody shall find both a result and a failure.
    /// - Parameter mayBePlaced: whether the take was recorded by an earlier run, so that the result may have left.
    package func place(
        _ claimed: ClaimedFolder, of job: Job, take: Int, mayBePlaced: Bool = true
    ) throws(FileError) -> Placement {
        let folder = try folder(of: job.origin)
        let name = TakeNames(stem: job.origin.stem, take: take).result
        guard try claimed.folder.status(of: ClaimedFolder.resultName) != nil else {
            guard mayBePlaced else { return .missing }
            try folder.sync()
            return .placed(name)
        }
        let result = try claimed.folder.openFile(ClaimedFolder.resultName)
        try result.setPermissions(settings.mode)
        try result.sync()
        do {
            try claimed.folder.rename(ClaimedFolder.resultName, to: folder, as: name)
        } catch {
            guard error.isAlreadyThere else { throw error }
            return .taken
        }
        do {
            try folder.sync()
            try claimed.folder.sync()
        } catch {
            // A full disk is waited for, and the result may as well stay.
            if !error.isLackOfRoom { try? folder.rename(name, to: claimed.folder, as: ClaimedFolder.resultName) }
            throw error
        }
        return .placed(name)
    }
}
