// What a failed call means for the job: wait or fail, and in which words (PROTOCOL 10).

import FileAccess
import JobModel
import NemoAPI

extension JobRun {
    /// Calls the backend; repeats what is safe to repeat while the backend is unwell, with backoff, a few times.
    /// - Throws: ``StepEnd``, which ends the step.
    func call<Answer: Sendable>(
        _ body: () async throws(APIFailure) -> Answer
    ) async throws -> Answer {
        var attempt = 0
        while true {
            do throws(APIFailure) {
                return try await body()
            } catch {
                attempt += 1
                guard error.isPassing, error.call.isSafeToRepeat, attempt <= Self.quickRetries, !Task.isCancelled else {
                    throw StepEnd(await outcome(of: error))
                }
                guard await pause(delay(after: error, attempt: attempt)) else { throw StepEnd(.stop) }
            }
        }
    }

    /// How often a call is repeated before the worker is given to another job.
    private static let quickRetries = 4

    private func delay(after failure: APIFailure, attempt: Int) -> Duration {
        if case .rateLimited(let wait) = failure.kind { return wait ?? settings.rateLimitWait }
        var random = SystemRandomNumberGenerator()
        return settings.retry.delay(attempt: attempt, using: &random)
    }

    /// A call's failure as the end of its step.
    func outcome(of failure: APIFailure) async -> StepOutcome {
        switch failure.kind {
        case .cancelled: return .stop
        case .unwell, .notConnected, .tokenReplaced:
            return .wait(
                Waiting(for: .backend, "the video service does not answer properly.", until: now + settings.breaker))
        case .rateLimited(let wait):
            return .wait(
                Waiting(
                    for: .rateLimit, "the video service asked for a pause.",
                    until: now + (wait ?? settings.rateLimitWait)))
        case .tokenRefused, .credentialsUnusable, .clientIDMissing:
            return .wait(
                Waiting(
                    for: .token, "the video service does not accept the token. An administrator has to renew it.",
                    until: now + settings.creditsPoll))
        case .outOfCredits(let bindID):
            return .wait(
                Waiting(for: .credits, await creditsSentence(bindID: bindID), until: now + settings.creditsPoll))
        default:
            return .fail(Failure(failure))
        }
    }

    private func creditsSentence(bindID: String?) async -> String {
        guard let link = await client.registrationLink(bindID: bindID) else {
            return "the credits are used up. Top up the account; the work goes on by itself."
        }
        return "the free credits are used up. Register at \(link); the work goes on by itself."
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
                remedy: "Move the files back to the inbox to start over; the edits are then paid for again.",
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
    static let sessionGone = Failure.Code("session-gone")
    static let unsupportedFile = Failure.Code("unsupported-file")
    static let fileTooLarge = Failure.Code("file-too-large")
    static let planForbidsExport = Failure.Code("plan-forbids-export")
    static let scopeMissing = Failure.Code("scope-missing")
    static let refusedByBackend = Failure.Code("refused-by-backend")
}
