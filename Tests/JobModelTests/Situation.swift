// Every place the sample job can stand in, how it got there, and what may follow: the state machine as a table.

import JobModel
import Testing

/// A place in the life of ``Job/sample``, whose steps are: 0 message, 1 credits, 2 message, 3 export.
struct Situation: Sendable, CustomTestStringConvertible {
    let name: String
    let history: [JobRecord]
    /// The records that may follow; every other record of ``JobRecord/samples`` is refused.
    let mayTake: Set<JobRecord>
    let nextAction: JobAction

    var testDescription: String { name }

    private init(_ name: String, after history: [JobRecord], does nextAction: JobAction, takes mayTake: Set<JobRecord>)
    {
        self.name = name
        self.history = history
        self.nextAction = nextAction
        self.mayTake = mayTake
    }

    static let all: [Situation] = [
        Situation("arriving", after: [], does: .rest, takes: [.claimed]),
        Situation("claimed", after: toClaimed, does: .identify, takes: ending.union(atClaimed)),
        Situation(
            "identified", after: toClaimed + [identifying], does: .openSession,
            takes: ending.union(atClaimed + [reusing])),
        Situation(
            "nothing uploaded", after: toOpened, does: .upload(member: 0),
            takes: ending.union([
                .intended(.upload(member: 0, videosBefore: 0)), .uploaded(member: 0), .sessionLost,
            ])),
        Situation(
            "one of two uploaded", after: toOpened + [.uploaded(member: 0)], does: .upload(member: 1),
            takes: ending.union([
                .intended(.upload(member: 1, videosBefore: 1)), .uploaded(member: 1), .sessionLost,
            ])),
        Situation(
            "session lost before a message", after: toReady + [.sessionLost], does: .openSession,
            takes: ending.union(atClaimed + [reusing])),
        Situation(
            "handing out again, before a message", after: toReusing, does: .skip(step: 0),
            takes: ending.union([.commandDone(step: 0)])),
        Situation(
            "handing out again, before an export", after: toReusedExport, does: .reuseResult(step: 3),
            takes: ending.union([
                .intended(.submitExport(step: 3, render: .first)), .copied(step: 3, render: .first, facts: .sample),
            ])),
        Situation(
            "handing out again, export submitting", after: toReusedExport + [submitting],
            does: .submitExport(step: 3, render: .first),
            takes: ending.union([
                .intended(.submitExport(step: 3, render: .first)), .exportSubmitted(step: 3, render: .first),
            ])),
        Situation(
            "handed out again", after: toReusedExport + [.copied(step: 3, render: .first, facts: .sample)],
            does: .deliver(step: 3, render: .first, facts: .sample),
            takes: ending.union([.intended(.deliver(step: 3, take: 1)), .delivered(step: 3, .sample())])),
        Situation(
            "before a message", after: toReady, does: .sendMessage(step: 0, text: "brighten it"),
            takes: ending.union([sending, .sessionLost])),
        Situation(
            "message sending", after: toReady + [sending], does: .settleMessage(step: 0, before: .before),
            takes: ending.union([.answered(step: 0, ending: .closed, reply: "Done."), .notSent(step: 0)])),
        Situation(
            "message provably not sent", after: toReady + [sending, .notSent(step: 0)],
            does: .sendMessage(step: 0, text: "brighten it"),
            takes: ending.union([sending, .sessionLost])),
        Situation(
            "message answered", after: toAnswered, does: .awaitQuiet(step: 0, ending: .closed),
            takes: ending.union([.settled(step: 0), followingUp])),
        Situation(
            "before a follow-up", after: toAnswered + [followingUp],
            does: .sendMessage(step: 0, text: "Make that edit."), takes: ending.union([sending])),
        Situation(
            "follow-up sending", after: toAnswered + [followingUp, sending],
            does: .settleMessage(step: 0, before: .before),
            takes: ending.union([.answered(step: 0, ending: .closed, reply: "Done."), .notSent(step: 0)])),
        Situation(
            "follow-up answered",
            after: toAnswered + [followingUp, sending, .answered(step: 0, ending: .closed, reply: nil)],
            does: .awaitQuiet(step: 0, ending: .closed), takes: ending.union([.settled(step: 0)])),
        Situation(
            "before a question", after: toAnswered + [.settled(step: 0)], does: .showCredits(step: 1),
            takes: ending.union([.commandDone(step: 1)])),
        Situation(
            "before an export", after: toExport, does: .submitExport(step: 3, render: nil),
            takes: ending.union([.intended(.submitExport(step: 3, render: .first))])),
        Situation(
            "export submitting", after: toExport + [submitting], does: .submitExport(step: 3, render: .first),
            takes: ending.union([
                .intended(.submitExport(step: 3, render: .first)), .exportSubmitted(step: 3, render: .first),
            ])),
        Situation(
            "rendering", after: toSubmitted, does: .pollRender(step: 3, render: .first),
            takes: ending.union([
                .rendered(step: 3, render: .first, output: "https://out/1"),
                .renderFailed(step: 3, render: .first, reason: "no GPU"), .renderLost(step: 3, render: .first),
            ])),
        Situation(
            "after a lost render", after: toSubmitted + [.renderLost(step: 3, render: .first)],
            does: .submitExport(step: 3, render: nil),
            takes: ending.union([.intended(.submitExport(step: 3, render: .first))])),
        Situation(
            "after a failed render", after: toSubmitted + [.renderFailed(step: 3, render: .first, reason: "no GPU")],
            does: .submitExport(step: 3, render: nil),
            takes: ending.union([.intended(.submitExport(step: 3, render: .first))])),
        Situation(
            "rendered", after: toRendered, does: .download(step: 3, render: .first, output: "https://out/1"),
            takes: ending.union([
                .intended(.download(step: 3, render: .first)), .downloaded(step: 3, render: .first, facts: .sample),
                .renderLost(step: 3, render: .first),
            ])),
        Situation(
            "downloaded", after: toDownloaded, does: .deliver(step: 3, render: .first, facts: .sample),
            takes: ending.union([.intended(.deliver(step: 3, take: 1)), .delivered(step: 3, .sample())])),
        Situation(
            "all steps done", after: toDelivered, does: .archive,
            takes: [.waiting(.sample), .intended(.archive), .archived]),
        Situation("finished", after: toDelivered + [.archived], does: .rest, takes: []),
        Situation(
            "waiting", after: toReady + [.waiting(.sample)], does: .resume,
            takes: ending.union([.resumed])),
        Situation("failed", after: toReady + [.failed(.sample)], does: .returnOriginals, takes: returning),
        Situation(
            "failed and returned", after: toReady + [.failed(.sample), .returned(suffix: "")], does: .rest,
            takes: [.cancelled, .reopened(.ofFailed)]),
        Situation("cancelled", after: toReady + [.cancelled], does: .returnOriginals, takes: returning),
        Situation(
            "cancelled and returned", after: toReady + [.cancelled, .returned(suffix: "")], does: .rest,
            takes: [.reopened(.ofCancelled)]),
        Situation(
            "failed and given up", after: toReady + [.failed(.sample), .returned(suffix: ""), .cancelled], does: .rest,
            takes: [.reopened(.ofCancelled)]),
        Situation(
            "uncertain and returned", after: toUncertain, does: .rest,
            takes: [.cancelled, .reopened(.ofUncertain), .reopened(.ofUncertainAskingOnly)]),
        Situation(
            "brought back", after: toUncertain + [.reopened(.ofUncertain)], does: .rest,
            takes: [.claimed, .reopeningUndone]),
        Situation(
            "brought back in vain", after: toUncertain + [.reopened(.ofUncertain), .reopeningUndone], does: .rest,
            takes: [.cancelled, .reopened(.ofUncertain), .reopened(.ofUncertainAskingOnly)]),
        Situation(
            "uncertain and taken up again", after: toUncertain + [.reopened(.ofUncertain), .claimed],
            does: .settleMessage(step: 0, before: .before),
            takes: ending.union([
                .answered(step: 0, ending: .closed, reply: "Done."), .notSent(step: 0), .toBeSentAgain(step: 0),
            ])),
        Situation(
            "uncertain and taken up again to be looked at only",
            after: toUncertain + [.reopened(.ofUncertainAskingOnly), .claimed],
            does: .settleMessage(step: 0, before: .before),
            takes: ending.union([.answered(step: 0, ending: .closed, reply: "Done."), .notSent(step: 0)])),
        Situation(
            "to be sent again", after: toUncertain + [.reopened(.ofUncertain), .claimed, .toBeSentAgain(step: 0)],
            does: .sendMessage(step: 0, text: "brighten it"), takes: ending.union([sending, .sessionLost])),
    ]

