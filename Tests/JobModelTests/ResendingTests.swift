// A message whose fate is unknown goes out once more only where a person knew that, and wanted it (PROTOCOL 6).

import JobModel
import Testing

@Suite struct ResendingTests {
    private static let sending = JobRecord.intended(.sendMessage(step: 0, before: .before))
    private static let again = JobRecord.toBeSentAgain(step: 0)

    private func reopened(after history: [JobRecord], mayResend: Bool = true) throws -> Job {
        let ended = try Job.sample().after(history)
        let reopening = Reopening(of: ended, members: Job.broughtBack, from: .inbox, take: 2, mayResend: mayResend)
        return try ended.after([.reopened(reopening), .claimed])
    }

    @Test func `an uncertain message may go out once more, once`() throws {
        let job = try reopened(after: Situation.toUncertain)
        #expect(job.mayResend)
        #expect(job.nextAction == .settleMessage(step: 0, before: .before), "the timeline is looked at first")
        let resent = try job.after([Self.again, .intended(.sendMessage(step: 0, before: StateDigest("later")))])
        #expect(!resent.mayResend)
        #expect(resent.nextAction == .settleMessage(step: 0, before: StateDigest("later")))
        #expect(throws: IllegalTransition.self) { try resent.after([Self.again]) }
        #expect(resent.baseline == .before)
    }

    @Test func `uncertain once more, it is a person's turn once more`() throws {
        let history =
            Situation.toUncertain + [
                .reopened(.ofUncertain), .claimed, Self.again, Self.sending, .failed(.uncertain), .returned(suffix: ""),
            ]
        #expect(try reopened(after: history).mayResend)
        #expect(try !reopened(after: history, mayResend: false).mayResend)
    }

    /// How a job ended of which nobody had said that a message of it may have arrived.
    private static let unsaid: [[JobRecord]] = [
        [.failed(.sample)], [.cancelled], [.waiting(.sample), .failed(.sample)], [.waiting(.sample), .cancelled],
        [.failed(.uncertain), .returned(suffix: ""), .cancelled],
    ]

    @Test(arguments: unsaid)
    func `a message of which nobody knew is looked for with all patience`(end: [JobRecord]) throws {
        let returned: [JobRecord] = end.contains(.returned(suffix: "")) ? [] : [.returned(suffix: "")]
        let job = try reopened(after: Situation.toReady + [Self.sending] + end + returned)
        #expect(job.nextAction == .settleMessage(step: 0, before: .before))
        #expect(!job.mayResend)
        #expect(throws: IllegalTransition.self) { try job.after([Self.again]) }
    }

    @Test(arguments: [Failure.sample, .uncertain])
    func `leave to send again never covers a message that was not sent yet`(failure: Failure) throws {
        let job = try reopened(after: Situation.toReady + [.failed(failure), .returned(suffix: "")])
        #expect(!job.mayResend)
        let sent = try job.after([Self.sending])
        #expect(throws: IllegalTransition.self) { try sent.after([Self.again]) }
    }

    @Test(
        arguments: [
            [.answered(step: 0, ending: .broken, reply: nil), .settled(step: 0), .commandDone(step: 1)],
            [.notSent(step: 0)], [again],
        ] as [[JobRecord]])
    func `leave to send again ends with the message it was given for`(settling: [JobRecord]) throws {
        let job = try reopened(after: Situation.toUncertain).after(settling)
        guard case .sendMessage(let step, _) = job.nextAction else {
            Issue.record("\(job.nextAction) is not the next message")
            return
        }
        let sent = try job.after([.intended(.sendMessage(step: step, before: .before))])
        #expect(!sent.mayResend)
        #expect(throws: IllegalTransition.self) { try sent.after([.toBeSentAgain(step: step)]) }
    }

    @Test func `leave to send again holds through a wait`() throws {
        let job = try reopened(after: Situation.toUncertain).after([.waiting(.sample), .resumed])
        #expect(job.mayResend)
        #expect(try job.after([Self.again]).nextAction == .sendMessage(step: 0, text: "brighten it"))
    }
}
