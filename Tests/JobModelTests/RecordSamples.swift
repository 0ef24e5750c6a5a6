// One or more records of each kind, right and wrong ones, to be offered to a job in any situation.

import JobModel

extension JobRecord {
    /// Records that fit some situation of the sample job, and their siblings of another step, member or render, which
    /// fit none.
    static let samples: [JobRecord] = beginnings + progress + exports + endings + reopenings

    private static let beginnings: [JobRecord] = [
        .claimed,
        .identified(digests: ["d0", "d1"]),
        .identified(digests: ["d0"]),
        .identified(digests: ["d0", "d1", "d2"]),
        .intended(.openSession),
        .sessionOpened(.sample),
        .sessionNotNeeded,
        .sessionLost,
        .intended(.upload(member: 0, videosBefore: 0)),
        .intended(.upload(member: 1, videosBefore: 1)),
        .intended(.upload(member: 2, videosBefore: nil)),
        .reusing(of: JobID("job-0"), session: .sample),
        .reusing(of: JobID("job-1"), session: .sample),
        .uploaded(member: 0),
        .uploaded(member: 1),
        .uploaded(member: 2),
    ]

    private static let progress: [JobRecord] = [
        .intended(.sendMessage(step: 0, before: .before)),
        .intended(.sendMessage(step: 1, before: .before)),
        .intended(.sendMessage(step: 3, before: .before)),
        .answered(step: 0, ending: .closed, reply: "Done."),
        .answered(step: 1, ending: .broken, reply: nil),
        .answered(step: 3, ending: .closed, reply: nil),
        .notSent(step: 0),
        .notSent(step: 1),
        .toBeSentAgain(step: 0),
        .toBeSentAgain(step: 1),
        .followUpWanted(step: 0, text: "Make that edit."),
        .followUpWanted(step: 2, text: "Make that edit."),
        .settled(step: 0),
        .settled(step: 1),
        .commandDone(step: 0),
        .commandDone(step: 1),
        .commandDone(step: 3),
        .commandDone(step: 4),
    ]

    private static let exports: [JobRecord] = [
        .intended(.submitExport(step: 0, render: .first)),
        .intended(.submitExport(step: 3, render: .first)),
        .exportSubmitted(step: 0, render: .first),
        .exportSubmitted(step: 3, render: .first),
        .exportSubmitted(step: 3, render: .second),
        .rendered(step: 3, render: .first, output: "https://out/1"),
        .rendered(step: 3, render: .second, output: nil),
        .rendered(step: 2, render: .first, output: nil),
        .renderFailed(step: 3, render: .first, reason: "no GPU"),
        .renderFailed(step: 3, render: .second, reason: "no GPU"),
        .renderLost(step: 3, render: .first),
        .renderLost(step: 3, render: .second),
        .intended(.download(step: 3, render: .first)),
        .intended(.download(step: 3, render: .second)),
        .copied(step: 3, render: .first, facts: .sample),
        .copied(step: 0, render: .first, facts: .sample),
        .downloaded(step: 3, render: .first, facts: .sample),
        .downloaded(step: 3, render: .second, facts: nil),
        .intended(.deliver(step: 3, take: 1)),
        .intended(.deliver(step: 2, take: 1)),
        .delivered(step: 3, .sample()),
        .delivered(step: 3, .sample(render: .second)),
    ]

    private static let endings: [JobRecord] = [
        .intended(.archive), .archived, .waiting(.sample), .resumed, .failed(.sample), .failed(.uncertain),
        .failed(.sessionGone), .cancelled, .returned(suffix: ""), .returned(suffix: " (2)"),
    ]

    private static let reopenings: [JobRecord] = [
        .reopened(.ofFailed), .reopened(.ofCancelled), .reopened(.ofUncertain), .reopened(.ofUncertainAskingOnly),
        .reopeningUndone,
    ]
}
