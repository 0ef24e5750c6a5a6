// What a failed call means for the job: wait or fail, and in which words (PROTOCOL 10).

import FileAccess
import JobModel
import Ledger
import NemoAPI
import Outbox
import Telemetry

extension JobRun {
    /// A call's failure as the end of its step.
    func outcome(of failure: APIFailure) async throws -> StepOutcome {
        switch failure.kind {
        case .cancelled: return .stop
        case .rateLimited(let wait) where failure.call == .anonymousToken:
            return .wait(
                Waiting(
                    for: .token, "the video service gives no new free token now; there is one a week for each client.",
                    until: now + max(settings.creditsPoll, wait ?? .zero)))
        case .unwell, .notConnected, .rateLimited, .tokenReplaced:
            let isPause = if case .rateLimited = failure.kind { true } else { false }
            let until = workshop.gates.nextTry(of: failure.call, account: await account)
            return .wait(await waiting(for: isPause ? .rateLimit : .backend, until: appointment(at: until)))
        case .tokenRefused, .credentialsUnusable, .clientIDMissing:
            return .wait(await waiting(for: .token, until: now + settings.creditsPoll))
        case .outOfCredits(let bindID):
            let until = workshop.gates.nextTry(of: failure.call, account: await account)
            return .wait(await waiting(for: .credits, bindID: bindID, until: appointment(at: until)))
        case .sessionNotFound: return try await sessionIsGone(failure)
        // Without its code it may be that as well. While nothing was said, another session costs nothing.
        case .notFound where failure.call.concernsSession && job.messagesTaken == 0 && !job.isSending:
            return try await sessionIsGone(failure)
        default: return .fail(Failure(failure))
        }
    }

    /// A new session where nothing of this job is lost with the old one, else the end (PROTOCOL 10, 1002).
    private func sessionIsGone(_ failure: APIFailure) async throws -> StepOutcome {
        guard var session = try await session() else { return .fail(Failure(failure)) }
        session.isAlive = false
        if job.kind != .drop || job.twin != nil { return try await endOfForeignSession(session, failure) }
        var next = job
        if job.lostSessions < Self.lostSessionsBorne, (try? next.record(.sessionLost)) != nil {
            tell(.sessionLost)
            return .advanceIn(session, .sessionLost)
        }
        try await workshop.ledger.save(session, under: workshop.epoch)
        return .fail(Failure(failure))
    }

    /// What goes on with a timeline ends with it. Another account is not told of sessions that live: that one which is
    /// not its own has not ended for that.
    private func endOfForeignSession(_ session: Session, _ failure: APIFailure) async throws -> StepOutcome {
        if session.account == (await account) { try await workshop.ledger.save(session, under: workshop.epoch) }
        let cause = failure.description
        return .fail(job.twin == nil ? .sessionEnded(for: job, cause: cause) : .resultGone(cause: cause))
    }

    private static let lostSessionsBorne = 3

    func waiting(for reason: Waiting.Reason, bindID: String? = nil, until: Timestamp) async -> Waiting {
        let sentence =
            switch reason {
            case .rateLimit: "the video service asked for a pause."
            case .token: "the video service does not accept the token. An administrator has to renew it."
            case .credits: await creditsSentence(bindID: bindID)
            case .backend, .room, .disk, .root, .otherJob: "the video service does not answer properly."
            }
        return Waiting(for: reason, sentence, until: until)
    }

    private func creditsSentence(bindID: String?) async -> String {
        guard let link = await client.registrationLink(bindID: bindID) else {
            return "the credits are used up. Top up the account; the work goes on by itself."
        }
        return "the free credits are used up. Register at \(link); the work goes on by itself."
    }

    /// In a project an uncertain clip holds up those behind it (FOLDER-CONTRACT 1): their editors have to know.
    func tellThoseHeld(by failure: Failure) async throws {
        guard failure.code == .uncertain, job.origin.lane.isProject else { return }
        for other in try await workshop.ledger.jobs(behind: job.id) {
            rootOutbox?.log.tell(.held(by: job.origin.stem), of: other)
        }
    }

    /// A failed disk operation as the end of a step. A job that has delivered everything only has to wait: it cannot
    /// fail any more.
    func outcome(of error: FileError) -> StepOutcome {
        let again = now + settings.creditsPoll
        if error.isLackOfRoom { return .wait(Waiting(for: .room, "the disk is full.", until: again)) }
        if job.nextAction == .archive {
            return .wait(Waiting(for: .disk, "the originals cannot be archived: \(error)", until: again))
        }
        return .fail(
            Failure(
                .disk, "The service could not use its disk.", remedy: "Tell the administrator, then try again.",
                cause: error.description, isRetryable: true))
    }

    /// The daemon was started without the job's watch folder: its files are there, and wait with it.
    var rootIsNotServed: StepOutcome {
        if case .failed = job.state { return .stop }
        if case .cancelled = job.state { return .stop }
        if case .waiting = job.state { return .advance(.resumed) }
        return .wait(
            Waiting(for: .root, "its watch folder is not served now.", until: now + settings.creditsPoll))
    }
}

/// Ends a step from within a helper of it.
struct StepEnd: Error {
    let outcome: StepOutcome
    init(_ outcome: StepOutcome) { self.outcome = outcome }
}

extension Failure {
    /// A refusal that neither waiting nor repeating helps against.
    init(_ failure: APIFailure) {
        let cause = failure.description
        switch failure.kind {
        case .sessionNotFound:
            self.init(
                .sessionGone, "The video service no longer knows the session, and the edits made in it are gone.",
                remedy: "Move the files back to the inbox to start over; the edits are then made, and paid for, again.",
                cause: cause)
        case .unsupportedFile:
            self.init(
                .unsupportedFile, "The video service does not accept this kind of file.",
                remedy: "Accepted are mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a and aac.",
                cause: cause)
        case .fileTooLarge:
            self.init(
                .fileTooLarge, "The file is too large for the video service.",
                remedy: "Compress or trim the clip (500 MB at most) and drop it again.", cause: cause)
        case .planForbidsExport:
            self.init(
                .planForbidsExport, "The account's plan does not allow exports. This is not about credits.",
                remedy: "Change the plan, then move the files back to the inbox: the edit is kept and not paid again.",
                cause: cause, isRetryable: true)
        case .scopeMissing(let scope):
            self.init(
                .scopeMissing, "The token lacks the permission \(scope.map { "\"\($0)\"" } ?? "for this call").",
                remedy: "Give the daemon a token that has it.", cause: cause, isRetryable: true)
        default:
            self.init(
                .refusedByBackend, failure.description,
                remedy: "Move the files back to the inbox to try again; nothing that was paid for is paid again.",
                cause: nil, isRetryable: true)
        }
    }
}

extension Failure.Code {
    static let disk = Failure.Code("disk")
    static let unsupportedFile = Failure.Code("unsupported-file")
    static let fileTooLarge = Failure.Code("file-too-large")
    static let planForbidsExport = Failure.Code("plan-forbids-export")
    static let scopeMissing = Failure.Code("scope-missing")
    static let refusedByBackend = Failure.Code("refused-by-backend")
}
