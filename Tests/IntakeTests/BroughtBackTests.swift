// Files dragged back from `failed/`: the same job goes on, unless they ask for something else (FOLDER-CONTRACT 5).

import FileAccess
import Intake
import JobModel
import Ledger
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct BroughtBackTests {
    /// How a job ended, and where it goes on.
    struct End: Sendable, CustomTestStringConvertible {
        let records: [JobRecord]
        let end: JobRecord
        let action: JobAction
        var testDescription: String { "\(end) before \(action)" }
    }

    private static let ends = [
        End(records: [], end: .failed(.ordinary), action: .openSession),
        End(records: [.sessionOpened(SessionID("s"))], end: .failed(.ordinary), action: .upload(member: 0)),
        End(
            records: .uploaded, end: .failed(.ordinary), action: .sendMessage(step: 0, text: "brighten it")),
        End(records: .uploaded, end: .cancelled, action: .sendMessage(step: 0, text: "brighten it")),
        End(
            records: .sending, end: .failed(.uncertain),
            action: .settleMessage(step: 0, before: StateDigest("before"))),
        End(records: .uploaded, end: .failed(.sessionGone), action: .openSession),
    ]

    @Test(arguments: ends)
    func `the same job goes on from where it stopped`(end: End) async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        let ended = try await share.dropAndEnd(desk, after: end.records, with: end.end)
        #expect(try share.names(in: "failed") == ["clip.mp4", "clip.prompt.txt", "clip.log"])
        let rings = share.timesAdmitted

        try share.sh("mv failed/clip.mp4 failed/clip.prompt.txt inbox/")
        try await share.settle(desk)
        let job = try await share.job(named: "job-1")
        #expect(try await share.jobs == [job])
        #expect(job.nextAction == end.action)
        #expect(job.reopenings == 1)
        #expect(job.mayResend == (end.end == .failed(.uncertain)))
        #expect(job.deliveries == ended.deliveries)
        #expect(try share.claimedNames(job.id) == pair)
        #expect(try share.names(in: "inbox").isEmpty)
        #expect(share.timesAdmitted > rings)
        #expect(try await share.ledger.claimNext(under: share.epoch, at: share.time.wall)?.job == job)
    }

    @Test(arguments: [(Failure.ordinary, "where it stopped"), (.sessionGone, "from the beginning")])
    func `its log comes back with it and says what is done again`(failure: Failure, told: String) async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.dropAndEnd(desk, with: .failed(failure))
        try share.sh("mv failed/clip.mp4 failed/clip.prompt.txt inbox/")
        try await share.settle(desk)
        #expect(try share.names(in: "failed").isEmpty)
        #expect(try share.names(in: "outbox") == ["clip.log"])
        let log = try share.text("outbox/clip.log")
        #expect(log.split(separator: "\n").count { $0.contains("Picked up clip.mp4") } == 2)
        #expect(log.split(separator: "\n").last?.contains("Taken up again \(told)") == true)
    }

    /// Nothing had been paid for, so nothing may be said to be paid again.
    @Test func `a job that had not got anywhere is not said to start over`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.dropAndEnd(desk, after: [])
        try share.sh("mv failed/clip.mp4 failed/clip.prompt.txt inbox/")
        try await share.settle(desk)
        #expect(try share.text("outbox/clip.log").contains("Taken up again where it stopped."))
    }

    @Test(arguments: ["again", "CLIP", "clip (2)", "clip.v2", "Ame\u{301}lie"])
    func `under another name it is the same job, and keeps the name of its results`(stem: String) async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.dropAndEnd(desk)
        try share.sh("mv failed/clip.mp4 'inbox/\(stem).mp4'; mv failed/clip.prompt.txt 'inbox/\(stem).prompt.txt'")
        try await share.settle(desk)
        let job = try await share.job(named: "job-1")
        #expect(try await share.jobs == [job])
        #expect(job.origin.stem == "clip")
        #expect(job.members.map(\.name.text) == ["\(stem).mp4", "\(stem).prompt.txt"])
        guard stem != "CLIP" else {
            #expect(try share.names(in: "outbox") == ["clip.log"])
            return
        }
        #expect(try share.names(in: "outbox") == ["clip.log", "\(stem).log"])
        #expect(try share.text("outbox/\(stem).log").hasSuffix("What comes of it is told in clip.log.\n"))
    }

    /// What somebody did to the files before dragging them back.
    @Test(arguments: [
        "printf 'make it darker' > failed/clip.prompt.txt", "printf ' and add music' >> failed/clip.prompt.txt",
        // One byte of the picture.
        "printf '\\1' | dd of=failed/clip.mp4 bs=1 seek=250000 conv=notrunc status=none",
        "cp '\(SampleClip.bigBuckBunny)' failed/clip.mp4", "cp failed/clip.mp4 failed/clip.mov",
    ])
    func `another prompt or another content is a new job`(change: String) async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        let ended = try await share.dropAndEnd(desk)
        try share.sh("\(change); mv failed/clip.m* failed/clip.prompt.txt inbox/")
        try await share.settle(desk)
        #expect(try await share.jobs.count == 2)
        #expect(try await share.job(named: "job-1") == ended)
        let new = try await share.job(named: share.jobs[1].id.rawValue)
        #expect(new.state == .active(.claimed))
        #expect(new.session == nil)
        #expect(try share.names(in: "inbox").isEmpty)
        #expect(try share.names(in: "failed") == ["clip.log"], "the log of the one that failed stays")
    }

    @Test func `the same steps in other words of the format are the same job`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.dropAndEnd(desk)
        try share.sh(
            "mv failed/clip.mp4 inbox/; printf '\\n brighten it \\r\\n---\\nexport\\n' > inbox/clip.prompt.txt")
        try await share.settle(desk)
        #expect(try await share.jobs.map(\.reopenings) == [1])
    }

    @Test(arguments: [("inbox", "inbox/spring"), ("inbox/spring", "inbox"), ("inbox/spring", "inbox/summer")])
    func `in another folder it is a new job`(from: String, to: String) async throws {
        let share = try await InboxShare("mkdir inbox/spring inbox/summer; drop clip; mv inbox/clip* \(from)/ || :")
        let desk = try share.desk()
        try await share.dropAndEnd(desk)
        try share.sh("mv $(find failed -name clip.mp4) $(find failed -name clip.prompt.txt) \(to)/")
        try await share.settle(desk)
        #expect(try await share.jobs.map(\.reopenings) == [0, 0])
        #expect(try await share.jobs.map(\.state.isOver) == [true, false])
    }

    @Test func `in its project it goes on in the project's folder`() async throws {
        let share = try await InboxShare("mkdir inbox/spring; drop spring/clip")
        let desk = try share.desk()
        try await share.dropAndEnd(desk, after: .sending, with: .failed(.uncertain))
        try share.sh("mv failed/spring/clip.mp4 failed/spring/clip.prompt.txt inbox/spring/")
        try await share.settle(desk)
        #expect(try await share.jobs.map(\.reopenings) == [1])
        #expect(try share.names(in: "outbox") == ["spring/clip.log"])
        #expect(try share.names(in: "failed").isEmpty)
    }

    @Test func `the clip alone waits for its prompt`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        let ended = try await share.dropAndEnd(desk)
        try share.sh("mv failed/clip.mp4 inbox/")
        try await share.settle(desk)
        #expect(try await share.jobs == [ended])
        try share.sh("mv failed/clip.prompt.txt inbox/")
        try await share.settle(desk)
        #expect(try await share.jobs.map(\.reopenings) == [1])
    }

    @Test func `a group goes on as a group, and not without one of its members`() async throws {
        let share = try await InboxShare("drop clip; cp '\(SampleClip.bigBuckBunny)' inbox/clip.mov")
        let desk = try share.desk()
        let records: [JobRecord] = .uploaded + [.uploaded(member: 1)]
        let ended = try await share.dropAndEnd(desk, after: records)
        try share.sh("mkdir aside; mv failed/clip.mov aside/; cp failed/clip.mp4 failed/clip.prompt.txt inbox/")
        try await share.settle(desk)
        #expect(try await share.jobs.map(\.reopenings) == [0, 0])
        #expect(try await share.job(named: "job-1") == ended)

        try share.sh("mv aside/clip.mov failed/clip.mp4 failed/clip.prompt.txt inbox/")
        try await share.settle(desk)
        #expect(try await share.job(named: "job-1").nextAction == .sendMessage(step: 0, text: "brighten it"))
        #expect(try await share.jobs.count == 2)
    }

    @Test func `again and again, with the next take each time its result is there`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.dropAndEnd(desk)
        for turn in 1...3 {
            try share.sh("mv failed/clip.mp4 failed/clip.prompt.txt inbox/; : > outbox/clip.take\(turn).mp4")
            if turn == 1 { try share.sh("mv outbox/clip.take1.mp4 outbox/clip.mp4") }
            try await share.settle(desk)
            let job = try await share.job(named: "job-1")
            #expect((job.reopenings, job.take) == (turn, turn + 1))
            let claimed = try await share.begin()
            try await share.giveBack(claimed, with: .failed(.ordinary))
            try await share.ledger.release(claimed.claim)
        }
        #expect(try await share.jobs.count == 1)
        #expect(try share.names(in: "failed") == ["clip.mp4", "clip.prompt.txt", "clip.log"])
    }
}
