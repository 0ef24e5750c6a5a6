// The timeline goes to be rendered, under a name that is recorded before it is sent (PROTOCOL 4).

import JobModel
import NemoAPI

extension JobRun {
    /// - Parameter recorded: the name under which it was, or may have been, submitted already.
    func submitExport(step: Int, recorded: RenderID?) async throws -> StepOutcome {
        guard let session = job.session else { return .fail(.sessionMissing) }
        if let recorded, let end = try await whetherKnown(recorded, step: step) { return end }

        let state = try await call { () throws(APIFailure) in try await client.state(of: session) }
        guard let draft = state.draft, state.timeline.isExportable else {
            return .fail(job.plan.hasMessages ? nothingChanged : .nothingToExport)
        }
        if job.plan.hasMessages, step == job.plan.steps.count - 1, state.digest == job.baseline {
            return .fail(nothingChanged)
        }
        let render = recorded ?? workshop.newRenderID()
        if recorded == nil { try await intend(.submitExport(step: step, render: render)) }
        _ = try await call { () throws(APIFailure) in
            try await client.submitExport(render, of: session, draft: draft)
        }
        return .advance(.exportSubmitted(step: step, render: render))
    }

    /// After a lost answer the name is asked for first; only "not found" has it submitted again, under the same name.
    private func whetherKnown(_ render: RenderID, step: Int) async throws -> StepOutcome? {
        do throws(APIFailure) {
            _ = try await client.renderStatus(render)
            return .advance(.exportSubmitted(step: step, render: render))
        } catch {
            return error.kind == .notFound ? nil : await outcome(of: error)
        }
    }

    /// All steps have run and the timeline is as it was (FOLDER-CONTRACT 5): what was said is often a question.
    private var nothingChanged: Failure {
        let reply = job.reply.map(GUITalk.removed) ?? ""
        return Failure(
            Failure.Code("nothing-changed"),
            reply.isEmpty ? "Nothing was changed." : "Nothing was changed. The editor's AI said: \(reply)",
            remedy: "Say in the prompt what you want done, then drop the clip and the prompt again.")
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
