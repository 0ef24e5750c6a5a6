// Jobs thrown about by records in a random, seeded order: what must hold whatever happens.

import JobModel
import TestSupport
import Testing

@Suite struct RandomWalkTests {
    private static let seeds: ClosedRange<UInt64> = 1...240
    fileprivate static let prompt = ["brighten it", "export", "add music", "credits", "export"]
    fileprivate static let project = RelativePath(["spring"])

    /// A job that was thrown about, and what it took.
    fileprivate struct Walk {
        private(set) var job: Job
        private(set) var journal: [JobRecord] = []
        private var random: SeededGenerator

        init(seed: UInt64) {
            random = SeededGenerator(seed: seed)
            let folder = seed.isMultiple(of: 2) ? .root : RandomWalkTests.project
            switch seed % 8 {
            case 0: job = .sample(kind: .command, folder: folder, media: [], prompt: ["credits", "status"])
            case 1: job = .sample(kind: .followUp, folder: folder, media: [], prompt: prompt)
            default: job = .sample(folder: folder, prompt: prompt)
            }
        }

        /// Offers the job one record.
        /// - Returns: the record, when it was taken, and the job before.
        mutating func step() -> (taken: JobRecord?, before: Job) {
            let before = job
            guard let record = job.candidates(using: &random).randomElement(using: &random) else { return (nil, job) }
            guard (try? job.record(record)) != nil else { return (nil, before) }
            journal.append(record)
            return (record, before)
        }
    }

    @Test(arguments: seeds)
    func `whatever is recorded, no promise is broken`(seed: UInt64) throws {
        var walk = Walk(seed: seed)
        let start = walk.job
        var promises = JournalPromises()

        for _ in 0..<800 {
            let (taken, before) = walk.step()
            let job = walk.job
            if let taken {
                #expect(!before.state.isOver || taken.takesUpWhatIsOver, "a job that is over took \(taken)")
                #expect(
                    !job.goesBack(from: before, by: taken), "\(taken) led back from \(before.state) to \(job.state)")
                promises.note(taken, of: before)
            } else {
                #expect(job == before, "a refused record changed the job")
            }
            #expect(!(job.isSending && job.wantsToSend), "a message would be sent twice")
            #expect(!job.mayResend || job.isSending, "leave to send again without a message it is for")
            #expect((job.reopening != nil) == (job.reopenings < promises.reopenings), "a reopening got lost")
        }

        let job = walk.job
        #expect(promises.broken.isEmpty, "\(promises.broken)")
        #expect(job.messagesTaken == promises.messagesTaken)
        #expect(Set(job.deliveries.map(\.render)).count == job.deliveries.count, "one render was delivered twice")
        #expect(job.deliveries.count <= 2 * promises.lives, "more was delivered than asked for")
        #expect(try start.after(walk.journal) == job, "the journal does not add up to the job")
    }

    @Test func `the walks go everywhere, so that the promises are put to the test`() {
        var ends: Set<String> = []
        var kinds: [String: Int] = [:]
        for seed in Self.seeds {
            var walk = Walk(seed: seed)
            for _ in 0..<800 {
                guard let taken = walk.step().taken else { continue }
                kinds[taken.kind, default: 0] += 1
                if walk.job.state.isOver { ends.insert(Walk.end(of: walk.job)) }
            }
        }
        #expect(ends == ["finished", "failed", "cancelled"])
        for kind in Set(JobRecord.samples.map(\.kind)) {
            #expect(kinds[kind, default: 0] > 10, "hardly any walk took \(kind)")
        }
    }
}

extension RandomWalkTests.Walk {
    static func end(of job: Job) -> String {
        switch job.state {
        case .finished: "finished"
        case .failed: "failed"
        case .cancelled: "cancelled"
        case .active, .waiting: "under way"
        }
    }
}

