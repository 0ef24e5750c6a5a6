// Asks how the render is doing until it is done (PROTOCOL 4).

import JobModel
import Ledger
import NemoAPI
import Telemetry
import Timing

extension JobRun {
    func pollRender(_ render: RenderID, step: Int) async throws -> StepOutcome {
        // After a long rest of the daemon the render gets a few looks all the same.
        let deadline = max(
            try await submission(of: render, step: step) + settings.renderLimit, elapsed + settings.renderPoll * 3)
        var reached = -1
        var misses = 0
        var failures = 0
        while true {
            let answer = try await attempted(.renderStatus) { () throws(APIFailure) in
                try await client.renderStatus(render)
            }
            switch answer {
            case .success(.completed(let output)):
                workshop.renders.forget(render)
                return .advance(.rendered(step: step, render: render, output: output))
            case .success(.failed(let reason)): return renderFailed(render, step: step, reason: reason)
            case .success(.pending): tellRender(0, &reached)
            case .success(.processing(let progress)): tellRender(progress ?? 0, &reached)
            case .failure(let failure) where failure.kind == .notFound:
                misses += 1
                // Once may be a moment's forgetfulness; twice, it is gone, as it goes with a token.
                if misses > 1 { return renderLost(render, step: step) }
            case .failure(let failure):
                failures += 1
                guard failure.isPassing, failures <= Self.quickRetries else { return try await outcome(of: failure) }
            }
            if case .success = answer {
                (misses, failures) = (0, 0)
                guard elapsed < deadline else {
                    workshop.renders.forget(render)
                    return .fail(.renderTooSlow)
                }
            }
            guard await pause(settings.renderPoll) else { return .stop }
        }
    }

    /// When the render was submitted, or taken up again, by the monotonic clock; after a restart by the journal, so that
    /// the wait does not begin anew.
    private func submission(of render: RenderID, step: Int) async throws -> Duration {
        let journal = try await workshop.ledger.journal(of: job.id)
        let last = journal.last { $0.record == .exportSubmitted(step: step, render: render) || $0.record == .claimed }
        let age = last.map { min(max(.zero, workshop.time.wall() - $0.time), settings.renderLimit) } ?? .zero
        return workshop.renders.submission(of: render, orElse: elapsed - age)
    }

    /// Every look feeds the progress; the log hears of each quarter once.
    private func tellRender(_ fraction: Double, _ reached: inout Int) {
        tell(.rendering(fraction: fraction))
        let quarter = Int(fraction * 4) * 25
        guard quarter > reached else { return }
        reached = quarter
        tell(.renderReached(percent: quarter))
    }

    /// A failed render is tried once more under a new name (PROTOCOL 10).
    private func renderFailed(_ render: RenderID, step: Int, reason: String) -> StepOutcome {
        workshop.renders.forget(render)
        guard job.failedRenders == 0 else {
            let told = reason.isEmpty ? "it gave no reason." : reason
            return .fail(
                Failure(
                    Failure.Code("render-failed"), "The video service could not render the result: \(told)",
                    remedy: "Move the files back to the inbox to render again; the edit is not paid again.",
                    isRetryable: true))
        }
        tell(.renderFailed(reason))
        return .advance(.renderFailed(step: step, render: render, reason: reason))
    }

    /// Submitted again under a new name: the edit is in the session, and rendering is free (PROTOCOL 4).
    func renderLost(_ render: RenderID, step: Int) -> StepOutcome {
        workshop.renders.forget(render)
        guard job.lostRenders < Self.lostRendersBorne else { return .fail(.renderLostAgain) }
        tell(.renderLost)
        return .advance(.renderLost(step: step, render: render))
    }

    private static let lostRendersBorne = 3
}

extension Failure {
    fileprivate static let renderTooSlow = Failure(
        Failure.Code("render-too-slow"), "The render was not done in time.",
        remedy: "Move the files back to the inbox: the same render is asked for, nothing is paid again.",
        isRetryable: true)

    fileprivate static let renderLostAgain = Failure(
        Failure.Code("render-lost"), "The video service has lost the render again and again.",
        remedy: "Move the files back to the inbox to render again; the edit is not paid again.", isRetryable: true)
}
