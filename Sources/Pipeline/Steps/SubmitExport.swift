// The timeline goes to be rendered, under a name that is recorded before it is sent (PROTOCOL 4).

import JobModel
import Ledger
import NemoAPI

extension JobRun {
    /// - Parameter recorded: the name under which it was, or may have been, submitted already.
    func submitExport(step: Int, recorded: RenderID?) async throws -> StepOutcome {
        guard let session = job.session else {
            return .fail(job.twin == nil ? .sessionMissing : .resultGone(cause: "there was no session"))
        }
        if let recorded, let end = try await whetherKnown(recorded, step: step) { return end }

        let (draft, isFitToKeep) = try await draft(in: session, step: step)
        let render = recorded ?? workshop.newRenderID()
        if recorded == nil {
            func begin() async throws {
                if isFitToKeep { try await workshop.ledger.keep(draft.bytes, of: render, under: claim) }
                try await intend(.submitExport(step: step, render: render))
            }
            if job.twin == nil {
                try await begin()
            } else if let waiting = try await inTurn(in: session, begin) {
                return .wait(waiting)
            }
        }
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

    /// The timeline as it is now, or as it was recorded for the job whose result is handed out again.
    /// - Throws: ``StepEnd`` where there is nothing on it to be rendered, or nothing new.
    private func draft(in session: SessionID, step: Int) async throws -> (RawJSON, isFitToKeep: Bool) {
        if job.twin != nil { return (try await recordedDraft(step: step), true) }
        let state = try await call(.state) { () throws(APIFailure) in try await client.state(of: session) }
        guard let draft = state.draft, state.timeline.isExportable else {
            throw StepEnd(.fail(job.plan.hasMessages ? nothingChanged : .nothingToExport))
        }
        if job.plan.hasMessages, step == job.plan.steps.count - 1, state.digest == job.baseline {
            throw StepEnd(.fail(nothingChanged))
        }
        return (draft, state.isFitToKeep)
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
                ? "Answer in a new \(job.origin.stem).next.prompt.txt: the project is kept open for it."
                : """
                Answer in a file \(job.origin.stem).next.prompt.txt: the project is kept open for it. Or say in the prompt \
                what you want done, and drop the clip and the prompt again.
                """)
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
