// Which record may follow which state, for every situation and every kind of record.

import JobModel
import Testing

@Suite struct TransitionTests {
    @Test(arguments: Situation.all)
    func `a job takes the records that follow from where it stands and refuses all others`(
        in situation: Situation
    ) throws {
        let job = try Job.sample().after(situation.history)
        let taken = JobRecord.samples.filter { (try? job.after([$0])) != nil }
        #expect(Set(taken) == situation.mayTake)
    }

    @Test(arguments: Situation.all)
    func `a refused record leaves the job as it was and says so`(in situation: Situation) throws {
        let job = try Job.sample().after(situation.history)
        for record in JobRecord.samples where !situation.mayTake.contains(record) {
            var offered = job
            let refusal = #expect(throws: IllegalTransition.self) { try offered.record(record) }
            #expect(refusal?.state == job.state && refusal?.record == record)
            #expect(offered == job)
        }
    }

    @Test(arguments: Situation.all)
    func `the next action is read off the state`(in situation: Situation) throws {
        #expect(try Job.sample().after(situation.history).nextAction == situation.nextAction)
    }

    @Test(arguments: Situation.all)
    func `a job that is over has nothing to do and takes only what a person wants of it`(
        in situation: Situation
    ) throws {
        let job = try Job.sample().after(situation.history)
        guard job.state.isOver else { return }
        #expect(job.nextAction == .rest)
        #expect(situation.mayTake.allSatisfy { $0.isOfAPerson })
        if job.state == .finished { #expect(situation.mayTake.isEmpty) }
    }

    @Test(arguments: Situation.all)
    func `waiting and going on again changes nothing else`(in situation: Situation) throws {
        let job = try Job.sample().after(situation.history)
        guard case .active(let stage) = job.state, stage != .arriving else { return }
        #expect(try job.after([.waiting(.sample), .resumed]) == job)
    }

    @Test func `a wait can be prolonged`() throws {
        let longer = Waiting(for: .backend, "The video service does not answer.", until: Timestamp(milliseconds: 9))
        let job = try Job.sample().after([.claimed, .waiting(.sample), .waiting(longer)])
        #expect(job.state == .waiting(longer, at: .claimed))
    }

    @Test func `a message that is being sent stays so through a wait`() throws {
        let job = try ready().after([
            .intended(.sendMessage(step: 0, before: .before)), .waiting(.sample), .resumed,
        ])
        #expect(job.nextAction == .settleMessage(step: 0, before: .before))
    }

    @Test func `a job without media goes from its session straight to its first step`() throws {
        let job = try Job.sample(kind: .followUp, media: []).after([.claimed, .sessionOpened(.sample)])
        #expect(job.state == .active(.ready(step: 0)))
    }

    @Test func `a job that was refused at admission only gives its reason`() throws {
        let job = try Job.sample(refusal: .sample).after([.claimed])
        #expect(job.nextAction == .refuse(.sample))
        #expect(try job.after([.failed(.sample)]).nextAction == .returnOriginals)
    }

    @Test func `the timeline before the first message is kept, not the one before a later message`() throws {
        let job = try ready().after([
            .intended(.sendMessage(step: 0, before: .before)), .answered(step: 0, ending: .closed, reply: "Done."),
            .settled(step: 0), .commandDone(step: 1),
            .intended(.sendMessage(step: 2, before: StateDigest("later"))),
        ])
        #expect(job.baseline == .before)
    }

    @Test func `an answer without text keeps the reply of the message before`() throws {
        let job = try ready().after([
            .intended(.sendMessage(step: 0, before: .before)), .answered(step: 0, ending: .closed, reply: "Brighter."),
            .settled(step: 0), .commandDone(step: 1), .intended(.sendMessage(step: 2, before: .before)),
            .answered(step: 2, ending: .closed, reply: nil),
        ])
        #expect(job.reply == "Brighter.")
    }

    @Test func `failed renders are counted until something is delivered`() throws {
        let failing: [JobRecord] = [
            .intended(.submitExport(step: 0, render: .first)), .exportSubmitted(step: 0, render: .first),
            .renderFailed(step: 0, render: .first, reason: "no GPU"),
        ]
        let failed = try Job.sample(media: [], prompt: ["export"]).after([.claimed, .sessionOpened(.sample)] + failing)
        #expect(failed.failedRenders == 1)
        let delivered = try failed.after([
            .intended(.submitExport(step: 0, render: .second)), .exportSubmitted(step: 0, render: .second),
            .rendered(step: 0, render: .second, output: nil), .downloaded(step: 0, render: .second, facts: nil),
            .delivered(step: 0, .sample(take: 3, render: .second)),
        ])
        #expect(delivered.failedRenders == 0)
    }

    @Test func `a lost session takes with it all that was done in it, and nothing else`() throws {
        let claimed = try Job.sample().after([.claimed, .identified(digests: ["d0", "d1"])])
        let lost = try claimed.after([
            .sessionOpened(.sample), .intended(.upload(member: 0, videosBefore: 0)), .uploaded(member: 0),
            .uploaded(member: 1), .intended(.sendMessage(step: 0, before: .before)), .notSent(step: 0), .sessionLost,
        ])
        #expect(lost.lostSessions == 1)
        #expect(try lost == claimed.after([.sessionOpened(.sample), .sessionLost]))
        #expect(try lost.after([.sessionOpened(.sample), .sessionLost]).lostSessions == 2)
        #expect((lost.state, lost.nextAction) == (claimed.state, .openSession))
        #expect((lost.session, lost.intent, lost.baseline) == (nil, nil, nil))
    }

    @Test func `the session is not given up once a message was taken in it`() throws {
        let said = try ready().after([
            .intended(.sendMessage(step: 0, before: .before)), .answered(step: 0, ending: .closed, reply: nil),
        ])
        #expect(said.messagesTaken == 1)
        for job in [
            said, try said.after([.settled(step: 0)]), try said.after([.settled(step: 0), .commandDone(step: 1)]),
        ] {
            #expect(throws: IllegalTransition.self) { try job.after([.sessionLost]) }
        }
    }

    @Test func `a follow-up is asked for once a step and counts as a message`() throws {
        var job = try ready()
        for step in [0, 2] {
            job = try job.after([
                .intended(.sendMessage(step: step, before: .before)),
                .answered(step: step, ending: .closed, reply: nil),
                .followUpWanted(step: step, text: "Make that edit."),
            ])
            #expect(job.nextAction == .sendMessage(step: step, text: "Make that edit."))
            job = try job.after([
                .intended(.sendMessage(step: step, before: .before)),
                .answered(step: step, ending: .broken, reply: nil),
            ])
            #expect(throws: IllegalTransition.self) {
                try job.after([.followUpWanted(step: step, text: "Do make that edit.")])
            }
            job = try job.after([.settled(step: step)] + (step == 0 ? [.commandDone(step: 1)] : []))
            #expect(job.followUp == nil)
        }
        #expect(job.messagesTaken == 4)
        #expect(job.baseline == .before)
    }

    @Test func `lost renders are counted until something is delivered`() throws {
        let losing: [JobRecord] = [
            .intended(.submitExport(step: 0, render: .first)), .exportSubmitted(step: 0, render: .first),
            .renderLost(step: 0, render: .first),
        ]
        let lost = try Job.sample(media: [], prompt: ["export"])
            .after([.claimed, .sessionOpened(.sample)] + losing + losing)
        #expect((lost.lostRenders, lost.failedRenders) == (2, 0))
        let delivered = try lost.after([
            .intended(.submitExport(step: 0, render: .second)), .exportSubmitted(step: 0, render: .second),
            .rendered(step: 0, render: .second, output: nil), .downloaded(step: 0, render: .second, facts: nil),
            .delivered(step: 0, .sample(take: 3, render: .second)),
        ])
        #expect(delivered.lostRenders == 0)
    }

    /// The sample job with all media uploaded.
    private func ready() throws -> Job {
        try Job.sample().after([.claimed, .sessionOpened(.sample), .uploaded(member: 0), .uploaded(member: 1)])
    }
}

extension JobRecord {
    /// Whether nobody but a person can be behind it.
    fileprivate var isOfAPerson: Bool {
        switch self {
        case .reopened, .cancelled: true
        default: false
        }
    }
}
