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
        case (.intended(let intent), .active(let stage)) where intent.mayBegin(at: stage, planned: plan) && !isSending:
            next.intent = intent
            if case .sendMessage(let step, let before) = intent, plan.isFirstMessage(step) { next.baseline = before }
            return next

        case (.failed(let failure), .active(let stage)) where !isDelivered(at: stage),
            (.failed(let failure), .waiting(_, let stage)) where !isDelivered(at: stage):
            next.state = .failed(failure, at: stage, isReturned: false)
            return next
        case (.cancelled, .active(let stage)) where !isDelivered(at: stage),
            (.cancelled, .waiting(_, let stage)) where !isDelivered(at: stage):
            next.state = .cancelled(at: stage, isReturned: false)
            return next
        case (.returned, .failed(let failure, let stage, false)):
            next.state = .failed(failure, at: stage, isReturned: true)
            return next
        case (.returned, .cancelled(let stage, false)):
            next.state = .cancelled(at: stage, isReturned: true)
            return next

        case (.waiting(let waiting), .active(let stage)), (.waiting(let waiting), .waiting(_, let stage)):
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

    /// Whether nothing but the archiving is left: the job cannot fail or be cancelled any more.
    private func isDelivered(at stage: Stage) -> Bool { stage == .ready(step: plan.steps.count) }

    /// Follows the outcome of a side effect. What the outcome brought is kept; the new state is returned.
    private mutating func advance(from stage: Stage, by record: JobRecord) -> JobState? {
        switch (stage, record) {
        case (.arriving, .claimed):
            return .active(.claimed)

        case (.claimed, .sessionOpened(let session)):
            self.session = session
            return .active(media.isEmpty ? .ready(step: 0) : .sessionOpened(uploads: 0))
        case (.sessionOpened(let uploads), .uploaded(let member)) where member == uploads:
            return .active(uploads + 1 == media.count ? .ready(step: 0) : .sessionOpened(uploads: uploads + 1))

        case (.ready(let step), .answered(let of, let ending, let reply)) where of == step && isSending:
            self.reply = reply ?? self.reply
            return .active(.answered(step: step, ending: ending))
        case (.ready(let step), .notSent(let of)) where of == step && isSending:
            return .active(stage)
        case (.answered(let step, _), .settled(let of)) where of == step,
            (.ready(let step), .commandDone(let of)) where of == step && plan[step].isCommand:
            return .active(.ready(step: step + 1))

        case (.ready(let step), .exportSubmitted(let of, let render))
        where of == step && intent == .submitExport(step: step, render: render):
            return .active(.submitted(step: step, render: render))
        case (.submitted(let step, let render), .rendered(let of, let done, let output))
        where (of, done) == (step, render):
            return .active(.rendered(step: step, render: render, output: output))
        case (.submitted(let step, let render), .renderFailed(let of, let done, _))
        where (of, done) == (step, render):
            failedRenders += 1
            return .active(.ready(step: step))
        case (.rendered(let step, let render, _), .downloaded(let of, let done, let facts))
        where (of, done) == (step, render):
            return .active(.downloaded(step: step, render: render, facts: facts))
        case (.downloaded(let step, let render, _), .delivered(let of, let delivery))
        where (of, delivery.render) == (step, render):
            deliveries.append(delivery)
            failedRenders = 0
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
    private var isSending: Bool { if case .sendMessage = intent { true } else { false } }
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
    fileprivate func mayBegin(at stage: Stage, planned plan: Plan) -> Bool {
        switch (self, stage) {
        case (.openSession, .claimed): true
        case (.upload(let member, _), .sessionOpened(let uploads)): member == uploads
        case (.sendMessage(let step, _), .ready(let at)):
            if step == at, case .message = plan[step] { true } else { false }
        case (.submitExport(let step, _), .ready(let at)): step == at && plan[step] == .export
        case (.download(let step, let render), .rendered(let at, let done, _)): (step, render) == (at, done)
        case (.deliver(let step, _), .downloaded(let at, _, _)): step == at
        case (.archive, .ready(plan.steps.count)): true
        default: false
        }
    }
}
