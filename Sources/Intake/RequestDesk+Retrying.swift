// `longtake jobs retry`: what dragging the files back does, by command.

import FileAccess
import Inspection
import JobModel
import Ledger
import Outbox
import Telemetry
import Timing

extension RequestDesk {
    /// Takes the files out of `failed/` and lets the job go on from the step that failed.
    /// - Returns: `nil` as long as its files are on their way.
    func retry(_ job: Job, mayResend: Bool) async throws -> RequestAnswer? {
        if let reason = reasonNotToRetry(job) {
            return RequestAnswer(isGranted: false, "Job \(job.id) \(reason).")
        }
        guard let shelf = shelves[job.origin.root] else {
            return RequestAnswer(isGranted: false, "The watch folder of job \(job.id) is not served now.")
        }
        guard job.canBeReopened else { return nil }
        do {
            guard let (members, conditions) = try files(of: job, on: shelf) else {
                return RequestAnswer(
                    isGranted: false,
                    """
                    The files of job \(job.id) are no longer in failed/ as they were. Drop them into the inbox instead.
                    """)
            }
            let take = try shelf.outbox.freeTake(for: job.origin)
            let reopening = Reopening(of: job, members: members, from: .failed, take: take, mayResend: mayResend)
            let reopened = try await shelf.claimer.claim(
                again: job, reopening, conditions: conditions, log: shelf.log)
            shelf.log.tell(.takenUpAgain(isAnew: reopening.startsOver), of: reopened)
            changed()
            return RequestAnswer(isGranted: true, "Job \(job.id) goes on.")
        } catch let error as DropClaimer.NotTaken {
            if error.isBusy { return nil }
            return RequestAnswer(
                isGranted: false, "The files of job \(job.id) could not be taken: \(error.reason). Try again.")
        } catch let error as FileError {
            return RequestAnswer(isGranted: false, "The files of job \(job.id) could not be taken: \(error).")
        }
    }

    /// - Returns: `nil` for a job that has ended, or whose files are on their way.
    private func reasonNotToRetry(_ job: Job) -> String? {
        switch job.state {
        case .finished: "is finished"
        case .active(.arriving): nil
        case .active, .waiting: "has not ended"
        case .failed, .cancelled: job.refusal.map { _ in "was refused before it began; drop its files again" }
        }
    }

    /// The job's files as they lie in `failed/`.
    /// - Returns: `nil` when one is missing or has another content.
    private func files(
        of job: Job, on shelf: Shelf
    ) throws(FileError) -> (members: [Member], conditions: [FileName: FileFingerprint])? {
        let folder: Directory
        do throws(FileError) { folder = try shelf.outbox.share.failed.directory(job.origin.folder) } catch {
            if error.isMissing { return nil }
            throw error
        }
        var members: [Member] = []
        var conditions: [FileName: FileFingerprint] = [:]
        for (member, name) in zip(job.members, job.returnedNames) {
            guard let status = try folder.status(of: name), status.kind == .file, status.size == member.size,
                try holds(folder.openFile(name), member, of: job)
            else { return nil }
            members.append(
                Member(
                    name: name, role: member.role, size: member.size, contentType: member.contentType,
                    digest: member.digest, link: member.link))
            conditions[name] = status.fingerprint
        }
        return (members, conditions)
    }
    /// Whether a file still holds what the job was made of; of a prompt that is the steps it asks for.
    private func holds(_ file: OpenFile, _ member: Member, of job: Job) throws(FileError) -> Bool {
        switch member.role {
        case .media:
            guard let digest = member.digest else { return true }
            return try file.digest() == digest
        case .prompt:
            guard
                case .text(let prompt) = DropInspector.reading(
                    of: try file.read(at: 0, count: PromptText.sizeLimit + 1), in: member.name)
            else { return false }
            return Plan(prompt: prompt.steps) == job.plan
        }
    }
}
