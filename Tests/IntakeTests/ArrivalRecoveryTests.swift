// Wherever a crash interrupted the pick-up, at the next start both files are claimed or both are back (FIELD-FACTS 4).

import FileAccess
import Intake
import JobModel
import Ledger
import Outbox
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ArrivalRecoveryTests {
    /// What the crash left, in the order in which a drop is taken.
    enum Interruption: String, CaseIterable, CustomTestStringConvertible {
        case admitted = ":"
        case folderMade = "mkdir $job"
        case filesFolderMade = "mkdir -p $files"
        case manifestMade = "mkdir -p $files; : > $job/manifest.json"
        case oneMoved = "mkdir -p $files; mv inbox/clip.mp4 $files/"
        case allMoved = "mkdir -p $files; mv inbox/clip* $files/"
        /// While it was being put back.
        case onePutBack = "mkdir -p $files; mv inbox/clip.prompt.txt $files/ "
        case filesFolderRemoved = "mkdir $job; : > $job/manifest.json"

        var testDescription: String { rawValue }
    }

    /// A share with a drop that was admitted, and what the crash left of it.
    private func share(after script: String, prepare: String = "drop clip") async throws -> (InboxShare, Job) {
        let share = try await InboxShare(prepare)
        let job = try share.job()
        try await share.ledger.admit(job, under: share.epoch)
        try share.sh("job=.longtake/claimed/job-1; files=$job/files; \(script)")
        return (share, job)
    }

    private func recover(_ share: InboxShare) async throws -> [Job] {
        let claimer = try await share.claimerAfterRestart()
        let recovery = ArrivalRecovery(claimer: claimer, outbox: share.outbox, events: share.told)
        return try await recovery.run().map(\.job)
    }

    private func outcomes(_ share: InboxShare) -> [Bool] {
        share.told.intakeEvents.compactMap { if case .recovered(_, let isFinished) = $0 { isFinished } else { nil } }
    }

    @Test(arguments: Interruption.allCases)
    func `both files are claimed, or both are back and the job is not`(interruption: Interruption) async throws {
        let (share, job) = try await share(after: interruption.rawValue)
        let recovered = try await recover(share)
        if interruption == .allMoved {
            #expect(recovered.map(\.state) == [.active(.claimed)])
            #expect(try await share.ledger.job(job.id) == recovered.first)
            #expect(try share.claimedNames(job.id) == pair)
            #expect(try share.names(in: "inbox").isEmpty)
        } else {
            #expect(recovered.isEmpty)
            #expect(try await share.ledger.job(job.id) == nil)
            #expect(try share.root.claimed.entries().isEmpty)
            #expect(try share.names(in: "inbox") == ["clip.mp4", "clip.prompt.txt"])
        }
        #expect(outcomes(share) == [interruption == .allMoved])
        #expect(try share.names(in: "failed").isEmpty)
    }

    @Test(arguments: Interruption.allCases)
    func `a second restart changes nothing`(interruption: Interruption) async throws {
        let (share, _) = try await share(after: interruption.rawValue)
        _ = try await recover(share)
        let before = (try share.names(in: "inbox"), try share.names(in: ".longtake"), try await share.jobs)
        #expect(try await recover(share).isEmpty)
        #expect((try share.names(in: "inbox"), try share.names(in: ".longtake")) == (before.0, before.1))
        #expect(try await share.jobs == before.2)
        #expect(outcomes(share).count == 1)
    }

    @Test func `a file that was written to meanwhile goes back, and its prompt with it`() async throws {
        let (share, job) = try await share(after: Interruption.allMoved.rawValue + "; printf more >> $files/clip.mp4")
        #expect(try await recover(share).isEmpty)
        #expect(try share.names(in: "inbox") == ["clip.mp4", "clip.prompt.txt"])
        #expect(try await share.ledger.job(job.id) == nil)
    }

    @Test func `a group goes back under one number where its names are taken meanwhile`() async throws {
        let grown = Interruption.allMoved.rawValue + "; printf more >> $files/clip.mp4"
        let (share, _) = try await share(after: grown + "; printf new > inbox/clip.prompt.txt")
        #expect(try await recover(share).isEmpty)
        #expect(
            try share.names(in: "inbox") == ["clip.prompt.txt", "clip (2).mp4", "clip (2).prompt.txt"])
        #expect(try share.text("inbox/clip.prompt.txt") == "new")
        #expect(try share.text("inbox/clip (2).prompt.txt") == "brighten it")
    }

    @Test func `a folder that is gone is made again for what came from it`() async throws {
        let share = try await InboxShare("mkdir inbox/spring; drop spring/clip")
        let job = try share.job(folder: path("spring"))
        try await share.ledger.admit(job, under: share.epoch)
        try share.sh(
            "mkdir -p .longtake/claimed/job-1/files; mv inbox/spring/clip.mp4 .longtake/claimed/job-1/files; rm -r inbox/spring"
        )
        #expect(try await recover(share).isEmpty)
        #expect(try share.names(in: "inbox") == ["spring/clip.mp4"])
    }

    @Test func `a job of another root is left to that root`() async throws {
        let share = try await InboxShare("drop clip")
        let own = try share.job()
        let job = Job(
            id: own.id, kind: own.kind, origin: Origin(root: "/elsewhere", folder: .root, stem: "clip"),
            members: own.members, plan: own.plan, language: "en", admitted: own.admitted, take: 1)
        try await share.ledger.admit(job, under: share.epoch)
        #expect(try await recover(share).isEmpty)
        #expect(try await share.ledger.job(job.id) == job)
        #expect(outcomes(share).isEmpty)
    }

    @Test func `a job that was taken before is left alone`() async throws {
        let share = try await InboxShare("drop clip")
        let job = try share.job()
        let claimed = try await share.claimer.claim(job, conditions: share.conditions(of: job))
        #expect(try await recover(share).isEmpty)
        #expect(try await share.ledger.job(job.id) == claimed)
        #expect(try share.claimedNames(job.id) == pair)
        #expect(share.told.intakeEvents.isEmpty)
    }

    // MARK: A lost ledger

    private func orphans(_ share: InboxShare) -> [String] {
        share.told.intakeEvents.compactMap { if case .orphanReturned(let job) = $0 { job } else { nil } }
    }

    @Test func `files of a job the ledger does not know go to failed with a log`() async throws {
        let share = try await InboxShare("mkdir inbox/spring; drop spring/clip")
        let job = try share.job(folder: path("spring"))
        let ledger = try await InboxShare().claimer
        let forgetful = DropClaimer(
            share: share.root, ledger: ledger.ledger, epoch: ledger.epoch, now: share.claimer.now)
        _ = try await forgetful.claim(job, conditions: share.conditions(of: job))
        #expect(try await recover(share).isEmpty)
        #expect(
            try share.names(in: "failed") == ["spring/clip.mp4", "spring/clip.prompt.txt", "spring/clip.log"])
        #expect(try share.text("failed/spring/clip.log").hasPrefix("The service lost its records"))
        #expect(try share.root.claimed.entries().isEmpty)
        #expect(orphans(share) == ["job-1"])
        #expect(try await share.jobs.isEmpty)
    }

    @Test(arguments: ["", "printf '{' > $job/manifest.json;", "ln -s /etc/passwd $job/manifest.json;"])
    func `without a readable note they go to the top of failed`(script: String) async throws {
        let share = try await InboxShare("drop clip")
        try share.sh("job=.longtake/claimed/job-1; mkdir -p $job/files; mv inbox/* $job/files/; \(script)")
        #expect(try await recover(share).isEmpty)
        #expect(try share.names(in: "failed") == ["clip.mp4", "clip.prompt.txt", "clip.log"])
        #expect(try share.root.claimed.entries().isEmpty)
    }

    @Test func `an empty folder nobody knows is cleared without a word to editors`() async throws {
        let share = try await InboxShare("mkdir .longtake/claimed/job-1; : > .longtake/claimed/stray")
        #expect(try await recover(share).isEmpty)
        #expect(try share.names(in: "failed").isEmpty)
        #expect(try share.root.claimed.entries().map(\.name) == ["stray"])
    }

    @Test func `one folder that cannot be cleared does not keep the others back`() async throws {
        let (share, _) = try await share(after: Interruption.allMoved.rawValue)
        try share.sh(
            """
            for name in a z; do mkdir -p .longtake/claimed/$name/files; cp $clip .longtake/claimed/$name/files/$name.mp4; done
            mkdir -p .longtake/claimed/a/unexpected/folder
            """)
        #expect(try await recover(share).count == 1)
        #expect(try share.names(in: "failed") == ["a.mp4", "a.log", "z.mp4", "z.log"])
        let troubles = share.told.events.compactMap { event in
            if case .service(.trouble(let failure)) = event { failure } else { nil }
        }
        #expect(troubles.count == 1)
    }
}