extension Job {
    /// Records to throw at the job: mostly such as could follow, some that cannot, rarely one that ends it.
    fileprivate func candidates(using random: inout SeededGenerator) -> [JobRecord] {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<2: return [.failed(.sample), .failed(.uncertain), .failed(.sessionGone), .cancelled]
        case 2..<10: return [.waiting(.sample), .resumed, .returned(suffix: "")]
        case 10..<20: return JobRecord.samples.filter { !$0.endsWork }
        default: return fitting(using: &random)
        }
    }

    private func fitting(using random: inout SeededGenerator) -> [JobRecord] {
        let render = RenderID("render_\(Int.random(in: 0..<1_000_000_000, using: &random))")
        guard case .active(let stage) = state else { return fittingAtRest(using: &random) }
        return switch stage {
        case .arriving: reopening == nil ? [.claimed] : [.claimed, .claimed, .claimed, .reopeningUndone]
        case .claimed where kind == .command:
            [.sessionNotNeeded, .sessionNotNeeded, .sessionNotNeeded, .sessionOpened(.sample)]
        case .claimed where isIdentified:
            [.reusing(of: JobID("job-0"), session: .sample)]
                + [JobRecord](repeating: .sessionOpened(.sample), count: 5)
        case .claimed: [.identified(digests: ["d0", "d1"]), .intended(.openSession), .sessionOpened(.sample)]
        case .sessionOpened(let uploads):
            [.intended(.upload(member: uploads, videosBefore: nil)), .uploaded(member: uploads), .sessionLost]
        case .ready(let step): fitting(at: step, render: render)
        case .answered(let step, _): [.settled(step: step), .followUpWanted(step: step, text: "Make that edit.")]
        case .submitted(let step, let render):
            [
                .rendered(step: step, render: render, output: nil),
                .renderFailed(step: step, render: render, reason: ""),
                .renderLost(step: step, render: render),
            ]
        case .rendered(let step, let render, _):
            [.intended(.download(step: step, render: render)), .downloaded(step: step, render: render, facts: nil)]
        case .downloaded(let step, let render, _):
            [
                .intended(.deliver(step: step, take: deliveries.count + 1)),
                .delivered(step: step, .sample(take: deliveries.count + 1, render: render)),
            ]
        }
    }

    private func fitting(at step: Int, render: RenderID) -> [JobRecord] {
        let submitted: RenderID = if case .submitExport(_, let begun) = intent { begun } else { render }
        return [
            .intended(.sendMessage(step: step, before: .before)), .answered(step: step, ending: .closed, reply: nil),
            .notSent(step: step), .toBeSentAgain(step: step), .sessionLost,
            .intended(.submitExport(step: step, render: render)),
            .exportSubmitted(step: step, render: submitted), .commandDone(step: step),
            .copied(step: step, render: render, facts: nil),
            .intended(.archive), .archived,
        ] + (isSending ? [.failed(.uncertain), .failed(.uncertain)] : [])
    }

    /// What may follow while nothing is done.
    private func fittingAtRest(using random: inout SeededGenerator) -> [JobRecord] {
        let reopening = Reopening(
            of: self, members: Job.broughtBack, from: .inbox, take: take + 1,
            mayResend: Bool.random(using: &random))
        return [.resumed, .returned(suffix: ""), .reopened(reopening), .cancelled, .claimed]
    }

    fileprivate var isSending: Bool {
        if case .sendMessage = intent { true } else { false }
    }

    fileprivate var wantsToSend: Bool {
        if case .sendMessage = nextAction { true } else { false }
    }

    /// Whether a record led back that must not. A render that failed or got lost leads to its own step, as does a
    /// follow-up; a lost session to the beginning, when nothing was said in it; a person to where the job had ended.
    fileprivate func goesBack(from before: Job, by record: JobRecord) -> Bool {
        guard let now = state.stage, let then = before.state.stage else { return false }
        if case .claimed = record, let reopening = before.reopening {
            let expected =
                reopening.startsOver ? [1] : reopening.ended.stage?.rankToResumeAt(handingOutAgain: before.twin != nil)
            return expected != now.rank
        }
        guard now.rank.lexicographicallyPrecedes(then.rank) else { return false }
        switch record {
        case .renderFailed(let step, _, _), .renderLost(let step, _): return now != .ready(step: step)
        case .followUpWanted(let step, _): return now != .ready(step: step) || before.followUp != nil
        case .sessionLost: return now != .claimed || before.messagesTaken > 0 || before.isSending
        case .reopened: return now != .arriving || !before.canBeReopened
        default: return true
        }
    }
}

extension Stage {
    /// The stages in the order they are reached.
    fileprivate var rank: [Int] {
        switch self {
        case .arriving: [0]
        case .claimed: [1]
        case .sessionOpened(let uploads): [2, uploads]
        case .ready(let step): [3, step, 0]
        case .answered(let step, _): [3, step, 1]
        case .submitted(let step, _): [3, step, 1]
        case .rendered(let step, _, _): [3, step, 2]
        case .downloaded(let step, _, _): [3, step, 3]
        }
    }

    /// A result that was downloaded, or copied, went when the files were given back.
    fileprivate func rankToResumeAt(handingOutAgain isReusing: Bool) -> [Int] {
        if case .downloaded(let step, _, _) = self { [3, step, isReusing ? 0 : 2] } else { rank }
    }
}

extension JobRecord {
    fileprivate var takesUpWhatIsOver: Bool {
        switch self {
        case .reopened, .cancelled: true
        default: false
        }
    }

    fileprivate var endsWork: Bool {
        switch self {
        case .failed, .cancelled: true
        default: false
        }
    }

    /// Its name alone, and of an intent also whose it is.
    fileprivate var kind: String {
        let words = "\(Mirror(reflecting: self).children.first?.label ?? "\(self)")"
        guard case .intended(let intent) = self else { return words }
        return "intended \(Mirror(reflecting: intent).children.first?.label ?? "\(intent)")"
    }
}
