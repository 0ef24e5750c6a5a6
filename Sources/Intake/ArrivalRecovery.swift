// What a crash left half taken is finished or put back before anything new is taken.

import FileAccess
import JobModel
import Ledger
import Outbox
import Telemetry

/// Settles claimed folders at start (FIELD-FACTS 4, "claiming").
package struct ArrivalRecovery: Sendable {
    package let claimer: DropClaimer
    package let outbox: ShareOutbox
    package let events: any EventSink

    package init(claimer: DropClaimer, outbox: ShareOutbox, events: any EventSink) {
        self.claimer = claimer
        self.outbox = outbox
        self.events = events
    }

    /// A folder that cannot be settled is told and left to the next start.
    /// - Returns: the jobs that were finished and can be worked on now; with what was brought back of those that had
    ///   ended before.
    /// - Throws: an error of the ledger.
    package func run() async throws -> [(job: Job, reopening: Reopening?)] {
        var recovered: [(job: Job, reopening: Reopening?)] = []
        for job in try await claimer.ledger.jobs(.arriving, limit: .max) where job.origin.root == claimer.share.path {
            try await telling(job.id) {
                if let claimed = try await settle(job) { recovered.append((claimed, job.reopening)) }
            }
        }
        try await returnOrphans()
        return recovered
    }

    private func settle(_ job: Job) async throws -> Job? {
        let claimed = try ClaimedFolder.existing(job.id, in: claimer.share)
        if let claimed, try holdsAllFiles(claimed, of: job) {
            takeBackLog(of: job)
            let job = try await claimer.confirm(job)
            events.record(.intake(.recovered(job.id, wasFinished: true)))
            return job
        }
        if let claimed {
            let inbox = try claimer.source(of: job).makingDirectory(job.origin.folder, mode: 0o775)
            try claimer.putBack(claimed, into: inbox)
        }
        try await claimer.ledger.withdraw(job.id, under: claimer.epoch, at: claimer.now())
        events.record(.intake(.recovered(job.id, wasFinished: false)))
        return nil
    }

    /// Of a job that had ended before: its log comes back before anybody can add to it.
    private func takeBackLog(of job: Job) {
        var claimed = job
        guard job.reopening != nil, (try? claimed.record(.claimed)) != nil else { return }
        EditorLog(outbox: outbox, events: events, now: claimer.now).takeBack(claimed)
    }

    /// Whether every file is there as it was admitted, and nobody can write to it any more.
    private func holdsAllFiles(_ claimed: ClaimedFolder, of job: Job) throws -> Bool {
        for member in job.takenMembers {
            guard try claimed.files.status(of: member.name)?.size == member.size else { return false }
            let file = try claimed.files.openFile(member.name)
            guard file.isFreeOfWriters() != false, try file.status().linkCount == 1 else { return false }
        }
        return true
    }

    /// Files of a job the ledger does not know: it was lost. People get them back through `failed/`. Of a job that is
    /// over only an empty folder is left.
    private func returnOrphans() async throws {
        for entry in try claimer.share.claimed.entries() {
            let id = JobID(entry.name.text)
            if let job = try await claimer.ledger.job(id) {
                if job.state.isOver { try await telling(id) { try outbox.clear(id) } }
                continue
            }
            try await telling(id) {
                guard let claimed = try ClaimedFolder.existing(id, in: claimer.share) else { return }
                let manifest = ClaimManifest.read(from: claimed)
                try outbox.returnOrphan(claimed, from: manifest?.origin, take: manifest?.take)
                events.record(.intake(.orphanReturned(id.rawValue)))
            }
        }
    }

    /// Tells of a file that could not be dealt with, so that it does not keep others back.
    private func telling(_ id: JobID, _ work: () async throws -> Void) async throws {
        do { try await work() } catch let error as FileError {
            let failure = Failure(
                .claimUnsettled, "The files of job \(id), whose pick-up was interrupted, could not be put in order.",
                remedy: "They are in .longtake/claimed/\(id). See to the cause and start again.",
                cause: error.description)
            events.record(.service(.trouble(failure)))
        }
    }
}

extension Failure.Code {
    package static let claimUnsettled = Failure.Code("claim-unsettled")
}
