// A job whose files were brought back goes on from where it stopped, with what is left of its work (FOLDER-CONTRACT 5).

import JobModel
import Testing

@Suite struct ReopeningTests {
    private static let sending = JobRecord.intended(.sendMessage(step: 0, before: .before))
    private static let submitting = JobRecord.intended(.submitExport(step: 3, render: .first))
    private static let downloading = JobRecord.intended(.download(step: 3, render: .first))

    /// A point at which a job ends, and what it does first when it is taken up again.
    struct Point: Sendable, CustomTestStringConvertible {
        let history: [JobRecord]
        let stage: Stage
        let nextAction: JobAction
        var intent: Intent?

        init(_ stage: Stage, after history: [JobRecord], does nextAction: JobAction, keeping intent: Intent? = nil) {
            self.history = history
            self.stage = stage
            self.nextAction = nextAction
            self.intent = intent
        }

        var testDescription: String { "\(stage) after \(history.last.map { "\($0)" } ?? "nothing")" }
    }

    static let points: [Point] = [
        Point(.claimed, after: Situation.toClaimed, does: .openSession),
        Point(
            .claimed, after: Situation.toClaimed + [.intended(.openSession)], does: .openSession,
            keeping: .openSession),
        Point(.sessionOpened(uploads: 0), after: Situation.toOpened, does: .upload(member: 0)),
        Point(
            .sessionOpened(uploads: 1),
            after: Situation.toOpened + [.uploaded(member: 0), .intended(.upload(member: 1, videosBefore: 1))],
            does: .upload(member: 1), keeping: .upload(member: 1, videosBefore: 1)),
        Point(.ready(step: 0), after: Situation.toReady, does: .sendMessage(step: 0, text: "brighten it")),
        Point(
            .ready(step: 0), after: Situation.toReady + [.waiting(.sample)],
            does: .sendMessage(step: 0, text: "brighten it")),
        Point(
            .ready(step: 0), after: Situation.toReady + [sending], does: .settleMessage(step: 0, before: .before),
            keeping: .sendMessage(step: 0, before: .before)),
        Point(
            .answered(step: 0, ending: .closed), after: Situation.toAnswered,
            does: .awaitQuiet(step: 0, ending: .closed)),
        Point(
            .ready(step: 0), after: Situation.toAnswered + [.followUpWanted(step: 0, text: "Make that edit.")],
            does: .sendMessage(step: 0, text: "Make that edit.")),
        Point(.ready(step: 1), after: Situation.toAnswered + [.settled(step: 0)], does: .showCredits(step: 1)),
        Point(.ready(step: 3), after: Situation.toExport, does: .submitExport(step: 3, render: nil)),
        Point(
            .ready(step: 3), after: Situation.toExport + [submitting], does: .submitExport(step: 3, render: .first),
            keeping: .submitExport(step: 3, render: .first)),
        Point(
            .submitted(step: 3, render: .first), after: Situation.toSubmitted,
            does: .pollRender(step: 3, render: .first)),
        Point(
            .rendered(step: 3, render: .first, output: "https://out/1"), after: Situation.toRendered,
            does: .download(step: 3, render: .first, output: "https://out/1")),
        Point(
            .rendered(step: 3, render: .first, output: "https://out/1"), after: Situation.toRendered + [downloading],
            does: .download(step: 3, render: .first, output: "https://out/1")),
        Point(
            .rendered(step: 3, render: .first, output: nil), after: Situation.toDownloaded,
            does: .download(step: 3, render: .first, output: nil)),
        Point(
            .rendered(step: 3, render: .first, output: nil),
            after: Situation.toDownloaded + [.intended(.deliver(step: 3, take: 1))],
            does: .download(step: 3, render: .first, output: nil)),
    ]

    private func reopen(_ ended: Job, mayResend: Bool = true) throws -> Job {
        let reopening = Reopening(
            of: ended, members: Job.broughtBack, from: .inbox, take: 2, mayResend: mayResend)
        return try ended.after([.reopened(reopening), .claimed])
    }

    @Test(arguments: points, [JobRecord.failed(.sample), .failed(.uncertain), .cancelled])
    func `a job goes on from the step where it stopped`(point: Point, end: JobRecord) throws {
        let ended = try Job.sample().after(point.history + [end, .returned(suffix: " (2)")])
        let job = try reopen(ended)
        #expect(job.state == .active(point.stage))
        #expect(job.nextAction == point.nextAction)
        #expect(job.intent == point.intent, "what was fetched went with the files, all else is still under way")
        #expect(job.session == ended.session)
        #expect(job.baseline == ended.baseline)
        #expect(job.messagesTaken == ended.messagesTaken)
        #expect(job.deliveries == ended.deliveries)
        #expect(job.reopening == nil)
        #expect(job.reopenings == 1)
    }

