// The originals of a finished job go to the archive, those of a failed or cancelled one back to people.

import FileAccess
import JobModel
import Ledger
import Outbox
import Telemetry

extension JobRun {
    func archive() async throws -> StepOutcome {
        guard let outbox = rootOutbox?.outbox else { return rootIsNotServed }
        try await intend(.archive)
        let link = try await projectLink()
        let archived = try outbox.archiveOriginals(of: job, at: job.admitted)
        if let archived { try await noteArchived(archived.files) }
        if let link { tell(.projectLink(link)) }
        if let archived { tell(.archived(archived.folder)) }
        // The last line of the log (FOLDER-CONTRACT 1).
        if let result = job.deliveries.last { tell(.done(result.name, results: job.deliveries.count)) }
        try outbox.clear(job.id)
        return .advance(.archived)
    }

    /// What is not noted for lack of room is never removed by itself.
    private func noteArchived(_ files: [ArchivedFile]) async throws {
        do throws(LedgerError) { try await workshop.archiveBook?.note(files, under: workshop.epoch) } catch {
            guard error.code == .noRoom else { throw error }
        }
    }

    /// What cannot be given back now is tried again later, without a worker: nothing else could be done about it here.
    func returnOriginals() async throws -> StepOutcome {
        guard let root = rootOutbox else { return .stop }
        do {
            let suffix = try root.outbox.returnOriginals(of: job, log: root.log)
            workshop.unreturned.forget(job.id)
            return .advance(.returned(suffix: suffix))
        } catch {
            if workshop.unreturned.isNews(job.id) { workshop.events.record(.service(.trouble(cannotReturn(error)))) }
            return .wait(
                Waiting(for: .disk, "the files cannot be put into failed/.", until: now + settings.creditsPoll))
        }
    }

    /// Removes what is left of the job's folder, once it is recorded where its files are. What cannot be removed goes at
    /// the next start.
    func clearFolder() {
        do throws(FileError) { try rootOutbox?.outbox.clear(job.id) } catch {
            workshop.events.record(.service(.trouble(cannotClear(error))))
        }
    }

    private func cannotClear(_ error: FileError) -> Failure {
        Failure(
            .disk, "The empty folder of job \(job.id) cannot be removed.",
            remedy: "It is in .longtake/claimed and goes at the next start.", cause: error.description)
    }

    private func cannotReturn(_ error: FileError) -> Failure {
        Failure(
            .disk, "The files of job \(job.id) cannot be put into failed/.",
            remedy: "They are tried again by themselves.", cause: error.description)
    }
}
