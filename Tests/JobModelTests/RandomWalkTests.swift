// Jobs thrown about by records in a random, seeded order: what must hold whatever happens.

import JobModel
import TestSupport
import Testing

@Suite struct RandomWalkTests {
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `whatever is recorded, no promise is broken`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let start = Job.sample(prompt: ["brighten it", "export", "add music", "credits", "export"])
        var job = start
        var journal: [JobRecord] = []

        for _ in 0..<400 {
            let before = job
            let record = job.candidates(using: &random).randomElement(using: &random) ?? .claimed
            do {
                try job.record(record)
                journal.append(record)
                #expect(!before.state.isOver, "a job that is over took \(record)")
                #expect(!job.goesBack(from: before), "\(record) led back from \(before.state) to \(job.state)")
            } catch {
                #expect(job == before, "a refused record changed the job")
            }
            #expect(!(job.isSending && job.wantsToSend), "a message would be sent twice")
        }

        #expect(journal.resendsWithoutProof.isEmpty)
        #expect(Set(job.deliveries.map(\.render)).count == job.deliveries.count, "one render was delivered twice")
        #expect(job.deliveries.count <= 2, "more was delivered than asked for")
        #expect(try start.after(journal) == job, "the journal does not add up to the job")
    }

    @Test func `the walks reach the end, so that the promises are put to the test`() throws {
        var ends: Set<String> = []
        for seed in 1...40 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            var job = Job.sample(prompt: ["brighten it", "export", "add music", "credits", "export"])
            for _ in 0..<400 {
                guard let record = job.candidates(using: &random).randomElement(using: &random) else { continue }
                try? job.record(record)
            }
            switch job.state {
            case .finished: ends.insert("finished")
            case .failed: ends.insert("failed")
            case .cancelled: ends.insert("cancelled")
            case .active, .waiting: ends.insert("under way")
            }
        }
        #expect(ends.isSuperset(of: ["finished", "failed", "cancelled"]))
    }
}

extension Job {
    /// Records to throw at the job: mostly such as could follow, some that cannot, rarely one that ends it.
    fileprivate func candidates(using random: inout SeededGenerator) -> [JobRecord] {
        switch Int.random(in: 0..<100, using: &random) {
        case 0: return [.failed(.sample), .cancelled]
        case 1..<10: return [.waiting(.sample), .resumed, .returned]
        case 10..<20: return JobRecord.samples.filter { $0 != .failed(.sample) && $0 != .cancelled }
        default: return fitting(render: RenderID("render_\(Int.random(in: 0..<1_000_000, using: &random))"))
        }
    }

    private func fitting(render: RenderID) -> [JobRecord] {
        switch state.stage {
        case .arriving: [.claimed]
        case .claimed: [.intended(.openSession), .sessionOpened(.sample)]
        case .sessionOpened(let uploads):
            [.intended(.upload(member: uploads, videosBefore: nil)), .uploaded(member: uploads)]
        case .ready(let step):
            [
                .intended(.sendMessage(step: step, before: .before)),
                .answered(step: step, ending: .closed, reply: nil),
                .notSent(step: step), .intended(.submitExport(step: step, render: render)),
                .exportSubmitted(step: step, render: intendedRender ?? render), .commandDone(step: step),
                .intended(.archive), .archived,
            ]
        case .answered(let step, _): [.settled(step: step)]
        case .submitted(let step, let render):
            [.rendered(step: step, render: render, output: nil), .renderFailed(step: step, render: render, reason: "")]
        case .rendered(let step, let render, _):
            [.intended(.download(step: step, render: render)), .downloaded(step: step, render: render, facts: nil)]
        case .downloaded(let step, let render, _):
            [
                .intended(.deliver(step: step, take: deliveries.count + 1)),
                .delivered(step: step, .sample(take: deliveries.count + 1, render: render)),
            ]
        case nil: [.claimed, .returned, .resumed]
        }
    }

    private var intendedRender: RenderID? {
        if case .submitExport(_, let render) = intent { render } else { nil }
    }

    fileprivate var isSending: Bool {
        if case .sendMessage = intent { true } else { false }
    }

    fileprivate var wantsToSend: Bool {
        if case .sendMessage = nextAction { true } else { false }
    }

    /// Only a failed render leads back, and only to its own step.
    fileprivate func goesBack(from before: Job) -> Bool {
        guard let now = state.stage, let then = before.state.stage, failedRenders == before.failedRenders else {
            return false
        }
        return now.rank.lexicographicallyPrecedes(then.rank)
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
}

extension [JobRecord] {
    /// The steps whose message was begun again although nothing proved that it had not been sent.
    fileprivate var resendsWithoutProof: [Int] {
        var sending: Set<Int> = []
        var resends: [Int] = []
        for record in self {
            switch record {
            case .intended(.sendMessage(let step, _)): if !sending.insert(step).inserted { resends.append(step) }
            case .notSent(let step): sending.remove(step)
            default: break
            }
        }
        return resends
    }
}
