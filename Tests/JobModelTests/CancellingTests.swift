// When a job may be stopped for good: not while its files are being taken, not while it changes a timeline others share.

import JobModel
import Testing

@Suite struct CancellingTests {
    private static let sending = JobRecord.intended(.sendMessage(step: 0, before: .before))
    private static let project = RelativePath(["spring"])

    @Test(arguments: Situation.all, [RelativePath.root, project])
    func `what says that it can be cancelled is taken at its word`(
        in situation: Situation, folder: RelativePath
    ) throws {
        let job = try Job.sample(folder: folder).after(situation.history)
        guard !job.state.isOver else { return }
        let taken = try? job.after([.cancelled])
        #expect((taken != nil) == job.canBeCancelled)
        if let taken { #expect(taken.nextAction == .returnOriginals) }
    }

    @Test(
        arguments: [
            ([], true), ([.waiting(.sample)], true), ([sending], false), ([sending, .waiting(.sample)], false),
            ([sending, .notSent(step: 0)], true),
            ([sending, .answered(step: 0, ending: .closed, reply: nil)], false),
            ([sending, .answered(step: 0, ending: .broken, reply: nil), .waiting(.sample)], false),
            ([sending, .answered(step: 0, ending: .closed, reply: nil), .settled(step: 0)], true),
        ] as [([JobRecord], Bool)])
    func `in a project a job is not stopped while its timeline may be changing`(
        history: [JobRecord], canBeCancelled: Bool
    ) throws {
        let shared = try Job.sample(folder: Self.project).after(Situation.toReady + history)
        #expect(shared.canBeCancelled == canBeCancelled)
        let alone = try Job.sample().after(Situation.toReady + history)
        #expect(alone.canBeCancelled, "a clip with a timeline of its own disturbs nobody")
    }

    @Test(arguments: [[], [.reopened(.ofFailed)]] as [[JobRecord]])
    func `a job whose files are being taken neither ends nor waits`(reopening: [JobRecord]) throws {
        let before = reopening.isEmpty ? [] : Situation.toReady + [.failed(.sample), .returned(suffix: "")]
        let job = try Job.sample().after(before + reopening)
        #expect(job.state == .active(.arriving))
        #expect(!job.canBeCancelled)
        for record in [JobRecord.cancelled, .failed(.sample), .waiting(.sample)] {
            #expect(throws: IllegalTransition.self) { try job.after([record]) }
        }
    }

    @Test func `a failed job is given up once its files are back, and stays where it failed`() throws {
        let failed = try Job.sample().after(Situation.toReady + [Self.sending, .failed(.uncertain)])
        #expect(throws: IllegalTransition.self) { try failed.after([.cancelled]) }
        let givenUp = try failed.after([.returned(suffix: " (2)"), .cancelled])
        #expect(givenUp.state == .cancelled(at: .ready(step: 0), isReturned: true))
        #expect(givenUp.nextAction == .rest)
        #expect(givenUp.returnedSuffix == " (2)")
    }

    @Test func `nothing is left to cancel once everything is delivered`() throws {
        let delivered = try Job.sample().after(Situation.toDelivered)
        for job in [delivered, try delivered.after([.waiting(.sample)])] {
            #expect(!job.canBeCancelled)
            #expect(throws: IllegalTransition.self) { try job.after([.cancelled]) }
        }
    }
}
