// What a job wants done next, read off its state: the pipeline carries it out and decides nothing.

/// One thing to do.
package enum JobAction: Hashable, Sendable {
    /// Read the media once as a whole, to know them again.
    case identify
    case openSession
    /// Find the session that the job's name stands for.
    case findSession
    case upload(member: Int)
    case sendMessage(step: Int, text: String)
    /// A message was sent, or may have been, and how it ended is not known: read the state, send nothing (PROTOCOL 6).
    case settleMessage(step: Int, before: StateDigest)
    case awaitQuiet(step: Int, ending: MessageEnding)
    case showCredits(step: Int)
    case showStatus(step: Int)
    /// Nothing is left to do for the step.
    case skip(step: Int)
    /// Hand out again what the twin was delivered for this step.
    case reuseResult(step: Int)
    /// `render` is set when an export was submitted, or may have been, under that name.
    case submitExport(step: Int, render: RenderID?)
    case pollRender(step: Int, render: RenderID)
    case download(step: Int, render: RenderID, output: String?)
    case deliver(step: Int, render: RenderID, facts: VideoFacts?)
    case archive
    /// Ends a job that was refused at admission.
    case refuse(Failure)
    /// Puts the originals of a failed or cancelled job back in people's reach.
    case returnOriginals
    /// Goes on after waiting.
    case resume
    /// Nothing: it is over, or still being admitted.
    case rest
}

extension Job {
    package var nextAction: JobAction {
        switch state {
        case .active(let stage): action(at: stage)
        case .waiting: .resume
        case .failed(_, _, isReturned: false), .cancelled(_, isReturned: false): .returnOriginals
        case .failed, .cancelled, .finished: .rest
        }
    }

    private func action(at stage: Stage) -> JobAction {
        switch stage {
        case .arriving: .rest
        case .claimed: refusal.map { .refuse($0) } ?? (isIdentified ? actionForSession : .identify)
        case .sessionOpened(let uploads): .upload(member: uploads)
        case .ready(let step): action(for: step)
        case .answered(let step, let ending): .awaitQuiet(step: step, ending: ending)
        case .submitted(let step, let render): .pollRender(step: step, render: render)
        case .rendered(let step, let render, let output): .download(step: step, render: render, output: output)
        case .downloaded(let step, let render, let facts): .deliver(step: step, render: render, facts: facts)
        }
    }

    /// A drop alone may open one: what goes on with a timeline must find it, and a question costs nothing.
    private var actionForSession: JobAction {
        switch kind {
        case .drop: .openSession
        case .followUp, .command: .findSession
        }
    }

    private func action(for step: Int) -> JobAction {
        if case .sendMessage(step, let before) = intent { return .settleMessage(step: step, before: before) }
        switch plan[step] {
        case .message(let text):
            return twin == nil ? .sendMessage(step: step, text: followUp ?? text) : .skip(step: step)
        case .export:
            if case .submitExport(step, let render) = intent { return .submitExport(step: step, render: render) }
            return twin == nil ? .submitExport(step: step, render: nil) : .reuseResult(step: step)
        case .credits: return .showCredits(step: step)
        case .status: return twin == nil ? .showStatus(step: step) : .skip(step: step)
        case .upload: return .skip(step: step)
        case nil: return .archive
        }
    }
}
