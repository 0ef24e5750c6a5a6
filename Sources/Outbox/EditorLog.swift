// `clip.log`, which grows in the outbox while a job runs. It tells; it never fails a job (FOLDER-CONTRACT 3).

import FileAccess
import JobModel
import Telemetry

/// The logs of one root's jobs.
package struct EditorLog: Sendable {
    private let outbox: ShareOutbox
    private let events: any EventSink
    private let now: @Sendable () -> Timestamp

    /// Longer logs are cut when they move to `failed/`. Bytes.
    private static let limit = 1 << 20

    package init(outbox: ShareOutbox, events: any EventSink, now: @escaping @Sendable () -> Timestamp) {
        self.outbox = outbox
        self.events = events
        self.now = now
    }

    /// Records an event, and adds its sentence to the job's log when it has one.
    package func tell(_ event: JobEvent, of job: Job) {
        events.record(.job(job.id, event))
        guard let sentence = EditorSentence.text(for: event) else { return }
        attempt(for: job) { () throws(FileError) in
            let file = try outbox.folder(of: job.origin).openForAppending(name(for: job), mode: outbox.settings.mode)
            if try file.status().size == 0 { try file.setPermissions(outbox.settings.mode) }
            try file.write(Array("\(ClockText.local(now()))  \(sentence)\n".utf8))
        }
    }

    /// Moves the log beside the returned originals: the reason becomes its first line, what to do its last.
    /// Can be repeated; a crash between writing the one and removing the other leaves the log in both places.
    /// - Parameter evenUnwritten: whether those two are told when there is no log in the outbox.
    func moveToFailed(_ job: Job, suffix: String, evenUnwritten: Bool) {
        let name = name(for: job)
        var history: [UInt8]?
        attempt(for: job) { () throws(FileError) in
            let folder = try outbox.folder(of: job.origin)
            guard try folder.status(of: name)?.kind == .file else { return }
            history = try folder.openFile(name).read(at: 0, count: Self.limit)
        }
        guard evenUnwritten || history != nil else { return }
        attempt(for: job) { () throws(FileError) in
            let failed = try outbox.share.failed.makingDirectory(job.origin.folder, mode: outbox.settings.folderMode)
            let log = TakeNames(stem: job.origin.stem, take: 1).log.insertingIntoStem(suffix)
            let text = Self.ending(of: job).framing(history ?? [])
            try failed.write(text, to: failed.freeName(for: log), mode: outbox.settings.mode)
            guard history != nil else { return }
            let folder = try outbox.folder(of: job.origin)
            try folder.remove(name)
            try folder.sync()
        }
    }

    private func name(for job: Job) -> FileName { TakeNames(stem: job.origin.stem, take: job.take).log }

    private func attempt(for job: Job, _ work: () throws(FileError) -> Void) {
        do { try work() } catch { events.record(.job(job.id, .logUnwritable(error.description))) }
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
