// The log of a job that is taken up again comes back with its files and goes on; notes that were of no use leave.

import FileAccess
import JobModel
import Outbox
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TakingBackTests {
    /// A job that has failed and whose files are in `failed/`, as it is once they were taken again.
    private func takenAgain(
        in share: OutboxShare, folder: RelativePath = .root, take: Int = 1, telling events: [JobEvent] = [.resumed]
    ) throws -> Job {
        var job = try share.claimedJob(folder: folder)
        try job.record(.claimed)
        for event in events { share.log.tell(event, of: job) }
        try job.record(.failed(Failure(Failure.Code("test"), "The clip is too dark.", remedy: "Light it.")))
        try job.record(.returned(suffix: try share.giveBack(job)))
        let reopening = Reopening(of: job, members: job.members, from: .inbox, take: take, mayResend: true)
        try job.record(.reopened(reopening))
        try job.record(.claimed)
        _ = try ClaimedFolder.making(job.id, in: share.root)
        return job
    }

    @Test(arguments: [RelativePath.root, RelativePath(["spring"])], [1, 2])
    func `it goes on where it was broken off, under the name of its new take`(
        folder: RelativePath, take: Int
    ) throws {
        let share = try OutboxShare()
        let job = try takenAgain(in: share, folder: folder, take: take, telling: [.asked("brighten it")])
        #expect(try share.tree("failed").keys.contains { $0.hasSuffix("clip.log") })
        share.log.takeBack(job)
        share.log.tell(.takenUpAgain(isAnew: false), of: job)
        let name = (folder.isRoot ? "" : "spring/") + (take == 1 ? "clip.log" : "clip.take2.log")
        let outbox = try share.tree("outbox")
        #expect(Array(outbox.keys) == [name])
        let lines = (outbox[name] ?? "").split(separator: "\n").filter { !$0.hasPrefix("    ") }
        #expect(lines.first?.contains("Asked:") == true, "the reason is history")
        #expect(lines.last?.contains("Taken up again") == true)
        #expect(lines.count == 2, "\(lines)")
        #expect(try !share.tree("failed").keys.contains { $0.hasSuffix(".log") })
        #expect(try share.permissions(of: "outbox/\(name)") == 0o664)
        #expect(share.told.troubles.isEmpty)
    }

    @Test func `through all its failures it is told once what happened`() throws {
        let share = try OutboxShare()
        var job = try takenAgain(in: share, telling: [.asked("brighten it")])
        let files = { (job: Job) in
            let claimed = try ClaimedFolder.making(job.id, in: share.root)
            for member in job.members {
                try share.sh("mv -n 'failed/\(member.name)' .longtake/claimed/\(claimed.job)/files/")
            }
        }
        for turn in 1...3 {
            try files(job)
            share.log.takeBack(job)
            share.log.tell(.takenUpAgain(isAnew: false), of: job)
            try job.record(.failed(Failure(Failure.Code("test"), "Dark, number \(turn).", remedy: "Light it.")))
            try job.record(.returned(suffix: try share.giveBack(job)))
            let log = try #require(try share.tree("failed")["clip.log"])
            #expect(log.hasPrefix("Dark, number \(turn).\n\n"))
            #expect(log.hasSuffix("\n\nLight it.\n"))
            let lines = log.split(separator: "\n")
            #expect(lines.count { $0.contains("Dark") } == 1, "the reasons before it are history")
            #expect(lines.count { $0.contains("Light it.") } == 1)
            #expect(lines.count { $0.contains("Asked:") } == 1)
            #expect(lines.count { $0.contains("Taken up again") } == turn)
            let reopening = Reopening(of: job, members: job.members, from: .inbox, take: 1, mayResend: true)
            try job.record(.reopened(reopening))
            try job.record(.claimed)
            _ = try ClaimedFolder.making(job.id, in: share.root)
        }
    }

    @Test func `asked again, nothing changes`() throws {
        let share = try OutboxShare()
        let job = try takenAgain(in: share)
        share.log.takeBack(job)
        let before = try share.tree(".")
        for _ in 1...3 { share.log.takeBack(job) }
        #expect(try share.tree(".") == before)
    }

    @Test func `the numbered one of the job comes back, not another's`() throws {
        let share = try OutboxShare(
            prepare: "mkdir failed; printf other > failed/clip.mp4; printf old > failed/clip.log")
        let job = try takenAgain(in: share, telling: [.asked("brighten it")])
        #expect(job.returnedSuffix == " (2)")
        share.log.takeBack(job)
        #expect(try share.tree("outbox")["clip.log"]?.contains("Asked:") == true)
        #expect(try share.tree("failed")["clip.log"] == "old")
        #expect(try share.tree("failed")["clip (2).log"] == nil)
    }

    @Test(arguments: [":", "rm -r failed"])
    func `where somebody took it away a new one begins`(script: String) throws {
        let share = try OutboxShare()
        let job = try takenAgain(in: share)
        try share.sh("rm failed/clip.log; \(script)")
        share.log.takeBack(job)
        share.log.tell(.resumed, of: job)
        #expect(try share.tree("outbox")["clip.log"]?.hasSuffix("Going on.\n") == true)
        #expect(share.told.troubles.isEmpty)
    }

    @Test func `what is in the outbox already is not overwritten`() throws {
        let share = try OutboxShare()
        let job = try takenAgain(in: share)
        try share.sh("printf begun > outbox/clip.log")
        let old = try share.tree("failed")["clip.log"]
        share.log.takeBack(job)
        #expect(try share.tree("outbox") == ["clip.log": "begun"])
        #expect(try share.tree("failed")["clip.log"] == old)
    }

    @Test(arguments: [
        "rm failed/clip.log; printf secret > secret; ln -s ../secret failed/clip.log",
        "rm failed/clip.log; mkfifo failed/clip.log", "rm failed/clip.log; mkdir failed/clip.log",
    ])
    func `what is no file is left where it is`(script: String) throws {
        let share = try OutboxShare()
        let job = try takenAgain(in: share)
        try share.sh(script)
        share.log.takeBack(job)
        #expect(try share.tree("outbox").isEmpty)
        #expect(try share.root.failed.status(of: "clip.log") != nil)
    }

    @Test func `a log that cannot be taken back is told, and nothing else happens`() throws {
        let share = try OutboxShare()
        let job = try takenAgain(in: share, folder: RelativePath(["spring"]))
        try share.sh("rm -rf outbox/spring; mkdir elsewhere; ln -s ../elsewhere outbox/spring")
        share.log.takeBack(job)
        #expect(share.told.troubles.count == 1)
        #expect(try share.tree("failed").keys.contains("spring/clip.log"))
        #expect(try share.tree("elsewhere").isEmpty)
    }
}

