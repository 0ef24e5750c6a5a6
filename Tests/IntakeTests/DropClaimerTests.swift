// A drop leaves the inbox whole or not at all, and what was not taken leaves no trace.

import FileAccess
import Intake
import JobModel
import Ledger
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct DropClaimerTests {
    private func claim(_ job: Job, in share: InboxShare, changing script: String = ":") async throws -> Job {
        let conditions = try share.conditions(of: job)
        try share.sh(script)
        return try await share.claimer.claim(job, conditions: conditions)
    }

    @Test func `the whole group is taken, with a note of where it came from`() async throws {
        let share = try await InboxShare("mkdir -p inbox/spring; drop spring/clip; cp $clip inbox/spring/other.mp4")
        let job = try share.job(folder: path("spring"))
        let claimed = try await claim(job, in: share)
        #expect(claimed.state == .active(.claimed))
        #expect(try await share.ledger.job(job.id) == claimed)
        #expect(try share.claimedNames(job.id) == pair)
        #expect(try share.names(in: "inbox") == ["spring/other.mp4"])
        let folder = try #require(try ClaimedFolder.existing(job.id, in: share.root))
        #expect(ClaimManifest.read(from: folder) == ClaimManifest(job))
    }

    @Test func `odd names are taken and noted as they are`() async throws {
        let share = try await InboxShare()
        let stem = try #require(FileName(bytes: [0xFF, 0x0A, 0x2D]))
        let files = [stem.appending(".mp4"), stem.appending(".prompt.txt")]
        for file in files { try share.root.inbox.createFile(file, mode: 0o600).write(file.bytes) }
        let job = try share.job(stem: stem, files: files)
        _ = try await claim(job, in: share)
        #expect(try share.claimedNames(job.id) == Set(files))
        let folder = try #require(try ClaimedFolder.existing(job.id, in: share.root))
        #expect(ClaimManifest.read(from: folder)?.files == files)
        #expect(ClaimManifest.read(from: folder)?.origin.stem == stem)
    }

    @Test(arguments: [
        "printf more >> inbox/clip.mp4", "touch -d 2001-02-03 inbox/clip.prompt.txt",
        "cp inbox/clip.mp4 new; mv new inbox/clip.mp4", "ln inbox/clip.mp4 second", "rm inbox/clip.prompt.txt",
        "rm inbox/clip.mp4; ln -s $clip inbox/clip.mp4", "rm inbox/clip.mp4; mkfifo inbox/clip.mp4",
        "rm inbox/clip.mp4; mkdir inbox/clip.mp4",
    ])
    func `a group that changed after its inspection is put back`(script: String) async throws {
        let share = try await InboxShare("drop clip")
        let job = try share.job()
        let conditions = try share.conditions(of: job)
        try share.sh(script)
        let before = try share.root.inbox.entries()
        await #expect(throws: DropClaimer.NotTaken.self) {
            try await share.claimer.claim(job, conditions: conditions)
        }
        #expect(try Set(share.root.inbox.entries()) == Set(before))
        try await expectNoTrace(of: job, in: share)
    }

    @Test func `a file that somebody still writes to is put back`() async throws {
        let share = try await InboxShare("drop clip")
        let job = try share.job()
        let writer = try ChildShell("exec 3>>inbox/clip.mp4; echo ready; read _ || :", in: share.path)
        let failure = await #expect(throws: DropClaimer.NotTaken.self) { try await claim(job, in: share) }
        #expect(failure?.reason == "clip.mp4 is being written to again")
        #expect(try share.names(in: "inbox") == ["clip.mp4", "clip.prompt.txt"])
        try await expectNoTrace(of: job, in: share)
        writer.end()
        #expect(try await claim(job, in: share).state == .active(.claimed))
    }

    @Test func `a drop whose folder is gone leaves no job`() async throws {
        let share = try await InboxShare("mkdir -p inbox/spring; drop spring/clip")
        let job = try share.job(folder: path("spring"))
        await #expect(throws: DropClaimer.NotTaken.self) {
            try await claim(job, in: share, changing: "rm -r inbox/spring")
        }
        try await expectNoTrace(of: job, in: share)
    }

    @Test func `a drop for which no folder can be made leaves no job`() async throws {
        let share = try await InboxShare("drop clip; : > .longtake/claimed/job-1")
        let job = try share.job()
        await #expect(throws: DropClaimer.NotTaken.self) { try await claim(job, in: share) }
        #expect(try share.names(in: "inbox") == ["clip.mp4", "clip.prompt.txt"])
        #expect(try await share.ledger.job(job.id) == nil)
    }

    @Test func `a name that is taken in the ledger moves nothing`() async throws {
        let share = try await InboxShare("drop clip; drop other")
        let job = try share.job()
        _ = try await claim(job, in: share)
        let second = try share.job(stem: "other", files: ["other.mp4", "other.prompt.txt"])
        let error = await #expect(throws: LedgerError.self) { try await claim(second, in: share) }
        #expect(error?.code == .conflict)
        #expect(try share.names(in: "inbox") == ["other.mp4", "other.prompt.txt"])
        #expect(try share.claimedNames(job.id) == pair)
    }

    @Test func `an agent whose time is over moves nothing`() async throws {
        let share = try await InboxShare("drop clip")
        let job = try share.job()
        _ = try await share.ledger.beginEpoch(holder: "another", at: share.time.wall)
        let error = await #expect(throws: LedgerError.self) { try await claim(job, in: share) }
        #expect(error?.code == .fenced)
        #expect(try share.names(in: "inbox") == ["clip.mp4", "clip.prompt.txt"])
        #expect(try share.claimedNames(job.id) == nil)
    }

    private func expectNoTrace(of job: Job, in share: InboxShare) async throws {
        #expect(try await share.ledger.job(job.id) == nil)
        #expect(try share.root.claimed.entries().isEmpty)
    }
}
