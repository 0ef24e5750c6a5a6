// Jobs that hand out again what an earlier one was delivered: nothing is ever said or paid for (FOLDER-CONTRACT 5).

import JobModel
import Testing

@Suite struct ReusingTests {
    private static let reusing = JobRecord.reusing(of: JobID("job-0"), session: .sample)
    private static let toReusing: [JobRecord] = [.claimed, .identified(digests: ["d0", "d1"]), reusing]
    private static let copied = JobRecord.copied(step: 1, render: .first, facts: .sample)

    @Test func `messages are passed over, questions answered, results handed out`() throws {
        var job = try Job.sample(prompt: ["one", "export", "credits", "status", "two"]).after(Self.toReusing)
        var walked: [JobAction] = []
        while job.nextAction != .rest {
            walked.append(job.nextAction)
            switch job.nextAction {
            case .skip(let step), .showCredits(let step): try job.record(.commandDone(step: step))
            case .reuseResult(let step):
                try job.record(.copied(step: step, render: RenderID("render_\(step)"), facts: nil))
            case .deliver(let step, let render, _):
                try job.record(.delivered(step: step, .sample(take: step, render: render)))
            case .archive: try job.record(.archived)
            default: Issue.record("\(job.nextAction)")
            }
        }
        #expect(
            walked == [
                .skip(step: 0), .reuseResult(step: 1), .deliver(step: 1, render: RenderID("render_1"), facts: nil),
                .showCredits(step: 2), .skip(step: 3), .skip(step: 4), .reuseResult(step: 5),
                .deliver(step: 5, render: RenderID("render_5"), facts: nil), .archive,
            ])
        #expect((job.messagesTaken, job.twin, job.session) == (0, JobID("job-0"), .sample))
    }

    @Test func `nothing can be said, and no session opened`() throws {
        let job = try Job.sample(prompt: ["one"]).after(Self.toReusing)
        for record in [
            JobRecord.intended(.sendMessage(step: 0, before: .before)), .intended(.openSession), .sessionLost,
        ] {
            #expect(throws: IllegalTransition.self) { try job.after([record]) }
        }
    }

    @Test(arguments: [
        Job.sample(kind: .followUp, media: []), Job.sample(kind: .command, media: [], prompt: ["credits"]),
        .sample(prompt: ["credits"]), .sample(id: "job-0"),
    ])
    func `only a drop that asks for a result hands one out again, and never its own`(job: Job) throws {
        let digests = job.media.indices.map { "d\($0)" }
        let claimed = try job.after([.claimed] + (digests.isEmpty ? [] : [.identified(digests: digests)]))
        #expect(throws: IllegalTransition.self) { try claimed.after([Self.reusing]) }
    }

    @Test func `a render that is begun is ended, whatever turns up meanwhile`() throws {
        let job = try Job.sample(prompt: ["one"]).after(
            Self.toReusing + [.commandDone(step: 0), .intended(.submitExport(step: 1, render: .second))])
        #expect(job.nextAction == .submitExport(step: 1, render: .second))
        #expect(throws: IllegalTransition.self) { try job.after([Self.copied]) }
        let submitted = try job.after([.exportSubmitted(step: 1, render: .second)])
        #expect(try submitted.after([.renderLost(step: 1, render: .second)]).nextAction == .reuseResult(step: 1))
    }

    @Test func `one that failed with its copy in hand makes another when it is brought back`() throws {
        let ended = try Job.sample(prompt: ["one"]).after(
            Self.toReusing + [.commandDone(step: 0), Self.copied, .failed(.sample), .returned(suffix: "")])
        let back = try bringBack(ended)
        #expect((back.nextAction, back.twin) == (.reuseResult(step: 1), JobID("job-0")))
    }

    @Test func `one that failed for want of its twin's result is done by itself when it is brought back`() throws {
        let failure = Failure(.twinNotDone, "The first has no result.", remedy: "Move its files back.")
        let ended = try Job.sample().after([
            .claimed, .identified(digests: ["d0", "d1"]), .failed(failure), .returned(suffix: ""),
        ])
        #expect(!ended.isOnItsOwn)
        let back = try bringBack(ended)
        #expect(back.isOnItsOwn)
        #expect(back.nextAction == .openSession)
        #expect(throws: IllegalTransition.self) { try back.after([Self.reusing]) }
    }

    @Test func `one whose result was gone looks for it once more when it is brought back`() throws {
        let failure = Failure(.resultGone, "The result is gone.", remedy: "Change the prompt.")
        let ended = try Job.sample(prompt: ["one"]).after(
            Self.toReusing + [.commandDone(step: 0), .failed(failure), .returned(suffix: "")])
        let back = try bringBack(ended)
        #expect((back.nextAction, back.twin, back.session, back.isOnItsOwn) == (.openSession, nil, nil, false))
    }

    @Test func `a result of a life that was given up is not taken for one that counts`() throws {
        let exported: [JobRecord] = [
            .intended(.submitExport(step: 0, render: .first)), .exportSubmitted(step: 0, render: .first),
            .rendered(step: 0, render: .first, output: nil), .downloaded(step: 0, render: .first, facts: nil),
            .delivered(step: 0, .sample(render: .first)),
        ]
        let opened: [JobRecord] = [.claimed, .sessionOpened(.sample)]
        let gone = try Job.sample(media: [], prompt: ["export", "brighten it"]).after(
            opened + exported + [.failed(.sessionGone), .returned(suffix: "")])
        #expect(gone.delivery(of: 0) == nil)
        let again = try bringBack(gone).after([
            .sessionOpened(.sample), .intended(.submitExport(step: 0, render: .second)),
            .exportSubmitted(step: 0, render: .second), .rendered(step: 0, render: .second, output: nil),
            .downloaded(step: 0, render: .second, facts: nil), .delivered(step: 0, .sample(take: 2, render: .second)),
            .intended(.sendMessage(step: 1, before: .before)), .answered(step: 1, ending: .closed, reply: nil),
            .settled(step: 1), .intended(.submitExport(step: 2, render: RenderID("render_3"))),
            .exportSubmitted(step: 2, render: RenderID("render_3")),
            .rendered(step: 2, render: RenderID("render_3"), output: nil),
            .downloaded(step: 2, render: RenderID("render_3"), facts: nil),
            .delivered(step: 2, .sample(take: 3, render: RenderID("render_3"))),
        ])
        #expect([0, 1, 2].map { again.delivery(of: $0)?.take } == [2, nil, 3])
    }

    @Test func `identity is that of the content, the steps and the folder, not of the name`() throws {
        let read: [JobRecord] = [.claimed, .identified(digests: ["d0", "d1"])]
        let one = try Job.sample().after(read)
        #expect(Job.sample().identity == nil)
        #expect(try Job.sample(id: "job-2").after(read).identity == one.identity)
        #expect(try Job.sample(prompt: ["other"]).after(read).identity != one.identity)
        #expect(try Job.sample(folder: RelativePath(["spring"])).after(read).identity != one.identity)
        #expect(try Job.sample().after([.claimed, .identified(digests: ["d0", "d2"])]).identity != one.identity)
        #expect(Job.sample(kind: .followUp, media: []).identity == nil)
    }

    private func bringBack(_ ended: Job) throws -> Job {
        let reopening = Reopening(of: ended, members: ended.members, from: .inbox, take: 2, mayResend: true)
        return try ended.after([.reopened(reopening), .claimed])
    }
}
