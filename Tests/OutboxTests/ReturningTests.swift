// Originals of failed jobs come back into reach, with a log whose first line is the reason and whose last is what to do.

import FileAccess
import JobModel
import Outbox
import Telemetry
import TestSupport
import Testing

@Suite struct ReturningTests {
    private let reason = "The clip is too dark."
    private let remedy = "Light it and drop it again."

    private func lines(_ text: String?) -> [String] {
        (text ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func `clip, prompt and log lie together, and the outbox's copy is gone`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob(folder: RelativePath(["spring"]), take: 3).failed()
        share.log.tell(.asked("brighten it"), of: job)
        _ = try share.giveBack(job)
        let failed = try share.tree("failed/spring")
        #expect(Set(failed.keys) == ["clip.mp4", "clip.prompt.txt", "clip.log"])
        let log = lines(failed["clip.log"])
        #expect(log.first == reason)
        #expect(log.suffix(2) == [remedy, ""])
        #expect(log.contains { $0.hasSuffix("Asked: \u{201C}brighten it\u{201D}") })
        #expect(try share.tree("outbox").isEmpty)
        #expect(try share.permissions(of: "failed/spring/clip.log") == 0o664)
        #expect(try share.isCleared(job))
    }

    @Test func `asked again, nothing changes`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob().failed()
        share.log.tell(.resumed, of: job)
        _ = try share.giveBack(job)
        let before = try share.tree("failed")
        for _ in 1...3 { _ = try share.giveBack(job) }
        #expect(try share.tree("failed") == before)
        #expect(before.count == 3)
    }

    @Test func `the number of the files is found again until their folder is cleared`() throws {
        let share = try OutboxShare()
        try share.sh("printf older > failed/clip.mp4")
        let job = try share.claimedJob().failed()
        for _ in 1...3 { #expect(try share.outbox.returnOriginals(of: job, log: share.log) == " (2)") }
        #expect(try share.tree("failed").count == 4)
        try share.outbox.clear(job.id)
        #expect(try share.isCleared(job))
    }

    @Test func `a folder that still holds files is not cleared`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob()
        #expect(throws: FileError.self) { try share.outbox.clear(job.id) }
        #expect(try share.tree(".longtake/claimed/job-1/files").count == 2)
    }

    /// What of the work was done when the crash came, the one after the other.
    private static let work = [
        "mv outbox/clip.log $job/taken.log", "printf 'half a' > $job/.longtake-write-79156c686aedbc04",
        "rm -f $job/.longtake*; (printf 'The clip is too dark.\\n\\n'; cat $job/taken.log) > $job/ready.log",
        "mv $job/files/clip.mp4 failed/", "mv $job/files/* failed/", "mv $job/ready.log failed/clip.log",
        "rmdir $job/files", "rm -r $job",
    ]

    @Test(arguments: 0...work.count)
    func `what a crash left is finished`(done: Int) throws {
        let share = try OutboxShare()
        let job = try share.claimedJob().failed()
        share.log.tell(.asked("brighten it"), of: job)
        try share.sh("job=.longtake/claimed/job-1; set -e\n" + Self.work.prefix(done).joined(separator: "\n"))
        _ = try share.giveBack(job)
        let failed = try share.tree("failed")
        #expect(Set(failed.keys) == ["clip.mp4", "clip.prompt.txt", "clip.log"])
        #expect(lines(failed["clip.log"]).first == reason)
        #expect(lines(failed["clip.log"]).filter { $0.contains("Asked: ") }.count == 1)
        #expect(try share.tree("outbox").isEmpty)
        #expect(try share.isCleared(job))
    }

