// A job that had ended is worked on again, from the step that failed (FOLDER-CONTRACT 5).

/// What a person brought back, and how far the job may go with it.
package struct Reopening: Hashable, Sendable, Codable {
    /// The files, under the names they have now.
    package let members: [Member]
    /// The take whose names the log and the next result carry.
    package let take: Int
    /// Whether a message whose fate is unknown may be sent once more, if the timeline is unchanged. Counts only where
    /// the job had ended because of that message.
    package let mayResend: Bool
    /// Where the files lie, and go back to when they cannot be taken.
    package let place: Place
    /// How the job had ended.
    package let ended: JobState

    package enum Place: String, Hashable, Sendable, Codable {
        case inbox, failed
    }

    package init(of job: Job, members: [Member], from place: Place, take: Int, mayResend: Bool) {
        self.members = members
        self.place = place
        self.take = take
        self.mayResend = mayResend
        ended = job.state
    }

    /// Whether what was done for the job is gone, and is done and paid for again.
    package var startsOver: Bool { endedAs(.sessionGone) }

    /// Whether it has to find a timeline to go on with, or a result to hand out, once more.
    fileprivate var looksAgain: Bool { endedAs(.sessionEnded) || endedAs(.resultGone) }

    /// Whether the person was told that it is then done by itself, whatever asked for the same before.
    fileprivate var isForItselfAlone: Bool { endedAs(.twinNotDone) }

    /// Whether the person knew that a message of the job may have arrived: only then is it theirs to send it again.
    fileprivate var isOfUncertainEdit: Bool { endedAs(.uncertain) }

    private func endedAs(_ code: Failure.Code) -> Bool {
        if case .failed(let failure, _, _) = ended { failure.code == code } else { false }
    }
}

extension Job {
    /// The files to be taken: those that came with it, or were brought back.
    package var takenMembers: [Member] { reopening?.members ?? members }

    /// Whether it ended without a result and can be taken up again.
    package var canBeReopened: Bool {
        guard refusal == nil else { return false }
        switch state {
        case .failed(_, _, isReturned: true), .cancelled(_, isReturned: true): return true
        case .active, .waiting, .failed, .cancelled, .finished: return false
        }
    }

    /// Takes the files back and goes to where the job failed.
    mutating func resume(_ reopening: Reopening) -> JobState? {
        members = reopening.members
        take = reopening.take
        mayResend = reopening.mayResend && isSending && reopening.isOfUncertainEdit
        reopenings += 1
        isOnItsOwn = isOnItsOwn || reopening.isForItselfAlone
        failedRenders = 0
        lostRenders = 0
        lostSessions = 0
        self.reopening = nil
        guard let stage = reopening.ended.stage else { return nil }
        if reopening.startsOver || reopening.looksAgain {
            startOver()
            return .active(.claimed)
        }
        // What had been downloaded went when the files were given back.
        if case .downloaded(let step, let render, _) = stage {
            intent = nil
            if twin != nil { return .active(.ready(step: step)) }
            return .active(.rendered(step: step, render: render, output: nil))
        }
        if case .rendered = stage { intent = nil }
        return .active(stage)
    }

    /// Forgets what was done in a session that is gone.
    mutating func startOver() {
        session = nil
        twin = nil
        intent = nil
        baseline = nil
        followUp = nil
        messagesTaken = 0
    }
}
