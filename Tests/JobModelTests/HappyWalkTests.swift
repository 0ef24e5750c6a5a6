// A whole life of a job, driven by nothing but its own next action.

import JobModel
import Testing

@Suite struct HappyWalkTests {
    @Test func `several messages and exports run in order, each once`() throws {
        var job = Job.sample(prompt: ["brighten it", "export", "status", "add music", "upload", "credits", "export"])
        try job.record(.claimed)

        var walked: [JobAction] = []
        while job.nextAction != .rest {
            walked.append(job.nextAction)
            for record in job.nextAction.goingWell { try job.record(record) }
        }

        #expect(
            walked == [
                .identify, .openSession, .upload(member: 0), .upload(member: 1),
                .sendMessage(step: 0, text: "brighten it"), .awaitQuiet(step: 0, ending: .closed),
                .submitExport(step: 1, render: nil), .pollRender(step: 1, render: RenderID("render_step1")),
                .download(step: 1, render: RenderID("render_step1"), output: nil),
                .deliver(step: 1, render: RenderID("render_step1"), facts: nil),
                .showStatus(step: 2),
                .sendMessage(step: 3, text: "add music"), .awaitQuiet(step: 3, ending: .closed),
                .skip(step: 4), .showCredits(step: 5),
                .submitExport(step: 6, render: nil), .pollRender(step: 6, render: RenderID("render_step6")),
                .download(step: 6, render: RenderID("render_step6"), output: nil),
                .deliver(step: 6, render: RenderID("render_step6"), facts: nil),
                .archive,
            ])
        #expect(job.state == .finished)
        #expect(job.deliveries.map(\.take) == [1, 6])
        #expect(job.intent == nil)
    }

    @Test func `a lone question is answered and archived`() throws {
        var job = Job.sample(kind: .command, media: [], prompt: ["credits"])
        try job.record(.claimed)
        var walked: [JobAction] = []
        while job.nextAction != .rest {
            walked.append(job.nextAction)
            let records = job.nextAction == .findSession ? [.sessionNotNeeded] : job.nextAction.goingWell
            for record in records { try job.record(record) }
        }
        #expect(walked == [.findSession, .showCredits(step: 0), .archive])
        #expect(job.session == nil)
    }

    @Test func `a follow-up finds its session, uploads nothing, and goes on from there`() throws {
        var job = Job.sample(kind: .followUp, media: [], prompt: ["make the title red"])
        try job.record(.claimed)
        var walked: [JobAction] = []
        while job.nextAction != .rest {
            walked.append(job.nextAction)
            for record in job.nextAction.goingWell { try job.record(record) }
        }
        #expect(walked.prefix(2) == [.findSession, .sendMessage(step: 0, text: "make the title red")])
        #expect((job.state, job.session) == (.finished, .sample))
    }
}

extension JobAction {
    /// The records of an action that succeeds at once.
    fileprivate var goingWell: [JobRecord] {
        switch self {
        case .identify: [.identified(digests: ["d0", "d1"])]
        case .openSession: [.intended(.openSession), .sessionOpened(.sample)]
        case .findSession: [.sessionOpened(.sample)]
        case .upload(let member): [.intended(.upload(member: member, videosBefore: nil)), .uploaded(member: member)]
        case .sendMessage(let step, _):
            [.intended(.sendMessage(step: step, before: .before)), .answered(step: step, ending: .closed, reply: nil)]
        case .settleMessage(let step, _): [.answered(step: step, ending: .broken, reply: nil)]
        case .awaitQuiet(let step, _): [.settled(step: step)]
        case .showCredits(let step), .showStatus(let step), .skip(let step): [.commandDone(step: step)]
        case .submitExport(let step, let begun):
            [
                .intended(.submitExport(step: step, render: begun ?? RenderID("render_step\(step)"))),
                .exportSubmitted(step: step, render: begun ?? RenderID("render_step\(step)")),
            ]
        case .reuseResult(let step): [.copied(step: step, render: RenderID("render_old\(step)"), facts: nil)]
        case .pollRender(let step, let render): [.rendered(step: step, render: render, output: nil)]
        case .download(let step, let render, _):
            [.intended(.download(step: step, render: render)), .downloaded(step: step, render: render, facts: nil)]
        case .deliver(let step, let render, _):
            [
                .intended(.deliver(step: step, take: step)),
                .delivered(step: step, .sample(take: step, render: render)),
            ]
        case .archive: [.intended(.archive), .archived]
        case .refuse(let failure): [.failed(failure)]
        case .returnOriginals: [.returned(suffix: "")]
        case .resume: [.resumed]
        case .rest: []
        }
    }
}
