// One job in the hands of one worker: asks the job what to do next, has the step do it, writes down what came of it.

import FileAccess
import JobModel
import Ledger
import Media
import NemoAPI
import Outbox
import Telemetry
import Timing

/// Works on a claimed job until it is over, waits, or the daemon stops.
package actor JobRun {
    /// What every run works with.
    package struct Workshop: Sendable {
        package let ledger: any LedgerWriter
        package let epoch: Epoch
        package let client: NemoClient
        package let media: MediaCheck
        /// By the root's path.
        package let outboxes: [String: RootOutbox]
        package let settings: PipelineSettings
        package let uploads: Slots
        package let events: any EventSink
        package let time: Timekeeper
        package let appointments: SteadyClock
        package let gates: CallGates
        package let newRenderID: @Sendable () -> RenderID
        /// Where people leave their wishes, so that none comes too late by a moment; `nil` where there are none.
        package let requests: (any RequestTray)?
        /// Where it is noted what lies in the archives; `nil` where nothing is ever removed from them.
        package let archiveBook: (any ArchiveBook)?
        /// When renders were submitted, by the monotonic clock, as far as this process knows.
        let renders = RenderTimes()
        let unreturned = UnreturnedJobs()
        let awaited = AwaitedJobs()
        /// Held while it is decided who may be at work in a session that others may want as well.
        let sessionDoor = Slots(1)
        let meter = CreditsMeter()

        package init(
            ledger: any LedgerWriter, epoch: Epoch, client: NemoClient, media: MediaCheck,
            outboxes: [String: RootOutbox], settings: PipelineSettings, events: any EventSink, time: Timekeeper,
            appointments: SteadyClock, gates: CallGates, requests: (any RequestTray)? = nil,
            archiveBook: (any ArchiveBook)? = nil,
            newRenderID: @escaping @Sendable () -> RenderID
        ) {
            self.ledger = ledger
            self.epoch = epoch
            self.client = client
            self.media = media
            self.outboxes = outboxes
            self.settings = settings
            uploads = Slots(settings.uploads)
            self.events = events
            self.time = time
            self.appointments = appointments
            self.gates = gates
            self.requests = requests
            self.archiveBook = archiveBook
            self.newRenderID = newRenderID
        }
    }

    /// A root's outbox and the logs in it.
    package struct RootOutbox: Sendable {
        package let outbox: ShareOutbox
        package let log: EditorLog

        package init(outbox: ShareOutbox, log: EditorLog) {
            self.outbox = outbox
            self.log = log
        }
    }

    let workshop: Workshop
    let claim: Claim
    private let drain: Drain
    let cancellation: Cancellation
    private(set) var job: Job
    /// What the job waited for before it came to this worker, as long as nothing has come of it since.
    private(set) var waitedFor: Waiting.Reason?
    /// The job that this one has come to wait for, and what of it.
    var awaited: (job: JobID, until: AwaitedJobs.Event)?
    /// The timeline as it was before the running step's message, when this run has seen it.
    var timelineBefore: TimelineState?
    /// What the editor's AI has said to the running step's message, text by text.
    var heard: [String] = []
    /// What the running step's replies asked a person to do (PROTOCOL 7).
    var asked: [GUITalk.Action] = []

    init(_ claimed: ClaimedJob, workshop: Workshop, drain: Drain, cancellation: Cancellation) {
        claim = claimed.claim
        job = claimed.job
        self.workshop = workshop
        self.drain = drain
        self.cancellation = cancellation
    }

    var settings: PipelineSettings { workshop.settings }
    var client: NemoClient { workshop.client }

    /// How long ago the job was picked up, or taken up again, for people.
    var age: Duration {
        get async throws {
            var taken = job.admitted
            if job.reopenings > 0 {
                taken = try await workshop.ledger.journal(of: job.id).last { $0.record == .claimed }?.time ?? taken
            }
            return max(.zero, workshop.time.wall() - taken)
        }
    }

    /// A claim that is not given back here is void at the next start.
    /// - Throws: ``LedgerError``: without the ledger nothing may be done.
    func run() async throws {
        if job.nextAction != .resume { tell(.started(resumedAfterRestart: try await wasInterrupted)) }
        while job.nextAction != .rest, !drain.hasBegun {
            if try await isToStop() {
                tell(.cancelled)
                try await write(.cancelled)
                try await answerThoseWhoCancelled()
                continue
            }
            let outcome = try await outcome(of: job.nextAction)
            // What was achieved is written down even now; a failure may only be that of being stopped.
            if Task.isCancelled, !outcome.isAdvance { break }
            switch outcome {
            case .advance(let record):
                tellProgress(by: record)
                try await write(record)
                if case .returned = record { clearFolder() }
            case .advanceIn(let session, let record):
                tellProgress(by: record)
                try await write(record, session: session)
            case .wait(let waiting) where job.nextAction == .returnOriginals:
                return try await workshop.ledger.putOff(claim, until: waiting.until)
            case .goOn: break
            case .wait(let waiting):
                // The same reason once more is no news.
                if waiting.reason != waitedFor { tell(.waiting(waiting)) }
                try await write(.waiting(waiting))
                if waiting.reason == .otherJob { try await lookOnceMoreAtAwaited() }
                return try await workshop.ledger.release(claim)
            case .fail(let failure):
                tell(.failed(failure))
                try await write(.failed(failure))
                try await tellThoseHeld(by: failure)
            case .stop:
                if cancellation.isAsked, job.canBeCancelled { continue }
                return
            }
        }
        if job.state.isOver { workshop.meter.end(job.id) }
        try await workshop.ledger.release(claim)
    }

    /// Whether the job was under way when the daemon stopped, and did not come in or back just now.
    private var wasInterrupted: Bool {
        get async throws {
            guard job.intent != nil || job.session != nil else { return false }
            // What is left then is not for the log, which may have left the outbox already.
            if job.nextAction == .returnOriginals || job.nextAction == .archive { return false }
            return try await workshop.ledger.journal(of: job.id).last?.record != .claimed
        }
    }

    /// Carries out an action. A root that is not served now and a disk that fails are dealt with here, for all steps.
    private func outcome(of action: JobAction) async throws -> StepOutcome {
        guard workshop.outboxes[job.origin.root] != nil else { return rootIsNotServed }
        do {
            return try await perform(action)
        } catch let end as StepEnd {
            return end.outcome
        } catch let error as FileError {
            return outcome(of: error)
        }
    }

    /// Remembers what the job has waited for, and says that it goes on once something comes of it.
    private func tellProgress(by record: JobRecord) {
        if case .waiting(let waiting, _) = job.state {
            waitedFor = waiting.reason
        } else if record != .resumed {
            tellGoingOn()
        }
    }

    /// Says that what the job has waited for is over, once.
    func tellGoingOn() {
        guard waitedFor != nil else { return }
        waitedFor = nil
        tell(.resumed)
    }

    private func perform(_ action: JobAction) async throws -> StepOutcome {
        switch action {
        case .identify: try await identify()
        case .openSession: try await openSession()
        case .findSession: try await findSession()
        case .upload(let member): try await upload(member: member)
        case .sendMessage(let step, let text): try await sendMessage(text, step: step)
        case .settleMessage(let step, let before): try await settleMessage(step: step, before: before)
        case .awaitQuiet(let step, let ending): try await awaitQuiet(step: step, ending: ending)
        case .showCredits(let step): try await showCredits(step: step)
        case .showStatus(let step): try await showStatus(step: step)
        case .skip(let step): .advance(.commandDone(step: step))
        case .reuseResult(let step): try await reuseResult(step: step)
        case .submitExport(let step, let render): try await submitExport(step: step, recorded: render)
        case .pollRender(let step, let render): try await pollRender(render, step: step)
        case .download(let step, let render, let output):
            try await download(render, from: output, step: step)
        case .deliver(let step, let render, let facts): try await deliver(render, facts: facts, step: step)
        case .archive: try await archive()
        case .refuse(let failure): .fail(failure)
        case .returnOriginals: try await returnOriginals()
        case .resume: .advance(.resumed)
        case .rest: .stop
        }
    }

    /// Records that a side effect is about to happen. It must not happen when this throws.
    func intend(_ intent: Intent) async throws { try await write(.intended(intent)) }

    func write(_ record: JobRecord, session: Session? = nil) async throws {
        job = try await workshop.ledger.record(record, session: session, under: claim, at: workshop.time.wall())
        try await wakeThoseWhoWait(after: record)
    }

    /// The job's session as it is in the ledger now.
    func session() async throws -> Session? {
        guard let id = job.session else { return nil }
        return try await workshop.ledger.session(id)
    }

    /// The outbox of the job's root; `nil` when that root is not served now.
    var rootOutbox: RootOutbox? { workshop.outboxes[job.origin.root] }

    func tell(_ event: JobEvent) {
        if let rootOutbox { rootOutbox.log.tell(event, of: job) } else { workshop.events.record(.job(job.id, event)) }
    }
}
