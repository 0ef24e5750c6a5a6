// The log in the outbox grows line by line, suits the share, and never fails a job.

import FileAccess
import Glibc
import JobModel
import Outbox
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct EditorLogTests {
    private let time = ClockText.local(OutboxShare.now)

    @Test func `each sentence is a line with its time, and every event is passed on`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob()
        share.log.tell(.pickedUp(files: [("clip.mp4", 1_055_736)]), of: job)
        share.log.tell(.working("edit_timeline"), of: job)
        share.log.tell(.replied("Done.\nMore?"), of: job)
        #expect(
            try share.tree("outbox") == [
                "clip.log": """
                \(time)  Picked up clip.mp4 (1.1 MB).
                \(time)  The editor's AI says: Done.
                    More?

                """
            ])
        #expect(share.told.jobEvents.count == 3)
    }

    @Test func `the log has the names of the job's take and folder`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob(folder: RelativePath(["spring"]), take: 2)
        share.log.tell(.resumed, of: job)
        #expect(try Array(share.tree("outbox").keys) == ["spring/clip.take2.log"])
    }

    @Test func `the log has the share's mode whatever the umask`() async {
        await #expect(processExitsWith: .success) {
            umask(0o077)
            let share = try OutboxShare()
            let job = try share.claimedJob(folder: RelativePath(["spring"]))
            share.log.tell(.resumed, of: job)
            #expect(try share.permissions(of: "outbox/spring/clip.log") == 0o664)
            #expect(try share.permissions(of: "outbox/spring") == 0o775)
        }
    }

    @Test func `a mode that was changed on the share stays`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob()
        share.log.tell(.resumed, of: job)
        try share.sh("chmod 600 outbox/clip.log")
        share.log.tell(.resumed, of: job)
        #expect(try share.permissions(of: "outbox/clip.log") == 0o600)
    }

    @Test(arguments: [
        "printf secret > secret; ln -s ../secret outbox/clip.log", "ln -s ../new outbox/clip.log",
        "mkdir outbox/clip.log", "mkfifo outbox/clip.log",
    ])
    func `a log that cannot be written is told, and nothing else happens`(script: String) throws {
        let share = try OutboxShare()
        try share.sh(script)
        let job = try share.claimedJob()
        share.log.tell(.resumed, of: job)
        let reasons = share.told.jobEvents.compactMap {
            if case .logUnwritable(let reason) = $0 { reason } else { nil }
        }
        #expect(reasons.count == 1)
        #expect(reasons.first?.contains("outbox/clip.log") == true)
        #expect(try share.tree("").filter { $0.key == "new" || $0.key == "secret" && $0.value != "secret" }.isEmpty)
    }

    @Test func `a log that was taken away is begun anew`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob()
        share.log.tell(.resumed, of: job)
        try share.sh("mv outbox/clip.log outbox/taken")
        share.log.tell(.cancelled, of: job)
        #expect(try share.tree("outbox")["clip.log"] == "\(time)  Cancelled. The originals are back in failed/.\n")
    }
}
