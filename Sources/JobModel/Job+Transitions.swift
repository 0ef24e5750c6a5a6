// The transition function: which record may follow which state.

extension Job {
    /// Takes a record.
    /// - Throws: ``IllegalTransition`` when the record does not follow from the state; the job is then unchanged.
    package mutating func record(_ record: JobRecord) throws(IllegalTransition) {
        guard let next = successor(of: record) else {
            throw IllegalTransition(job: id, state: state, record: record)
        }
        self = next
    }

    private func successor(of record: JobRecord) -> Job? {
        var next = self
        switch (record, state) {
        case (.intended(let intent), .active(let stage)) where intent.mayBegin(at: stage, of: self) && !isSending:
            next.intent = intent
            if case .sendMessage(_, let before) = intent, baseline == nil { next.baseline = before }
            return next

        case (.failed(let failure), .active(let stage)) where mayEnd(at: stage),
            (.failed(let failure), .waiting(_, let stage)) where mayEnd(at: stage):
            next.state = .failed(failure, at: stage, isReturned: false)
            return next
        case (.cancelled, .active(let stage)) where canBeCancelled,
            (.cancelled, .waiting(_, let stage)) where canBeCancelled:
            next.state = .cancelled(at: stage, isReturned: false)
            return next
        case (.cancelled, .failed(_, let stage, isReturned: true)):
            // A person gives it up: it no longer holds its lane.
            next.state = .cancelled(at: stage, isReturned: true)
            return next
        case (.reopened(let reopening), _) where canBeReopened && reopening.ended == state:
            next.reopening = reopening
            next.state = .active(.arriving)
            return next
        case (.reopeningUndone, .active(.arriving)):
            guard let ended = reopening?.ended else { return nil }
            next.reopening = nil
            next.state = ended
            return next

        case (.claimed, .active(.arriving)):
            guard let reached = reopening.map({ next.resume($0) }) ?? .active(.claimed) else { return nil }
            next.state = reached
            return next

        case (.returned(let suffix), .failed(let failure, let stage, false)):
            next.returnedSuffix = suffix
            next.state = .failed(failure, at: stage, isReturned: true)
            return next
        case (.returned(let suffix), .cancelled(let stage, false)):
            next.returnedSuffix = suffix
            next.state = .cancelled(at: stage, isReturned: true)
            return next

        case (.waiting(let waiting), .active(let stage)) where stage != .arriving,
            (.waiting(let waiting), .waiting(_, let stage)):
            next.state = .waiting(waiting, at: stage)
            return next
        case (.resumed, .waiting(_, let stage)):
            next.state = .active(stage)
            return next

        case (_, .active(let stage)):
            guard let reached = next.advance(from: stage, by: record) else { return nil }
            next.state = reached
            next.intent = nil
            return next
        default:
            return nil
        }
    }

    /// Whether it may stop here for good. In a project it may not while its timeline is still changing: the clips
    /// behind it would work on a moving one.
    package var canBeCancelled: Bool {
        switch state {
        case .active(let stage), .waiting(_, let stage):
            mayEnd(at: stage) && !(origin.lane.isProject && mayBeChanging(at: stage))
        case .failed, .cancelled, .finished: false
        }
    }

    /// Whether the job can end without a result: not while its files are being taken, nor when nothing but the
    /// archiving is left.
    private func mayEnd(at stage: Stage) -> Bool { stage != .arriving && stage != .ready(step: plan.steps.count) }

    /// Whether a message of the job may still be at work on the timeline.
    private func mayBeChanging(at stage: Stage) -> Bool {
        if case .answered = stage { true } else { isSending }
    }

