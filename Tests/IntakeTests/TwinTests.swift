// Which ended job a drop is the same as, where several could be meant or the one meant is not free.

import FileAccess
import Intake
import JobModel
import Ledger
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TwinTests {
    private func bringBack(_ share: InboxShare, _ desk: IntakeDesk, _ stem: String = "clip") async throws {
        try share.sh("mv 'failed/\(stem).mp4' 'failed/\(stem).prompt.txt' inbox/")
        try await share.settle(desk)
    }

    /// Two jobs of the same content, dropped one after the other; the first has come further.
    private func twins(_ desk: IntakeDesk, in share: InboxShare) async throws {
        try await share.settle(desk)
        let first = try await share.begin()
        try share.sh("drop clip")
        try await share.settle(desk)
        try await share.giveBack(
            first, after: .sending + [.answered(step: 0, ending: .closed, reply: nil)], with: .failed(.ordinary))
        try await share.ledger.release(first.claim)
        let second = try await share.begin()
        try await share.giveBack(second, with: .failed(.ordinary))
        try await share.ledger.release(second.claim)
    }

    /// The one that has come further must not be paid for again because a later one looks the same.
    @Test(arguments: [("clip", [1, 0]), ("clip (2)", [0, 1])])
    func `of several the one whose own files were brought back goes on`(stem: String, reopenings: [Int]) async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await twins(desk, in: share)
        try await bringBack(share, desk, stem)
        #expect(try await share.jobs.map(\.reopenings) == reopenings)
        try await bringBack(share, desk, stem == "clip" ? "clip (2)" : "clip")
        #expect(try await share.jobs.map(\.reopenings) == [1, 1])
        #expect(try await share.job(named: "job-1").nextAction == .awaitQuiet(step: 0, ending: .closed))
    }

    @Test func `a job that is still running is not taken up again; the new one waits behind it`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.settle(desk)
        let running = try await share.begin()
        try share.sh("drop clip")
        try await share.settle(desk)
        #expect(try await share.jobs.map(\.state) == [.active(.claimed), .active(.claimed)])
        #expect(try await share.ledger.claimNext(under: share.epoch, at: share.time.wall) == nil)
        try await share.note(.sessionOpened(SessionID("s")), under: running.claim)
    }

    @Test func `a job that was never read as a whole is nobody's twin`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.settle(desk)
        let claimed = try #require(try await share.ledger.claimNext(under: share.epoch, at: share.time.wall))
        try await share.giveBack(claimed, with: .failed(.ordinary))
        try await share.ledger.release(claimed.claim)
        try await bringBack(share, desk)
        #expect(try await share.jobs.map(\.reopenings) == [0, 0])
    }

    @Test func `a job that was refused is dropped anew`() async throws {
        let share = try await InboxShare("drop clip; cp /bin/true inbox/clip.png")
        let desk = try share.desk()
        try await share.settle(desk)
        let claimed = try #require(try await share.ledger.claimNext(under: share.epoch, at: share.time.wall))
        let refusal = try #require(claimed.job.refusal)
        try await share.giveBack(claimed, with: .failed(refusal))
        try await share.ledger.release(claimed.claim)
        try share.sh("mv failed/clip.png failed/clip.mp4 failed/clip.prompt.txt inbox/")
        try await share.settle(desk)
        #expect(try await share.jobs.map(\.refusal?.code) == [refusal.code, refusal.code])
        #expect(try await share.jobs.map(\.reopenings) == [0, 0])
    }

    /// The job is over a moment before its worker lets go of it.
    @Test func `while its worker still holds it its files stay in the inbox, and are tried again`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.settle(desk)
        let claimed = try await share.begin()
        let ended = try await share.giveBack(claimed, after: .uploaded, with: .failed(.ordinary))
        #expect(ended.state.isOver)

        try await bringBack(share, desk)
        #expect(try await share.jobs == [ended])
        #expect(try share.names(in: "inbox") == ["clip.mp4", "clip.prompt.txt"])
        #expect(try share.names(in: "failed") == ["clip.log"])
        #expect(share.told.intakeEvents.contains { if case .notTaken = $0 { true } else { false } })
        #expect(await desk.nextLook == share.time.elapsed + IntakeSettings().settle)

        try await share.ledger.release(claimed.claim)
        share.time.advance(by: IntakeSettings().settle)
        try await desk.lookAgain()
        #expect(try await share.jobs.map(\.reopenings) == [1])
        #expect(try share.names(in: "inbox").isEmpty)
    }

    @Test func `what changes while it is taken leaves the job as it was`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        let ended = try await share.dropAndEnd(desk)
        try share.sh("mv failed/clip.mp4 failed/clip.prompt.txt inbox/")
        let conditions = try share.conditions(of: ended)
        let reopening = Reopening(of: ended, members: ended.members, from: .inbox, take: 1, mayResend: true)
        try share.sh("printf more >> inbox/clip.mp4")
        await #expect(throws: DropClaimer.NotTaken.self) {
            try await share.claimer.claim(again: ended, reopening, conditions: conditions, log: share.log)
        }
        #expect(try await share.jobs == [ended])
        #expect(try share.names(in: "inbox") == ["clip.mp4", "clip.prompt.txt"])
        #expect(try share.root.claimed.entries().isEmpty)
        #expect(
            try await share.ledger.journal(of: ended.id).suffix(2).map(\.record)
                == [.reopened(reopening), .reopeningUndone])
    }

    @Test func `it waits while the ledger's disk is full, and goes on by itself`() async throws {
        let share = try await InboxShare("drop clip")
        let ended = try await share.dropAndEnd(try share.desk())
        let ledger = LedgerOnFullDisk(share.ledger, refusing: .record)
        let desk = try share.desk(ledger: ledger)
        try await bringBack(share, desk)
        #expect(try await share.jobs == [ended])
        #expect(try share.names(in: "inbox") == ["clip.mp4", "clip.prompt.txt"])
        ledger.makeRoom()
        share.time.advance(by: IntakeSettings().settle)
        try await desk.lookAgain()
        #expect(try await share.jobs.map(\.reopenings) == [1])
    }
}
