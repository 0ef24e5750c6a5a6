// A journal as an operator reads it. Addresses of results are left out: they are signed, and as good as the result.

extension JobRecord: CustomStringConvertible {
    package var description: String {
        switch self {
        case .intended(let intent): "about to \(intent)"
        case .claimed: "all files are taken"
        case .identified: "the files are known"
        case .sessionOpened(let session): "session \(session) is open"
        case .sessionNotNeeded: "no session is needed"
        case .sessionLost: "the session is gone; another one is opened"
        case .uploaded(let member): "file \(member + 1) is uploaded"
        case .reusing(let twin, _): "job \(twin) has done the same; its results are handed out again"
        case .answered(let step, let ending, _):
            "step \(step + 1): the message \(ending == .closed ? "was answered" : "was carried out, its answer was lost")"
        case .notSent(let step): "step \(step + 1): the message was not sent, and may be"
        case .toBeSentAgain(let step): "step \(step + 1): the message may be sent once more"
        case .followUpWanted(let step, _): "step \(step + 1): the editor's AI is asked to make the edit itself"
        case .settled(let step): "step \(step + 1): the timeline is quiet"
        case .commandDone(let step): "step \(step + 1): done"
        case .exportSubmitted(let step, let render): "step \(step + 1): \(render) is submitted"
        case .rendered(let step, let render, _): "step \(step + 1): \(render) is rendered"
        case .renderFailed(let step, let render, let reason):
            "step \(step + 1): \(render) failed: \(reason.shownOnOneLine)"
        case .renderLost(let step, let render): "step \(step + 1): \(render) is no longer known"
        case .copied(let step, _, let facts):
            "step \(step + 1): the earlier result is here\(facts.map { " (\($0))" } ?? "")"
        case .downloaded(let step, _, let facts):
            "step \(step + 1): the result is here\(facts.map { " (\($0))" } ?? "")"
        case .delivered(let step, let delivery): "step \(step + 1): delivered as \(delivery.name)"
        case .archived: "the originals are archived"
        case .waiting(let waiting): "waiting: \(waiting.sentence.shownOnOneLine)"
        case .resumed: "going on"
        case .failed(let failure): "failed: \(failure.message.shownOnOneLine)"
        case .cancelled: "cancelled"
        case .returned: "the originals are in failed/"
        case .reopened: "brought back by a person; the files are being taken"
        case .reopeningUndone: "the files could not be taken; it rests as before"
        }
    }
}

extension Intent: CustomStringConvertible {
    /// Completes "about to …".
    package var description: String {
        switch self {
        case .openSession: "open a session"
        case .upload(let member, _): "upload file \(member + 1)"
        case .sendMessage(let step, _): "send the message of step \(step + 1)"
        case .submitExport(let step, let render): "submit the export of step \(step + 1) as \(render)"
        case .download(_, let render): "download \(render)"
        case .deliver(_, let take): "deliver take \(take)"
        case .archive: "archive the originals"
        }
    }
}

extension PlanStep: CustomStringConvertible {
    package var description: String {
        switch self {
        case .message(let text): "\u{201C}\(text.shownOnLines)\u{201D}"
        case .export: "export"
        case .credits: "credits"
        case .status: "status"
        case .upload: "upload"
        }
    }
}

extension VideoFacts: CustomStringConvertible {
    package var description: String { "\(milliseconds) ms, \(width)x\(height), \(size) bytes" }
}
