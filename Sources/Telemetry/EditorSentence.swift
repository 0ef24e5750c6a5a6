// The one place where a job's events become the sentences an editor reads in `clip.log` (FOLDER-CONTRACT 3).

import JobModel

/// A job's event in plain words, or nothing where an editor has nothing to learn from it.
package enum EditorSentence {
    /// - Returns: one or more lines without a time; `nil` when the event is not for editors.
    package static func text(for event: JobEvent) -> String? {
        switch event {
        case .pickedUp(let files):
            "Picked up " + files.map { "\($0.name) (\(ByteText.size($0.size)))" }.joined(separator: " and ") + "."
        case .queued(let ahead, let estimate): queued(ahead, estimate)
        case .held(let clip): held(by: clip)
        case .started(let resumed): resumed ? "Going on after a restart of the service." : nil
        case .takenUpAgain(let isAnew):
            isAnew
                ? "Taken up again from the beginning: what was edited is gone, and is made and paid for again."
                : "Taken up again where it stopped. What is done is neither done nor paid for again."
        case .sessionLost: "The video service has closed the session before any edit; opening another one."
        case .sessionOpened(_, let isShared): isShared ? "Working in this folder's project." : nil
        case .continued(let stem): "Going on with the timeline of \u{201C}\(stem)\u{201D}."
        case .reusing(let stem):
            """
            This is the same clip and prompt as \u{201C}\(stem)\u{201D}, which is done: its result is delivered again, free. \
            For a new variation change the wording of the prompt.
            """
        case .renderingAgain: "That result is no longer in the outbox; rendering it once more, free."
        case .noTimeline(let stem): noTimeline(stem)
        case .timelineEnded(let stem):
            "The project of \u{201C}\(stem)\u{201D} at the video service has ended; there is no timeline any more."
        case .uploaded(let name, let size, let took): uploaded(name, size, took)
        case .uploadedByAddress(let name, let host): "Uploaded \(name) (from \(host.shownOnOneLine))."
        case .asked(let text): "Asked: \(quoted(text))"
        case .stillWorking(let elapsed): "Still working (\(ClockText.span(elapsed)) so far)."
        case .replied(let text): "The editor's AI says: \(indented(text))"
        case .connectionLost(let reason): lookedFor(after: reason)
        case .foundMade: "The edit was made."
        case .sendingAgain: "The timeline shows no trace of the edit. Asking for it once more."
        case .timelineUnchanged: "The timeline has not changed."
        case .timelineChanged(let changes): "Changed: \(changes.map(\.shownOnOneLine).joined(separator: "; "))."
        case .timeline(let summary): indented(summary)
        case .balance(let available, let frozen): balance(available, frozen)
        case .renderReached(let percent): percent > 0 ? "Rendering (\(percent)%)." : "Rendering."
        case .renderFailed(let reason): "The render failed (\(reason.shownOnOneLine)). Trying once more."
        case .renderLost: "The video service no longer knows the render. Asking for it again; the edit is kept."
        case .uploadReached(let name, let percent, let speed):
            "Uploading \(name): \(percent)% (\(ByteText.size(Int64(speed)))/s)."
        case .delivered(let delivery, let took, let credits): delivered(delivery, took, credits)
        case .projectLink(let address):
            "To open the project in a browser, within seven days: \(address.shownOnOneLine)"
        case .archived(let path): "The originals are in archive/\(path)."
        case .done(let name, let results):
            results > 1 ? "Done. The final take is \(name)." : "Done. The result is \(name)."
        case .waiting(let waiting): "Waiting: \(waiting.sentence.shownOnOneLine)"
        case .resumed: "Going on."
        case .failed(let failure): failed(failure)
        case .cancelled: "Cancelled. The originals are back in failed/."
        case .uploading, .working, .rendering, .downloading, .logUnwritable: nil
        }
    }

    private static func queued(_ ahead: Int, _ estimate: Duration?) -> String {
        let jobs =
            switch ahead {
            case ...0: "it is next"
            case 1: "one job is ahead"
            case 1000...: "at least 1000 jobs are ahead"
            default: "\(ahead) jobs are ahead"
            }
        let start = estimate.map { "; its turn comes in \(ClockText.estimate($0))" } ?? ""
        return "Waiting its turn: \(jobs)\(start)."
    }

    private static func held(by clip: FileName) -> String {
        """
        Waiting for \(clip), a clip of the same project: it is uncertain whether its edit was made. To go on, move its \
        files from failed/ back to the project's folder in the inbox, or put a file named \(clip).cancel.txt there to \
        give it up.
        """
    }

    /// - Parameter reason: a sentence, or nothing where there is no more to tell.
    private static func lookedFor(after reason: String) -> String {
        let looking = "Looking whether the edit was made; it is not asked for twice."
        guard !reason.isEmpty else { return looking }
        let told = reason.shownOnOneLine
        return "\(told)\(told.last?.isPunctuation == true ? "" : ".") \(looking)"
    }

    private static func failed(_ failure: Failure) -> String {
        let message = failure.message.shownOnOneLine
        return failure.code.rawValue == "cancelled" ? message : "Failed: \(message)"
    }

    private static func noTimeline(_ stem: FileName) -> String {
        """
        There is no timeline of \u{201C}\(stem)\u{201D} yet. To ask about a clip, give the prompt the clip's name: \
        clip.prompt.txt asks about clip.mp4.
        """
    }

    private static func uploaded(_ name: FileName, _ size: Int64, _ took: Duration) -> String {
        let seconds = took.inSeconds
        let speed = seconds > 0 ? ", \(ByteText.size(Int64(Double(size) / seconds)))/s" : ""
        return "Uploaded \(name) (\(ByteText.size(size))\(speed))."
    }

    private static func balance(_ available: Double, _ frozen: Double?) -> String {
        let reserved = frozen.map { $0 > 0 ? ", \(NumberText.plain($0)) reserved by running work" : "" } ?? ""
        return "Credits: \(NumberText.plain(available)) available\(reserved)."
    }

    private static func delivered(_ delivery: Delivery, _ took: Duration, _ credits: Double?) -> String {
        var facts: [String] = []
        if let video = delivery.facts {
            facts = [
                "\(NumberText.plain(Double(video.milliseconds) / 1000)) s", "\(video.width)x\(video.height)",
                ByteText.size(video.size),
            ]
        }
        facts.append("\(ClockText.span(took)) after pick-up")
        if let credits { facts.append("\(NumberText.plain(credits)) credits spent") }
        return "Delivered \(delivery.name) (\(facts.joined(separator: ", ")))."
    }

    private static func quoted(_ text: String) -> String { "\u{201C}\(indented(text))\u{201D}" }

    /// Lines after the first are set in, so that none of them can pass for a line of the log.
    private static func indented(_ text: String) -> String {
        text.shownOnLines.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
    }
}