    /// What any job that is being worked on may take.
    private static let ending: Set<JobRecord> = [
        .waiting(.sample), .failed(.sample), .failed(.uncertain), .failed(.sessionGone), .cancelled,
    ]
    private static let returning: Set<JobRecord> = [.returned(suffix: ""), .returned(suffix: " (2)")]
    private static let atClaimed: Set<JobRecord> = [.intended(.openSession), .sessionOpened(.sample), identifying]

    private static let identifying = JobRecord.identified(digests: ["d0", "d1"])
    private static let sending = JobRecord.intended(.sendMessage(step: 0, before: .before))
    private static let reusing = JobRecord.reusing(of: JobID("job-0"), session: .sample)
    private static let followingUp = JobRecord.followUpWanted(step: 0, text: "Make that edit.")
    private static let submitting = JobRecord.intended(.submitExport(step: 3, render: .first))

    static let toClaimed: [JobRecord] = [.claimed]
    static let toReusing = toClaimed + [identifying, reusing]
    static let toReusedExport =
        toReusing + [.commandDone(step: 0), .commandDone(step: 1), .commandDone(step: 2)]
    static let toOpened = toClaimed + [identifying, .intended(.openSession), .sessionOpened(.sample)]
    static let toReady = toOpened + [.uploaded(member: 0), .uploaded(member: 1)]
    static let toUncertain = toReady + [sending, .failed(.uncertain), .returned(suffix: "")]
    static let toAnswered = toReady + [sending, .answered(step: 0, ending: .closed, reply: "Done.")]
    static let toExport =
        toAnswered + [
            .settled(step: 0), .commandDone(step: 1), .intended(.sendMessage(step: 2, before: .before)),
            .answered(step: 2, ending: .broken, reply: nil), .settled(step: 2),
        ]
    static let toSubmitted = toExport + [submitting, .exportSubmitted(step: 3, render: .first)]
    static let toRendered = toSubmitted + [.rendered(step: 3, render: .first, output: "https://out/1")]
    static let toDownloaded = toRendered + [.downloaded(step: 3, render: .first, facts: .sample)]
    static let toDelivered = toDownloaded + [.delivered(step: 3, .sample())]
}
