// How a job may stand when somebody asks something of it, and what the desk has to say to that.

import FileAccess
import Intake
import JobModel
import Ledger
import TestSupport
import Testing

/// A condition of job `job-1`.
struct Standing: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Whether the pool says that it is in somebody's hands.
    var isRunning = false
    /// What becomes of wishes: `nil` as long as nothing does.
    let cancel: Bool?
    let retry: Bool?
    let prepare: @Sendable (InboxShare, IntakeDesk) async throws -> Void

    func granted(_ wish: JobRequest.Wish) -> Bool? { if wish == .cancel { cancel } else { retry } }

    private init(
        _ name: String, isRunning: Bool = false, cancel: Bool?, retry: Bool?,
        prepare: @escaping @Sendable (InboxShare, IntakeDesk) async throws -> Void
    ) {
        testDescription = name
        self.isRunning = isRunning
        self.cancel = cancel
        self.retry = retry
        self.prepare = prepare
    }

    static let all = beginning + running + ended

    private static let beginning = [
        Standing("unknown", cancel: false, retry: false) { _, _ in },
        Standing("arriving", cancel: nil, retry: nil) { share, _ in
            try share.sh("drop clip")
            try await share.ledger.admit(share.job(), under: share.epoch)
        },
        Standing("waiting its turn", cancel: true, retry: false) { share, desk in
            try share.sh("drop clip")
            try await share.settle(desk)
        },
    ]

    private static let running = [
        Standing("running", isRunning: true, cancel: nil, retry: false) { share, desk in
            try share.sh("drop clip")
            try await share.settle(desk)
            _ = try await share.begin()
        },
        // The pool has just claimed it, or just let go of it.
        Standing("claimed", cancel: nil, retry: false) { share, desk in
            try share.sh("drop clip")
            try await share.settle(desk)
            _ = try await share.begin()
        },
        Standing("waiting for the backend", cancel: true, retry: false) { share, desk in
            try await share.dropAndRest(desk, after: .uploaded + [.waiting(.backend)])
        },
        Standing("waiting while a message may be at work on its own timeline", cancel: true, retry: false) {
            try await $0.dropAndRest($1, after: .sending + [.waiting(.backend)])
        },
        Standing("waiting while a message may be at work on a shared timeline", cancel: nil, retry: false) {
            try await $0.dropAndRest($1, in: "spring/", after: .sending + [.waiting(.backend)])
        },
        Standing("delivered and not archived", cancel: false, retry: false) { share, desk in
            try await share.dropAndRest(desk, after: .delivered + [.waiting(.backend)])
        },
        Standing("finished", cancel: false, retry: false) { share, desk in
            try await share.dropAndRest(desk, after: .delivered + [.archived])
        },
    ]

    private static let ended = [
        Standing("failed, its files on their way", cancel: false, retry: nil) { share, desk in
            try await share.dropAndRest(desk, after: .uploaded + [.failed(.ordinary)])
        },
        Standing("failed", cancel: false, retry: true) { share, desk in
            try share.sh("drop clip")
            try await share.dropAndEnd(desk)
        },
        Standing("uncertain, its files on their way", cancel: nil, retry: nil) { share, desk in
            try await share.dropAndRest(desk, after: .sending + [.failed(.uncertain)])
        },
        Standing("uncertain", cancel: true, retry: true) { share, desk in
            try share.sh("drop clip")
            try await share.dropAndEnd(desk, after: .sending, with: .failed(.uncertain))
        },
        Standing("cancelled, its files on their way", cancel: true, retry: nil) { share, desk in
            try await share.dropAndRest(desk, after: .uploaded + [.cancelled])
        },
        Standing("cancelled", cancel: true, retry: true) { share, desk in
            try share.sh("drop clip")
            try await share.dropAndEnd(desk, with: .cancelled)
        },
        Standing("ended, in its worker's hands for a moment more", cancel: false, retry: nil) { share, desk in
            try share.sh("drop clip")
            try await share.settle(desk)
            try await share.giveBack(share.begin(), with: .failed(.ordinary))
        },
        Standing("refused", cancel: false, retry: false) { share, desk in
            try share.sh("drop clip; cp /bin/true inbox/clip.png")
            try await share.settle(desk)
            let claimed = try #require(try await share.ledger.claimNext(under: share.epoch, at: share.time.wall))
            try await share.giveBack(claimed, with: .failed(claimed.job.refusal ?? .ordinary))
            try await share.ledger.release(claimed.claim)
        },
        Standing("brought back, its files on their way", cancel: nil, retry: nil) { share, desk in
            try share.sh("drop clip")
            let ended = try await share.dropAndEnd(desk)
            let reopening = Reopening(of: ended, members: ended.members, from: .failed, take: 1, mayResend: false)
            _ = try await share.ledger.record(
                .reopened(reopening), ofUnclaimed: ended.id, under: share.epoch, at: share.time.wall)
        },
    ]
}

extension InboxShare {
    /// Drops a clip, works on it by these records and gives the claim back.
    fileprivate func dropAndRest(_ desk: IntakeDesk, in folder: String = "", after records: [JobRecord]) async throws {
        try sh("mkdir -p 'inbox/\(folder)'; drop \(folder)clip")
        try await settle(desk)
        let claimed = try await begin()
        for record in records { try await note(record, under: claimed.claim) }
        try await ledger.release(claimed.claim)
    }
}

extension [JobRecord] {
    /// Everything is done but the archiving.
    fileprivate static let delivered: [JobRecord] =
        sending + [
            .answered(step: 0, ending: .closed, reply: nil), .settled(step: 0),
            .intended(.submitExport(step: 1, render: RenderID("r"))),
            .exportSubmitted(step: 1, render: RenderID("r")),
            .rendered(step: 1, render: RenderID("r"), output: nil),
            .downloaded(step: 1, render: RenderID("r"), facts: nil),
            .delivered(step: 1, Delivery(name: "clip.mp4", take: 1, render: RenderID("r"), facts: nil)),
        ]
}

extension Waiting {
    fileprivate static let backend = Waiting(
        for: .backend, "The video service does not answer.", until: Timestamp(milliseconds: 1_900_000_000_000))
}
