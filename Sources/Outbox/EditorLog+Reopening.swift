// The log of a job that is taken up again leaves `failed/` with its files.

import FileAccess
import JobModel
import Telemetry

extension EditorLog {
    /// The log on its way, in the claimed folder.
    private static let backName: FileName = "back.log"

    /// Moves the log of an ended job from `failed/` back to the outbox, under the name of its new take, where it goes on.
    /// Where somebody took it away a new one begins.
    /// - Parameter job: as it is after its files were taken again.
    package func takeBack(_ job: Job) {
        let name = TakeNames(stem: job.origin.stem, take: 1).log.insertingIntoStem(job.returnedSuffix)
        attempt(for: job) { () throws(FileError) in
            let failed: Directory
            do throws(FileError) { failed = try outbox.share.failed.directory(job.origin.folder) } catch {
                if error.isMissing { return }
                throw error
            }
            guard try failed.status(of: name)?.kind == .file else { return }
            let history = Self.withoutFrame(try failed.openFile(name).read(at: 0, count: Self.limit))
            guard let claimed = try ClaimedFolder.existing(job.id, in: outbox.share) else { return }
            try claimed.folder.write(history, to: Self.backName, mode: outbox.settings.mode)
            let folder = try outbox.folder(of: job.origin)
            do throws(FileError) {
                try claimed.folder.rename(Self.backName, to: folder, as: self.name(for: job))
            } catch {
                // A log of that name has begun already: the old one stays where it is.
                guard error.isAlreadyThere else { throw error }
                return try claimed.folder.remove(Self.backName)
            }
            try folder.sync()
            try failed.remove(name)
            try failed.sync()
        }
    }

    /// Says, in a log of the name that files were dropped under, that they go on as a job of another name.
    package func refer(from origin: Origin, to job: Job) {
        attempt(for: job) { () throws(FileError) in
            let names = TakeNames(stem: origin.stem, take: try outbox.freeTake(for: origin))
            let line = """
                \(ClockText.local(now()))  This is the same clip and prompt as “\(job.origin.stem)”, which ended without a \
                result and now goes on. What comes of it is told in \(name(for: job)).

                """
            try outbox.folder(of: origin).writeNew(line.utf8, to: names.log, mode: outbox.settings.mode)
        }
    }

    /// The log without the reason at its head and the remedy at its end: both are history now.
    static func withoutFrame(_ log: [UInt8]) -> [UInt8] {
        var lines = log.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if let head = lines.firstIndex(where: \.isEmpty), head == 1 { lines.removeFirst(2) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        if let end = lines.lastIndex(where: \.isEmpty), end == lines.count - 2 { lines.removeLast(2) }
        return Array(lines.joined(separator: [UInt8(ascii: "\n")])) + (lines.isEmpty ? [] : [UInt8(ascii: "\n")])
    }
}
