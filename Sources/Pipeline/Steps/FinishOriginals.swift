// The originals of a finished job go to the archive, those of a failed or cancelled one back to people.

import FileAccess
import JobModel
import Outbox
import Telemetry

extension JobRun {
    func archive() async throws -> StepOutcome {
        guard let outbox = rootOutbox?.outbox else { return rootIsNotServed }
        try await intend(.archive)
        if let path = try outbox.archiveOriginals(of: job, at: job.admitted) { tell(.archived(path)) }
        return .advance(.archived)
    }

    /// Tried until it succeeds or the daemon stops: the jobs behind this one wait for it, and nothing else could be
    /// done about it here.
    func returnOriginals() async throws -> StepOutcome {
        guard let root = rootOutbox else { return .stop }
        var hasComplained = false
        while true {
            do {
                let suffix = try root.outbox.returnOriginals(of: job, log: root.log)
                return .advance(.returned(suffix: suffix))
            } catch {
                if !hasComplained { workshop.events.record(.service(.trouble(cannotReturn(error)))) }
                hasComplained = true
            }
            guard await pause(settings.creditsPoll) else { return .stop }
        }
    }

    private func cannotReturn(_ error: FileError) -> Failure {
        Failure(
            .disk, "The files of job \(job.id) cannot be put into failed/.",
            remedy: "They are tried again by themselves.", cause: error.description)
    }
}
