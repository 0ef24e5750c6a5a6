// Wherever a crash interrupted the taking of files that were brought back: the job goes on, or all is as it was.

import FileAccess
import Intake
import JobModel
import Ledger
import Outbox
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ReopeningRecoveryTests {
    /// What the crash left, in the order in which files are taken.
    enum Interruption: String, CaseIterable, CustomTestStringConvertible {
        case recorded = ":"
        case folderMade = "mkdir $job"
        case manifestMade = "mkdir -p $files; : > $job/manifest.json"
        case oneMoved = "mkdir -p $files; mv $from/clip.mp4 $files/"
        case allMoved = "mkdir -p $files; mv $from/clip.mp4 $from/clip.prompt.txt $files/"
        /// While they were being put back.
        case onePutBack = "mkdir -p $files; mv $from/clip.prompt.txt $files/ "
        case filesFolderRemoved = "mkdir $job; : > $job/manifest.json "

        var testDescription: String { rawValue }
    }

    /// A share with a job whose files lie in a place again, and what the crash left of the taking.
    private func share(
        from place: Reopening.Place, after script: String, mayResend: Bool = false
    ) async throws -> (share: InboxShare, ended: Job) {
        let share = try await InboxShare("drop clip")
        let ended = try await share.dropAndEnd(try share.desk(), after: .sending, with: .failed(.uncertain))
        if place == .inbox { try share.sh("mv failed/clip.mp4 failed/clip.prompt.txt inbox/") }
        let reopening = Reopening(of: ended, members: ended.members, from: place, take: 1, mayResend: mayResend)
        _ = try await share.ledger.record(
            .reopened(reopening), ofUnclaimed: ended.id, under: share.epoch, at: share.time.wall)
        try share.sh("job=.longtake/claimed/job-1; files=$job/files; from=\(place.rawValue); \(script)")
        return (share, ended)
    }

    private func recover(_ share: InboxShare) async throws -> [(job: Job, reopening: Reopening?)] {
        let claimer = try await share.claimerAfterRestart()
        return try await ArrivalRecovery(claimer: claimer, outbox: share.outbox, events: share.told).run()
    }

    @Test(arguments: Interruption.allCases, [Reopening.Place.inbox, .failed])
    func `the job goes on with all its files, or they are back and it is as it was`(
        interruption: Interruption, place: Reopening.Place
    ) async throws {
        let (share, ended) = try await share(from: place, after: interruption.rawValue, mayResend: true)
        let recovered = try await recover(share)
        let job = try await share.job(named: "job-1")
        if interruption == .allMoved {
            #expect(recovered.map(\.job) == [job])
            #expect(recovered.first?.reopening?.place == place)
            #expect(job.nextAction == .settleMessage(step: 0, before: StateDigest("before")))
            #expect((job.reopenings, job.mayResend) == (1, true))
            #expect(try share.claimedNames(job.id) == pair)
            #expect(try share.names(in: place.rawValue).isDisjoint(with: ["clip.mp4", "clip.prompt.txt"]))
        } else {
            #expect(recovered.isEmpty)
            #expect(job == ended)
            #expect(try share.root.claimed.entries().isEmpty)
            #expect(try share.names(in: place.rawValue).isSuperset(of: ["clip.mp4", "clip.prompt.txt"]))
        }
        #expect(try share.names(in: interruption == .allMoved ? "outbox" : "failed").contains("clip.log"))
        #expect(try await share.jobs.count == 1)
    }

    @Test(arguments: Interruption.allCases, [Reopening.Place.inbox, .failed])
    func `a second restart changes nothing`(interruption: Interruption, place: Reopening.Place) async throws {
        let (share, _) = try await share(from: place, after: interruption.rawValue)
        _ = try await recover(share)
        let before = (try share.names(in: "."), try await share.jobs)
        #expect(try await recover(share).isEmpty)
        #expect(try share.names(in: ".") == before.0)
        #expect(try await share.jobs == before.1)
    }

    @Test(arguments: [Reopening.Place.inbox, .failed])
    func `the desk tells of it, and its log comes back`(place: Reopening.Place) async throws {
        let (share, _) = try await share(from: place, after: Interruption.allMoved.rawValue)
        try await share.desk().recover()
        #expect(try share.names(in: "failed").isEmpty)
        #expect(try share.names(in: "outbox") == ["clip.log"])
        let log = try share.text("outbox/clip.log")
        #expect(log.split(separator: "\n").count { $0.contains("Picked up clip.mp4") } == 2)
        #expect(log.contains("Taken up again where it stopped."))
        #expect(share.timesAdmitted > 0)
    }

    @Test func `what is back in the inbox is taken up again from there`() async throws {
        let (share, _) = try await share(from: .inbox, after: Interruption.oneMoved.rawValue)
        let desk = try share.desk()
        try await desk.recover()
        try await share.settle(desk)
        #expect(try await share.jobs.map(\.reopenings) == [1])
        #expect(try share.names(in: "inbox").isEmpty)
    }

    @Test func `what is back in failed is taken up again by the request that is still open`() async throws {
        let (share, _) = try await share(from: .failed, after: Interruption.oneMoved.rawValue)
        let request = JobRequest(.retry(resend: true), of: JobID("job-1"))
        #expect(try await share.requestDesk().answer(to: request) == nil, "nothing is settled yet")
        try await share.desk().recover()
        #expect(try await share.requestDesk().answer(to: request)?.isGranted == true)
        #expect(try await share.job(named: "job-1").mayResend)
    }

    @Test func `files that were changed in the claimed folder go back to where they came from`() async throws {
        for place in [Reopening.Place.inbox, .failed] {
            let grown = Interruption.allMoved.rawValue + "; printf more >> $files/clip.mp4"
            let (share, ended) = try await share(from: place, after: grown)
            #expect(try await recover(share).isEmpty)
            #expect(try share.names(in: place.rawValue).isSuperset(of: ["clip.mp4", "clip.prompt.txt"]))
            #expect(try await share.jobs == [ended])
        }
    }

    @Test func `a place that is gone is made again for what came from it`() async throws {
        let (share, ended) = try await share(from: .failed, after: Interruption.oneMoved.rawValue + "; rm -r failed")
        #expect(try await recover(share).isEmpty)
        #expect(try share.names(in: "failed") == ["clip.mp4"])
        #expect(try await share.jobs == [ended])
    }

    @Test func `what is left of the folder of a job that is over goes`() async throws {
        let share = try await InboxShare("drop clip")
        let ended = try await share.dropAndEnd(try share.desk())
        try share.sh("job=.longtake/claimed/job-1; mkdir -p $job/files; : > $job/number; : > $job/taken.log")
        #expect(try await recover(share).isEmpty)
        #expect(try ClaimedFolder.existing(ended.id, in: share.root) == nil)
        #expect(try share.names(in: "failed").count == 3)
    }

    @Test func `an uncertain job of a project holds its lane all the time`() async throws {
        let share = try await InboxShare("mkdir inbox/spring; drop spring/clip")
        let desk = try share.desk()
        let ended = try await share.dropAndEnd(desk, after: .sending, with: .failed(.uncertain))
        try share.sh("prompt='add music'; drop spring/other")
        try await share.settle(desk)
        func claim() async throws -> ClaimedJob? {
            try await share.ledger.claimNext(under: share.epoch, at: share.time.wall)
        }
        #expect(try await claim() == nil)
        let reopening = Reopening(of: ended, members: ended.members, from: .failed, take: 1, mayResend: false)
        _ = try await share.ledger.record(
            .reopened(reopening), ofUnclaimed: ended.id, under: share.epoch, at: share.time.wall)
        #expect(try await claim() == nil)
        try await desk.recover()
        #expect(try await share.job(named: ended.id.rawValue) == ended)
        #expect(try await claim() == nil)
    }

    @Test func `with the ledger lost the files go to failed, and nothing is sent`() async throws {
        let (share, _) = try await share(from: .inbox, after: Interruption.allMoved.rawValue)
        let empty = try await InboxShare().claimer
        let claimer = DropClaimer(share: share.root, ledger: empty.ledger, epoch: empty.epoch, now: empty.now)
        let recovery = ArrivalRecovery(claimer: claimer, outbox: share.outbox, events: share.told)
        #expect(try await recovery.run().isEmpty)
        #expect(try share.names(in: "failed").isSuperset(of: ["clip.mp4", "clip.prompt.txt", "clip.log"]))
        #expect(try share.root.claimed.entries().isEmpty)
    }
}
