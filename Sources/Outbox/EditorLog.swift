// `clip.log`, which grows in the outbox while a job runs. It tells; it never fails a job (FOLDER-CONTRACT 3).

import FileAccess
import JobModel
import Telemetry

/// The logs of one root's jobs.
package struct EditorLog: Sendable {
    let outbox: ShareOutbox
    private let events: any EventSink
    let now: @Sendable () -> Timestamp

    /// Longer logs are cut when they move to `failed/`. Bytes.
    static let limit = 1 << 20

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
            let folder = try outbox.folder(of: job.origin)
            let file = try folder.openForAppending(name(for: job), mode: outbox.settings.mode)
            let isNew = try file.status().size == 0
            if isNew { try file.setPermissions(outbox.settings.mode) }
            try file.write(Array("\(ClockText.local(now()))  \(sentence)\n".utf8))
            // A power cut must not leave an empty log, or lines of NULs (FIELD-FACTS 1.5).
            try file.sync()
            if isNew { try folder.sync() }
        }
    }

    func name(for job: Job) -> FileName { TakeNames(stem: job.origin.stem, take: job.take).log }

    func attempt(for job: Job, _ work: () throws(FileError) -> Void) {
        do { try work() } catch { events.record(.job(job.id, .logUnwritable(error.description))) }
    }
}
