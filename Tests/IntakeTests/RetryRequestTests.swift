// `longtake jobs retry`: the files come out of `failed/` as they went in, or nothing happens.

import FileAccess
import Intake
import JobModel
import Ledger
import TestSupport
import Testing
import Watching

@Suite(.timeLimit(.minutes(5)))
struct RetryRequestTests {
    private let request = JobRequest(.retry(resend: false), of: JobID("job-1"))

    private func ended(_ script: String = "drop clip") async throws -> InboxShare {
        let share = try await InboxShare(script)
        try await share.dropAndEnd(try share.desk())
        return share
    }

    @Test func `the job goes on with its files and its log, from where it stopped`() async throws {
        let share = try await ended()
        let rings = share.timesAdmitted
        let answer = try await share.requestDesk().answer(to: request)
        #expect(answer == RequestAnswer(isGranted: true, "Job job-1 goes on."))
        let job = try await share.job(named: "job-1")
        #expect(job.state == .active(.ready(step: 0)))
        #expect(try share.claimedNames(job.id) == pair)
        #expect(try share.names(in: "failed").isEmpty)
        let log = try share.text("outbox/clip.log")
        #expect(log.contains("Picked up clip.mp4"))
        #expect(log.split(separator: "\n").last?.contains("Taken up again where it stopped.") == true)
        #expect(share.timesAdmitted > rings)
    }

    @Test func `files that were numbered are found by their numbers`() async throws {
        let share = try await ended("drop clip; printf other > failed/clip.mp4")
        #expect(try share.names(in: "failed").contains("clip (2).mp4"))
        #expect(try await share.requestDesk().answer(to: request)?.isGranted == true)
        let job = try await share.job(named: "job-1")
        #expect(job.members.map(\.name.text) == ["clip (2).mp4", "clip (2).prompt.txt"])
        #expect(try share.names(in: "failed") == ["clip.mp4"])
        #expect(try share.text("failed/clip.mp4") == "other")

        // Given back once more they keep the names they have now.
        let claimed = try await share.begin()
        try await share.giveBack(claimed, with: .failed(.ordinary))
        try await share.ledger.release(claimed.claim)
        #expect(
            try share.names(in: "failed").isSuperset(of: ["clip.mp4", "clip (2).mp4", "clip (2).prompt.txt"]))
        #expect(try await share.requestDesk().answer(to: request)?.isGranted == true)
        #expect(try await share.job(named: "job-1").reopenings == 2)
    }

    @Test func `a project's files come out of the project's folder`() async throws {
        let share = try await ended("mkdir inbox/spring; drop spring/clip; printf other > failed/clip.mp4")
        #expect(try await share.requestDesk().answer(to: request)?.isGranted == true)
        #expect(try share.names(in: "failed") == ["clip.mp4"])
        #expect(try share.names(in: "outbox") == ["spring/clip.log"])
    }

    /// What somebody did in `failed/` before asking.
    @Test(arguments: [
        "rm failed/clip.mp4", "rm failed/clip.prompt.txt", "rm -r failed",
        "mv failed/clip.mp4 failed/other.mp4", "printf more >> failed/clip.mp4",
        "printf '\\1' | dd of=failed/clip.mp4 bs=1 seek=250000 conv=notrunc status=none",
        "printf 'darken it.' > failed/clip.prompt.txt", "printf 'brighten up' > failed/clip.prompt.txt",
        "printf '\\0\\1\\2\\0\\1\\2\\0\\1\\2\\0\\1' > failed/clip.prompt.txt",
        "mv failed/clip.mp4 x; ln -s ../x failed/clip.mp4", "rm failed/clip.mp4; mkfifo failed/clip.mp4",
        "rm failed/clip.mp4; mkdir failed/clip.mp4",
        "mv failed other; ln -s other failed", "mv failed other; : > failed",
    ])
    func `files that are gone or changed are left where they are`(change: String) async throws {
        let share = try await ended()
        let before = try await share.jobs
        try share.sh(change)
        let names = (try? share.names(in: "failed")) ?? []
        let answer = try await share.requestDesk().answer(to: request)
        #expect(answer?.isGranted == false)
        #expect(try await share.jobs == before)
        let left = (try? share.names(in: "failed")) ?? []
        #expect(left == names)
        #expect(try share.root.claimed.entries().isEmpty)
        #expect(try share.names(in: "outbox").isEmpty)
    }

    @Test(arguments: ["ln failed/clip.mp4 second", "exec 3>>failed/clip.mp4; echo ready; read _ || :"])
    func `files that others can still reach are put back`(script: String) async throws {
        let share = try await ended()
        let before = try await share.jobs
        let holder = try ChildShell("\(script); echo ready; read _ || :", in: share.path)
        let answer = try await share.requestDesk().answer(to: request)
        #expect(answer?.isGranted == false)
        #expect(answer?.sentence.hasSuffix("Try again.") == true)
        #expect(try await share.jobs == before)
        #expect(try share.names(in: "failed") == ["clip.mp4", "clip.prompt.txt", "clip.log"])
        #expect(try share.root.claimed.entries().isEmpty)
        holder.end()
    }

    @Test func `dragged and asked for at once, the job goes on once`() async throws {
        let share = try await ended()
        try share.sh("cp failed/clip.mp4 failed/clip.prompt.txt inbox/")
        let intake = try share.desk()
        let desk = share.requestDesk()
        try await intake.take(.rescanNeeded(below: .root))
        share.time.advance(by: IntakeSettings().settle)
        async let dragged: Void = intake.lookAgain()
        async let asked = desk.answer(to: request)
        try await dragged
        _ = try await asked
        let first = try await share.job(named: "job-1")
        #expect(first.reopenings == 1)
        #expect(first.state == .active(.ready(step: 0)))
        // The copies that came too late are another drop, or still lie where they were.
        let others = try await share.jobs.dropFirst()
        #expect(others.allSatisfy { $0.session == nil })
    }
}
