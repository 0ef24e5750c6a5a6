// Asks how the render is doing until it is done (PROTOCOL 4).

import JobModel
import Ledger
import NemoAPI
import Telemetry

extension JobRun {
    func pollRender(_ render: RenderID, step: Int) async throws -> StepOutcome {
        let deadline = elapsed + settings.renderLimit - (try await ageOfRender(render, step: step))
        var reached = -1
        repeat {
            do throws(APIFailure) {
                switch try await client.renderStatus(render) {
                case .pending: tellRender(0, &reached)
                case .processing(let progress): tellRender(progress ?? 0, &reached)
                case .completed(let output): return .advance(.rendered(step: step, render: render, output: output))
                case .failed(let reason): return renderFailed(render, step: step, reason: reason)
                }
            } catch {
                if error.kind == .notFound {
                    return renderFailed(render, step: step, reason: "the video service no longer knows it")
                }
                guard error.isPassing else { return await outcome(of: error) }
            }
            guard await pause(settings.renderPoll) else { return .stop }
        } while elapsed < deadline
        return .fail(
            Failure(
                Failure.Code("render-too-slow"), "The render was not done in time.",
                remedy: "Move the files back to the inbox: the same render is asked for, nothing is paid again.",
                isRetryable: true))
    }

    /// How long ago the render was submitted, by the journal: a restart does not begin the wait anew.
    private func ageOfRender(_ render: RenderID, step: Int) async throws -> Duration {
        let journal = try await workshop.ledger.journal(of: job.id)
        let submission = journal.last { $0.record == .exportSubmitted(step: step, render: render) }
        return submission.map { min(max(.zero, now - $0.time), settings.renderLimit) } ?? .zero
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
        guard job.failedRenders == 0 else {
            return .fail(
                Failure(
                    Failure.Code("render-failed"), "The video service could not render the result: \(reason)",
                    remedy: "Move the files back to the inbox to render again; the edit is not paid again.",
                    isRetryable: true))
        }
        tell(.renderFailed(reason))
        return .advance(.renderFailed(step: step, render: render, reason: reason))
    }
}