    /// Follows the outcome of a side effect. What the outcome brought is kept; the new state is returned.
    private mutating func advance(from stage: Stage, by record: JobRecord) -> JobState? {
        switch (stage, record) {
        case (.claimed, .identified(let digests)) where digests.count == media.count:
            self = identified(by: digests)
            return .active(.claimed)
        case (.sessionOpened, .sessionLost) where mayOpenAnotherSession,
            (.ready, .sessionLost) where mayOpenAnotherSession && !isSending:
            startOver()
            lostSessions += 1
            return .active(.claimed)

        case (.claimed, .sessionOpened(let session)):
            self.session = session
            return .active(media.isEmpty ? .ready(step: 0) : .sessionOpened(uploads: 0))
        case (.claimed, .sessionNotNeeded) where kind == .command:
            return .active(.ready(step: 0))
        case (.claimed, .reusing(let of, let session)) where mayReuse(resultsOf: of):
            twin = of
            self.session = session
            return .active(.ready(step: 0))
        case (.sessionOpened(let uploads), .uploaded(let member)) where member == uploads:
            return .active(uploads + 1 == media.count ? .ready(step: 0) : .sessionOpened(uploads: uploads + 1))

        case (.ready(let step), .answered(let of, let ending, let reply)) where of == step && isSending:
            self.reply = reply ?? self.reply
            messagesTaken += 1
            mayResend = false
            return .active(.answered(step: step, ending: ending))
        case (.ready(let step), .notSent(let of)) where of == step && isSending:
            mayResend = false
            return .active(stage)
        case (.ready(let step), .toBeSentAgain(let of)) where of == step && isSending && mayResend:
            mayResend = false
            return .active(stage)
        case (.answered(let step, _), .followUpWanted(let of, let text)) where of == step && followUp == nil:
            followUp = text
            return .active(.ready(step: step))
        case (.answered(let step, _), .settled(let of)) where of == step,
            (.ready(let step), .commandDone(let of)) where of == step && isDoneWithoutRender(plan[step]):
            followUp = nil
            return .active(.ready(step: step + 1))

        case (.ready(let step), .exportSubmitted(let of, let render))
        where of == step && intent == .submitExport(step: step, render: render):
            return .active(.submitted(step: step, render: render))
        case (.ready(let step), .copied(let of, let render, let facts))
        where of == step && twin != nil && plan[step] == .export && intent == nil:
            return .active(.downloaded(step: step, render: render, facts: facts))
        case (.submitted(let step, let render), .rendered(let of, let done, let output))
        where (of, done) == (step, render):
            return .active(.rendered(step: step, render: render, output: output))
        case (.submitted(let step, let render), .renderFailed(let of, let done, _))
        where (of, done) == (step, render):
            failedRenders += 1
            return .active(.ready(step: step))
        case (.submitted(let step, let render), .renderLost(let of, let done)) where (of, done) == (step, render),
            (.rendered(let step, let render, _), .renderLost(let of, let done)) where (of, done) == (step, render):
            lostRenders += 1
            return .active(.ready(step: step))
        case (.rendered(let step, let render, _), .downloaded(let of, let done, let facts))
        where (of, done) == (step, render):
            return .active(.downloaded(step: step, render: render, facts: facts))
        case (.downloaded(let step, let render, _), .delivered(let of, let delivery))
        where (of, delivery.render) == (step, render):
            deliveries.append(delivery)
            failedRenders = 0
            lostRenders = 0
            return .active(.ready(step: step + 1))

        case (.ready(plan.steps.count), .archived):
            return .finished
        default:
            return nil
        }
    }
}

extension Job {
    /// Whether a message was begun whose fate is unknown; until it is, nothing else may begin (PROTOCOL 6).
    package var isSending: Bool { if case .sendMessage = intent { true } else { false } }

    /// Whether nothing of it is lost with its session: what goes on with a timeline has that one or none.
    fileprivate var mayOpenAnotherSession: Bool { kind == .drop && messagesTaken == 0 && twin == nil }

    /// Whether what an earlier job delivered may take the place of its own work.
    fileprivate func mayReuse(resultsOf other: JobID) -> Bool {
        kind == .drop && isIdentified && !isOnItsOwn && other != id && plan.delivers
    }

    /// Where results are handed out again, what led to them is passed over.
    fileprivate func isDoneWithoutRender(_ step: PlanStep?) -> Bool {
        if case .message = step { twin != nil } else { step.isCommand }
    }
}

extension PlanStep? {
    /// Whether the step is done with neither a message nor a render.
    fileprivate var isCommand: Bool {
        switch self {
        case .credits, .status, .upload: true
        case .message, .export, nil: false
        }
    }
}

extension Intent {
    /// Whether the side effect belongs to the stage.
    fileprivate func mayBegin(at stage: Stage, of job: Job) -> Bool {
        let plan = job.plan
        return switch (self, stage) {
        case (.openSession, .claimed): job.kind == .drop
        case (.upload(let member, _), .sessionOpened(let uploads)): member == uploads
        case (.sendMessage(let step, _), .ready(let at)):
            if step == at, job.kind != .command, job.twin == nil, case .message = plan[step] { true } else { false }
        case (.submitExport(let step, _), .ready(let at)): step == at && plan[step] == .export
        case (.download(let step, let render), .rendered(let at, let done, _)): (step, render) == (at, done)
        case (.deliver(let step, _), .downloaded(let at, _, _)): step == at
        case (.archive, .ready(plan.steps.count)): true
        default: false
        }
    }
}
