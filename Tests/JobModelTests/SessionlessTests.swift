// Jobs that bring no media: a follow-up goes on in a session that there is, a question needs none, and neither opens one.

import JobModel
import Testing

@Suite struct SessionlessTests {
    private static let followUp = Job.sample(kind: .followUp, media: [], prompt: ["make it red"])
    private static let command = Job.sample(kind: .command, media: [], prompt: ["credits", "status"])

    @Test(arguments: [followUp, command])
    func `neither opens a session`(job: Job) throws {
        let claimed = try job.after([.claimed])
        #expect(claimed.nextAction == .findSession)
        #expect(throws: IllegalTransition.self) { try claimed.after([.intended(.openSession)]) }
        #expect(try claimed.after([.sessionOpened(.sample)]).state == .active(.ready(step: 0)))
    }

    @Test func `a question alone goes without a session`() throws {
        let asked = try Self.command.after([.claimed, .sessionNotNeeded])
        #expect((asked.state, asked.session) == (.active(.ready(step: 0)), nil))
        #expect(asked.nextAction == .showCredits(step: 0))
        for job in [Self.followUp, .sample()] {
            #expect(throws: IllegalTransition.self) { try job.after([.claimed, .sessionNotNeeded]) }
        }
    }

    @Test func `a question says nothing to the editor's AI`() throws {
        let job = Job.sample(kind: .command, media: [], prompt: ["brighten it"])
        let sending = JobRecord.intended(.sendMessage(step: 0, before: .before))
        #expect(throws: IllegalTransition.self) { try job.after([.claimed, .sessionOpened(.sample), sending]) }
    }

    /// What was edited lies in the session that is lost.
    @Test(arguments: [followUp, command])
    func `a lost session is never made up for by another`(job: Job) throws {
        let ready = try job.after([.claimed, .sessionOpened(.sample)])
        #expect(throws: IllegalTransition.self) { try ready.after([.sessionLost]) }
    }

    @Test func `a follow-up whose session has ended finds one again when it is brought back`() throws {
        let ended = try Self.followUp.after([
            .claimed, .sessionOpened(.sample), .failed(.sessionEnded), .returned(suffix: ""),
        ])
        let reopening = Reopening(of: ended, members: ended.members, from: .inbox, take: 3, mayResend: true)
        #expect(!reopening.startsOver)
        let back = try ended.after([.reopened(reopening), .claimed])
        #expect((back.nextAction, back.session) == (.findSession, nil))
    }

    @Test func `follow-ups are the same only under the same name`() {
        let other = Job(
            id: JobID("job-2"), kind: .followUp, origin: Origin(root: "/watch", folder: .root, stem: "other"),
            members: Self.followUp.members, plan: Self.followUp.plan, language: "en",
            admitted: Self.followUp.admitted, take: 1)
        #expect(Self.followUp.isSame(as: Self.followUp))
        #expect(!Self.followUp.isSame(as: other))
    }
}

extension Failure {
    fileprivate static let sessionEnded = Failure(
        .sessionEnded, "The project has ended.", remedy: "Drop the clip again.")
}