@Suite struct ReturningNotesTests {
    private func give(_ note: FileName, back share: OutboxShare, from folder: RelativePath = .root) throws {
        try share.outbox.returnEntry(
            note, from: share.root.inbox.directory(folder), at: folder, saying: "Nothing to cancel.\n")
    }

    @Test func `a note goes to failed with a word why`() throws {
        let share = try OutboxShare()
        try share.sh("printf stop > inbox/clip.cancel.txt")
        try give("clip.cancel.txt", back: share)
        #expect(
            try share.tree("failed")
                == ["clip.cancel.txt": "stop", "clip.cancel.log": "Nothing to cancel.\n"])
        #expect(try share.tree("inbox").isEmpty)
        #expect(try share.permissions(of: "failed/clip.cancel.log") == 0o664)
    }

    @Test func `a project's note goes to the project's folder`() throws {
        let share = try OutboxShare()
        try share.sh("mkdir inbox/spring; : > inbox/spring/clip.cancel.txt")
        try give("clip.cancel.txt", back: share, from: RelativePath(["spring"]))
        #expect(Set(try share.tree("failed").keys) == ["spring/clip.cancel.txt", "spring/clip.cancel.log"])
    }

    @Test func `nothing in failed is overwritten`() throws {
        let share = try OutboxShare()
        for turn in 1...3 {
            try share.sh("printf \(turn) > inbox/clip.cancel.txt")
            try give("clip.cancel.txt", back: share)
        }
        let failed = try share.tree("failed")
        #expect(failed.count == 6)
        #expect(Set(failed.filter { $0.key.hasSuffix(".txt") }.values) == ["1", "2", "3"])
    }

    @Test func `a note that is gone is told, and leaves no word`() throws {
        let share = try OutboxShare()
        let error = #expect(throws: FileError.self) { try give("clip.cancel.txt", back: share) }
        #expect(error?.isMissing == true)
        #expect(try share.tree("failed").isEmpty)
    }
}

extension RecordingSink {
    /// The reasons for which a log could not be written.
    fileprivate var troubles: [String] {
        jobEvents.compactMap { if case .logUnwritable(let reason) = $0 { reason } else { nil } }
    }
}
