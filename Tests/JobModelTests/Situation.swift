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
        Situation("arriving", after: [], does: .rest, takes: ending.union([.claimed])),
        Situation(
            "claimed", after: toClaimed, does: .openSession,
            takes: ending.union([.intended(.openSession), .sessionOpened(.sample)])),
        Situation(
            "nothing uploaded", after: toOpened, does: .upload(member: 0),
            takes: ending.union([.intended(.upload(member: 0, videosBefore: 0)), .uploaded(member: 0)])),
        Situation(
            "one of two uploaded", after: toOpened + [.uploaded(member: 0)], does: .upload(member: 1),
            takes: ending.union([.intended(.upload(member: 1, videosBefore: 1)), .uploaded(member: 1)])),
        Situation(
            "before a message", after: toReady, does: .sendMessage(step: 0, text: "brighten it"),
            takes: ending.union([.intended(.sendMessage(step: 0, before: .before))])),
        Situation(
            "message sending", after: toReady + [sending], does: .settleMessage(step: 0, before: .before),
            takes: ending.union([.answered(step: 0, ending: .closed, reply: "Done."), .notSent(step: 0)])),
        Situation(
            "message provably not sent", after: toReady + [sending, .notSent(step: 0)],
            does: .sendMessage(step: 0, text: "brighten it"),
            takes: ending.union([.intended(.sendMessage(step: 0, before: .before))])),
        Situation(
            "message answered", after: toAnswered, does: .awaitQuiet(step: 0, ending: .closed),
            takes: ending.union([.settled(step: 0)])),
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
                .renderFailed(step: 3, render: .first, reason: "no GPU"),
            ])),
        Situation(
            "after a failed render", after: toSubmitted + [.renderFailed(step: 3, render: .first, reason: "no GPU")],
            does: .submitExport(step: 3, render: nil),
            takes: ending.union([.intended(.submitExport(step: 3, render: .first))])),
        Situation(
            "rendered", after: toRendered, does: .download(step: 3, render: .first, output: "https://out/1"),
            takes: ending.union([
                .intended(.download(step: 3, render: .first)), .downloaded(step: 3, render: .first, facts: .sample),
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
            takes: [.waiting(.sample), .resumed, .failed(.sample), .cancelled]),
        Situation("failed", after: toReady + [.failed(.sample)], does: .returnOriginals, takes: [.returned]),
        Situation("failed and returned", after: toReady + [.failed(.sample), .returned], does: .rest, takes: []),
        Situation("cancelled", after: toReady + [.cancelled], does: .returnOriginals, takes: [.returned]),
        Situation("cancelled and returned", after: toReady + [.cancelled, .returned], does: .rest, takes: []),
    ]

    /// What any job that is being worked on may take.
    private static let ending: Set<JobRecord> = [.waiting(.sample), .failed(.sample), .cancelled]

    private static let sending = JobRecord.intended(.sendMessage(step: 0, before: .before))
    private static let submitting = JobRecord.intended(.submitExport(step: 3, render: .first))

    private static let toClaimed: [JobRecord] = [.claimed]
    private static let toOpened = toClaimed + [.intended(.openSession), .sessionOpened(.sample)]
    private static let toReady = toOpened + [.uploaded(member: 0), .uploaded(member: 1)]
    private static let toAnswered = toReady + [sending, .answered(step: 0, ending: .closed, reply: "Done.")]
    private static let toExport =
        toAnswered + [
            .settled(step: 0), .commandDone(step: 1), .intended(.sendMessage(step: 2, before: .before)),
            .answered(step: 2, ending: .broken, reply: nil), .settled(step: 2),
        ]
    private static let toSubmitted = toExport + [submitting, .exportSubmitted(step: 3, render: .first)]
    private static let toRendered = toSubmitted + [.rendered(step: 3, render: .first, output: "https://out/1")]
    private static let toDownloaded = toRendered + [.downloaded(step: 3, render: .first, facts: .sample)]
    private static let toDelivered = toDownloaded + [.delivered(step: 3, .sample())]
}
