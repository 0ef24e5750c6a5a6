// A result that is still in the outbox as it was delivered, for a job that asks for the same once more.

import FileAccess
import JobModel

extension ShareOutbox {
    /// Copies a result into a claimed folder, if it is still there and every byte of it is what was delivered. Whoever
    /// put another file in its place, or works on it just now, is not trusted.
    /// - Parameter origin: of the job it was delivered for.
    /// - Returns: whether it is there.
    package func copyResult(
        _ delivery: Delivery, of origin: Origin, into claimed: ClaimedFolder
    ) throws(FileError) -> Bool {
        guard let facts = delivery.facts, let digest = facts.digest else { return false }
        let outbox = try folder(of: origin)
        guard let status = try outbox.status(of: delivery.name), status.kind == .file, status.size == facts.size,
            let source = try openable(delivery.name, in: outbox)
        else { return false }
        try claimed.folder.remove(ClaimedFolder.resultName)
        let copy = try claimed.folder.createFile(ClaimedFolder.resultName, mode: 0o600)
        guard try source.copy(facts.size, to: copy) == digest else {
            try claimed.folder.remove(ClaimedFolder.resultName)
            return false
        }
        try copy.sync()
        try claimed.folder.sync()
        return true
    }

    /// - Returns: `nil` where it was swapped for something else, or may not be read.
    private func openable(_ name: FileName, in folder: Directory) throws(FileError) -> OpenFile? {
        do { return try folder.openFile(name) } catch {
            if error.isLackOfRoom || error.isFailureOfDisk { throw error }
            return nil
        }
    }
}