    @Test func `files and log of one job have one number, though the name has become free meanwhile`() throws {
        let share = try OutboxShare(prepare: "mkdir failed; printf old > failed/clip.mp4")
        let job = try share.claimedJob().failed()
        share.log.tell(.resumed, of: job)
        let claimed = try ClaimedFolder.making(job.id, in: share.root)
        // The crash comes after the first of two files.
        try share.sh("mv .longtake/claimed/job-1/files/clip.prompt.txt .")
        #expect(try claimed.moveFiles(to: share.root.failed) == " (2)")
        try share.sh("mv clip.prompt.txt .longtake/claimed/job-1/files/; rm failed/clip.mp4")
        #expect(try share.giveBack(job) == " (2)")
        #expect(
            try Set(share.tree("failed").keys) == ["clip (2).mp4", "clip (2).prompt.txt", "clip (2).log"])
    }

    @Test func `a number that was chosen for another folder counts for nothing`() throws {
        let share = try OutboxShare(prepare: "mkdir inbox; printf new > inbox/clip.mp4")
        let job = try share.claimedJob(files: ["clip.mp4"])
        let claimed = try ClaimedFolder.making(job.id, in: share.root)
        #expect(try claimed.moveFiles(to: share.root.inbox) == " (2)")
        try share.sh("mv 'inbox/clip (2).mp4' .longtake/claimed/job-1/files/clip.mp4")
        #expect(try claimed.moveFiles(to: share.root.failed) == "")
    }

    @Test func `the log of the next job of that name is left alone`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob().failed()
        share.log.tell(.resumed, of: job)
        try share.sh("mv outbox/clip.log .longtake/claimed/job-1/taken.log; printf next > outbox/clip.log")
        _ = try share.giveBack(job)
        #expect(try share.tree("outbox") == ["clip.log": "next"])
    }

    @Test func `a cancelled job says so and how to have it done after all`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob().cancelled()
        share.log.tell(.resumed, of: job)
        _ = try share.giveBack(job)
        let log = lines(try share.tree("failed")["clip.log"])
        #expect(log.first == "Cancelled.")
        #expect(log.dropLast().last == "To have it done after all, move the files back to the inbox.")
    }

    @Test func `all three get the same number where a name is taken`() throws {
        let share = try OutboxShare(prepare: "mkdir failed; printf old > failed/clip.prompt.txt")
        let job = try share.claimedJob().failed()
        share.log.tell(.resumed, of: job)
        _ = try share.giveBack(job)
        let failed = try share.tree("failed")
        #expect(
            Set(failed.keys) == ["clip.prompt.txt", "clip (2).mp4", "clip (2).prompt.txt", "clip (2).log"])
        #expect(failed["clip.prompt.txt"] == "old")
    }

    @Test func `an old log is not overwritten`() throws {
        let share = try OutboxShare(prepare: "mkdir failed; printf old > failed/clip.log")
        let job = try share.claimedJob().failed()
        share.log.tell(.resumed, of: job)
        _ = try share.giveBack(job)
        let failed = try share.tree("failed")
        #expect(failed["clip.log"] == "old")
        #expect(lines(failed["clip (2).log"]).first == reason)
    }

    @Test func `a reason of several lines stays one`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob().failed("It is\n\nbad.", remedy: "Do\nit\u{202E}")
        share.log.tell(.resumed, of: job)
        _ = try share.giveBack(job)
        let log = lines(try share.tree("failed")["clip.log"])
        #expect(log.first == "It is\\u{A}\\u{A}bad.")
        #expect(log.dropLast().last == "Do\\u{A}it\\u{202E}")
    }

    /// No line could be written while the job ran; the reason is told all the same.
    @Test(arguments: [":", "mkdir outbox/clip.log", "printf secret > secret; ln -s ../secret outbox/clip.log"])
    func `without a log in the outbox the reason is told all the same`(script: String) throws {
        let share = try OutboxShare()
        try share.sh(script)
        let job = try share.claimedJob().failed()
        for _ in 1...2 { _ = try share.giveBack(job) }
        let failed = try share.tree("failed")
        #expect(Set(failed.keys) == ["clip.mp4", "clip.prompt.txt", "clip.log"])
        #expect(lines(failed["clip.log"]).first == reason)
        #expect(failed["clip.log"]?.contains("secret") == false)
    }

    @Test func `a log that cannot be moved is told and fails nothing`() throws {
        let share = try OutboxShare(prepare: "mkdir outbox elsewhere; ln -s ../elsewhere outbox/spring")
        let job = try share.claimedJob(folder: RelativePath(["spring"])).failed()
        _ = try share.giveBack(job)
        #expect(try share.tree("failed/spring").keys.contains("clip.mp4"))
        #expect(try share.isCleared(job))
        #expect(share.told.jobEvents.contains { if case .logUnwritable = $0 { true } else { false } })
    }
}

@Suite struct OrphanTests {
    @Test func `files of a job nobody knows go to where they came from, with a log`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob(folder: RelativePath(["spring"]))
        let claimed = try share.addResult("half a download", to: job)
        try share.outbox.returnOrphan(claimed, from: job.origin)
        let failed = try share.tree("failed/spring")
        #expect(Set(failed.keys) == ["clip.mp4", "clip.prompt.txt", "clip.log"])
        #expect(failed["clip.log"]?.hasPrefix("The service lost its records") == true)
        #expect(failed["clip.log"]?.hasSuffix("move the files back to the inbox.\n") == true)
        #expect(try share.permissions(of: "failed/spring/clip.log") == 0o664)
        #expect(try share.isCleared(job))
    }

    @Test func `without a note of where they came from they go to the top`() throws {
        let share = try OutboxShare(prepare: "mkdir failed; : > failed/clip.mp4")
        let job = try share.claimedJob(files: ["clip.mp4"])
        let claimed = try ClaimedFolder.making(job.id, in: share.root)
        try share.outbox.returnOrphan(claimed, from: nil)
        #expect(try Set(share.tree("failed").keys) == ["clip.mp4", "clip (2).mp4", "clip (2).log"])
    }

    @Test func `what a crash left is finished`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob()
        try share.sh("mv .longtake/claimed/job-1/files/clip.mp4 failed/")
        try share.outbox.returnOrphan(ClaimedFolder.making(job.id, in: share.root), from: job.origin)
        #expect(try Set(share.tree("failed").keys) == ["clip.mp4", "clip.prompt.txt", "clip.log"])
        #expect(try share.isCleared(job))
    }

    @Test func `an old log is not overwritten`() throws {
        let share = try OutboxShare(prepare: "mkdir failed; printf old > failed/clip.log")
        let job = try share.claimedJob()
        try share.outbox.returnOrphan(ClaimedFolder.making(job.id, in: share.root), from: job.origin)
        #expect(try share.tree("failed")["clip.log"] == "old")
        #expect(try share.tree("failed").count == 4)
    }
}
