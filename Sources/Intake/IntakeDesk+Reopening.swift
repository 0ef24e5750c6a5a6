// Files of an ended job that a person has brought back: the same job goes on, from the step that failed.

import FileAccess
import JobModel
import Ledger
import Outbox
import Telemetry

extension IntakeDesk {
    /// The ended job that a new one is the same as: same content, same steps, same folder (FOLDER-CONTRACT 5). Only
    /// where the sizes fit is any content read.
    /// - Returns: the job and its files as they lie in the inbox; `nil` when there is none.
    /// - Throws: ``DropClaimer/NotTaken`` while it is not written down yet that a job gave its files back: these may be
    ///   they.
    func endedTwin(of job: Job) async throws -> (job: Job, members: [Member])? {
        guard job.refusal == nil, job.kind != .command else { return nil }
        let alike = try await tools.claimer.ledger.jobs(like: job, limit: Self.twinsCompared)
        if alike.contains(where: { $0.nextAction == .returnOriginals }) {
            throw DropClaimer.NotTaken(reason: "a job that looks the same is giving its files back just now")
        }
        let candidates = alike.filter { $0.canBeReopened && $0.isIdentified }
        guard !candidates.isEmpty else { return nil }
        let folder = try tools.claimer.share.inbox.directory(job.origin.folder)
        var digests: [String] = []
        for member in job.media { digests.append(try tools.inspector.digest(of: member.name, in: folder)) }
        let identified = job.identified(by: digests)
        let twins = candidates.filter { $0.isSame(as: identified) }
        // Of several the one whose own files these are: it alone has come as far as their log says.
        let names = identified.members.map(\.name)
        let twin = twins.first { $0.wasReturned(as: names) } ?? twins.first { !$0.hasWaitedInVain } ?? twins.first
        return twin.map { ($0, identified.members) }
    }

    /// Takes the files of an ended job again.
    func take(_ twin: (job: Job, members: [Member]), conditions: [FileName: FileFingerprint]) async throws -> Job {
        let reopening = Reopening(
            of: twin.job, members: twin.members, from: .inbox, take: try tools.outbox.freeTake(for: twin.job.origin),
            mayResend: true)
        let job = try await tools.claimer.claim(
            again: twin.job, reopening, conditions: conditions, log: tools.log)
        announce(job, after: reopening)
        return job
    }

    /// Tells of a job whose files are taken, be it those that were brought back.
    func announce(_ job: Job, after reopening: Reopening? = nil) {
        tools.log.tell(.pickedUp(files: job.members.map { ($0.name, $0.size) }), of: job)
        if let reopening { tools.log.tell(.takenUpAgain(isAnew: reopening.startsOver), of: job) }
        tools.admitted(job)
    }

    /// Of so many jobs that look alike the last ones are compared.
    private static let twinsCompared = 64
}

extension Job {
    /// Whether it ended because an earlier one that asks for the same was not done: nothing was paid for it.
    fileprivate var hasWaitedInVain: Bool {
        if case .failed(let failure, _, _) = state { failure.code == .twinNotDone } else { false }
    }

    /// Whether its files were put into `failed/` under these names.
    func wasReturned(as names: [FileName]) -> Bool { Set(returnedNames) == Set(names) }

    /// What its files are called in `failed/`.
    var returnedNames: [FileName] { members.map { $0.name.insertingIntoStem(returnedSuffix) } }
}
