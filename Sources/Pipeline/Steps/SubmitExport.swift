// The timeline goes to be rendered, under a name that is recorded before it is sent (PROTOCOL 4).

import JobModel
import NemoAPI

extension JobRun {
    /// - Parameter recorded: the name under which it was, or may have been, submitted already.
    func submitExport(step: Int, recorded: RenderID?) async throws -> StepOutcome {
        guard let session = job.session else { return .fail(.sessionMissing) }
        if let recorded, let end = try await whetherKnown(recorded, step: step) { return end }

        let state = try await call(.state) { () throws(APIFailure) in try await client.state(of: session) }
        guard let draft = state.draft, state.timeline.isExportable else {
            return .fail(job.plan.hasMessages ? nothingChanged : .nothingToExport)
        }
        if job.plan.hasMessages, step == job.plan.steps.count - 1, state.digest == job.baseline {
            return .fail(nothingChanged)
        }
        let render = recorded ?? workshop.newRenderID()
        if recorded == nil { try await intend(.submitExport(step: step, render: render)) }
        var attempt = 0
        while true {
            let answer = try await attempted(.export) { () throws(APIFailure) in
                try await client.submitExport(render, of: session, draft: draft)
            }
            guard case .failure(let failure) = answer else {
                _ = workshop.renders.submission(of: render, orElse: elapsed)
                return .advance(.exportSubmitted(step: step, render: render))
            }
            attempt += 1
            guard failure.isPassing, attempt <= Self.quickRetries, !Task.isCancelled else {
                return try await outcome(of: failure)
            }
            if let end = try await whetherKnown(render, step: step) { return end }
        }
    }

    /// After a lost answer the name is asked for first; only "not found" has it submitted again, under the same name.
    private func whetherKnown(_ render: RenderID, step: Int) async throws -> StepOutcome? {
        var attempt = 0
        while true {
            let answer = try await attempted(.renderStatus) { () throws(APIFailure) in
                try await client.renderStatus(render)
            }
            guard case .failure(let failure) = answer else {
                return .advance(.exportSubmitted(step: step, render: render))
            }
            if failure.kind == .notFound { return nil }
            attempt += 1
            guard failure.isPassing, attempt <= Self.quickRetries, !Task.isCancelled else {
                return try await outcome(of: failure)
            }
        }
    }

    /// All steps have run and the timeline is as it was (FOLDER-CONTRACT 5): what was said is often a question.
    private var nothingChanged: Failure {
        let reply = job.reply.map(GUITalk.removed) ?? ""
        return Failure(
            Failure.Code("nothing-changed"),
            reply.isEmpty ? "Nothing was changed." : "Nothing was changed. The editor's AI said: \(reply)",
            remedy: job.kind == .followUp
                ? "Say in the prompt what you want done, then drop the prompt again."
                : "Say in the prompt what you want done, then drop the clip and the prompt again.")
    }
}

extension Failure {
    fileprivate static let nothingToExport = Failure(
        Failure.Code("nothing-to-export"), "There is nothing on the timeline to export.",
        remedy: """
            Write into the prompt what should be done with the clip, such as "extend this video by 10 seconds", and \
            drop both again.
            """)
}