    @Test(arguments: points)
    func `a job whose session is gone starts over`(point: Point) throws {
        let ended = try Job.sample().after(point.history + [.failed(.sessionGone), .returned(suffix: "")])
        let job = try reopen(ended)
        var fresh = try Job.sample().after([.claimed, .identified(digests: ["d0", "d1"])])
        #expect(job.state == fresh.state)
        #expect(job.nextAction == .openSession)
        #expect((job.session, job.intent, job.baseline, job.followUp) == (nil, nil, nil, nil))
        #expect((job.messagesTaken, job.mayResend) == (0, false))
        fresh = try fresh.after([.sessionOpened(SessionID("session-2")), .uploaded(member: 0), .uploaded(member: 1)])
        #expect(fresh.nextAction == .sendMessage(step: 0, text: "brighten it"))
    }

    @Test func `what was delivered before the session went stays delivered`() throws {
        let history: [JobRecord] = [.claimed, .sessionOpened(.sample)]
        let delivered = try Job.sample(media: [], prompt: ["export", "brighten it"]).after(
            history + [
                .intended(.submitExport(step: 0, render: .first)), .exportSubmitted(step: 0, render: .first),
                .rendered(step: 0, render: .first, output: nil), .downloaded(step: 0, render: .first, facts: nil),
                .delivered(step: 0, .sample()), .failed(.sessionGone), .returned(suffix: ""),
            ])
        #expect(try reopen(delivered).deliveries == [.sample()])
    }

    @Test func `while its files are taken it is theirs that count, and nothing else has changed`() throws {
        let ended = try Job.sample().after(Situation.toUncertain)
        let arriving = try ended.after([.reopened(.ofUncertain)])
        #expect(arriving.state == .active(.arriving))
        #expect(arriving.takenMembers == Job.broughtBack)
        #expect(arriving.members == ended.members)
        #expect(arriving.intent == ended.intent)
        #expect(arriving.nextAction == .rest)
        #expect(!arriving.state.isOver)
        #expect(ended.takenMembers == ended.members)
    }

    @Test(arguments: Situation.all)
    func `what could not be taken leaves the job exactly as it was`(in situation: Situation) throws {
        let ended = try Job.sample().after(situation.history)
        guard ended.canBeReopened else { return }
        let reopening = Reopening(of: ended, members: Job.broughtBack, from: .failed, take: 7, mayResend: true)
        #expect(try ended.after([.reopened(reopening), .reopeningUndone]) == ended)
    }

    @Test func `the files count under the names they came back with, and the log under its new take`() throws {
        let failed = try Job.sample().after(
            Situation.toSubmitted + [
                .renderFailed(step: 3, render: .first, reason: "no GPU"), submittingSecond,
                .exportSubmitted(step: 3, render: .second), .renderLost(step: 3, render: .second), .failed(.sample),
                .returned(suffix: " (2)"),
            ])
        let job = try reopen(failed)
        #expect(job.members == Job.broughtBack)
        #expect(job.take == 2)
        #expect((job.failedRenders, job.lostRenders) == (0, 0), "a new try has all its chances")
        let again = try job.after([.failed(.sample), .returned(suffix: "")])
        #expect(try reopen(again).reopenings == 2)
    }

    private let submittingSecond = JobRecord.intended(.submitExport(step: 3, render: .second))

    @Test(arguments: Situation.all)
    func `only a job that has ended without a result, and given its files back, is taken up again`(
        in situation: Situation
    ) throws {
        let job = try Job.sample().after(situation.history)
        let reopening = Reopening(of: job, members: Job.broughtBack, from: .inbox, take: 2, mayResend: true)
        let isTaken = (try? job.after([.reopened(reopening)])) != nil
        #expect(isTaken == job.canBeReopened)
        switch job.state {
        case .failed(_, _, isReturned: true), .cancelled(_, isReturned: true): #expect(isTaken)
        default: #expect(!isTaken)
        }
    }

    @Test func `a job that was refused is never taken up again`() throws {
        let refused = try Job.sample(refusal: .sample).after([.claimed, .failed(.sample), .returned(suffix: "")])
        #expect(!refused.canBeReopened)
        let reopening = Reopening(of: refused, members: Job.broughtBack, from: .inbox, take: 2, mayResend: true)
        #expect(throws: IllegalTransition.self) { try refused.after([.reopened(reopening)]) }
    }

    @Test func `what was meant for another end is refused`() throws {
        let cancelled = try Job.sample().after(Situation.toReady + [.cancelled, .returned(suffix: "")])
        #expect(throws: IllegalTransition.self) { try cancelled.after([.reopened(.ofFailed)]) }
    }
}
