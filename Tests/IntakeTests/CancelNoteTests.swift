// `clip.cancel.txt`: whatever stands behind its stem stops, and the note goes (FOLDER-CONTRACT 1).

import FileAccess
import Intake
import JobModel
import Ledger
import TestSupport
import Testing
import Watching

@Suite(.timeLimit(.minutes(5)))
struct CancelNoteTests {
    private let settings = IntakeSettings()

    /// Writes a note into the inbox and has the desk see it.
    private func write(_ name: String, _ desk: IntakeDesk, in share: InboxShare) async throws {
        try share.sh("printf 'please stop' > 'inbox/\(name)'")
        try await desk.take(.appeared(try #require(RelativePath(name))))
    }

    // MARK: A drop that still lies in the inbox

    @Test(arguments: ["", "no text at all"])
    func `a drop that waits is taken as one that is cancelled, and never sent`(text: String) async throws {
        let share = try await InboxShare("drop clip; printf '\(text)' > inbox/clip.cancel.txt")
        let desk = try share.desk()
        try await desk.take(.rescanNeeded(below: .root))
        #expect(try share.names(in: "inbox").count == 3, "the clip is not settled yet")
        #expect(try share.names(in: "failed").isEmpty)
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()

        let job = try #require(try await share.jobs.first)
        #expect(try await share.jobs.count == 1)
        #expect(job.nextAction == .refuse(job.refusal ?? .ordinary))
        #expect(job.refusal?.message == "Cancelled before it began.")
        #expect(job.members.count == 2)
        #expect(try share.names(in: "inbox").isEmpty)
        #expect(try await share.wishes.isEmpty)
        #expect(try share.names(in: "failed").isEmpty)
    }

    @Test func `what was cancelled before it began is done when it is dropped again`() async throws {
        let share = try await InboxShare("drop clip; : > inbox/clip.cancel.txt")
        let desk = try share.desk()
        try await share.settle(desk)
        let claimed = try #require(try await share.ledger.claimNext(under: share.epoch, at: share.time.wall))
        let refusal = try #require(claimed.job.refusal)
        try await share.giveBack(claimed, with: .failed(refusal))
        try await share.ledger.release(claimed.claim)
        try share.sh("mv failed/clip.mp4 failed/clip.prompt.txt inbox/")
        try await share.settle(desk)
        #expect(try await share.jobs.map(\.refusal?.code.rawValue) == ["cancelled", nil])
    }

    @Test func `files brought back are not taken up again while the note lies beside them`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        let ended = try await share.dropAndEnd(desk)
        try share.sh("mv failed/clip.mp4 failed/clip.prompt.txt inbox/; : > inbox/clip.cancel.txt")
        try await share.settle(desk)
        #expect(try await share.job(named: "job-1") == ended)
        #expect(try await share.jobs.map(\.refusal?.code.rawValue) == [nil, "cancelled"])
    }

    // MARK: A job

    @Test(arguments: [
        ("clip", "clip.cancel.txt"), ("clip", "clip.CANCEL.TXT"), ("clip", "clip.cancel.txt.txt"),
        ("clip", "clip.mp4.cancel.txt"), ("Clip", "cLIP.cancel.txt"), ("Ame\u{301}lie", "Am\u{E9}lie.cancel.txt"),
    ])
    func `a job that waits its turn is asked to stop, and the note is gone`(stem: String, note: String) async throws {
        let share = try await InboxShare("drop '\(stem)'; drop other")
        let desk = try share.desk()
        try await share.settle(desk)
        let job = try #require(try await share.jobs.first { $0.origin.stem.text == stem })
        let rings = share.timesAdmitted
        try await write(note, desk, in: share)
        #expect(try await share.wishes == [JobRequest(.cancel, of: job.id)])
        #expect(try share.names(in: "inbox").isEmpty)
        #expect(try share.names(in: "failed").isEmpty)
        #expect(share.timesAdmitted > rings)

        #expect(try await share.requestDesk().answer(to: JobRequest(.cancel, of: job.id))?.isGranted == true)
        #expect(try await share.job(named: job.id.rawValue).state == .cancelled(at: .claimed, isReturned: false))
        #expect(try await share.jobs.count { $0.state == .active(.claimed) } == 1)
    }

    @Test func `all jobs of the stem are asked, be they running or waiting, and no job that is over`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.dropAndEnd(desk, after: [])
        for prompt in ["make it red", "make it blue"] {
            try share.sh("cp $clip inbox/clip.mp4; printf '\(prompt)' > inbox/clip.prompt.txt")
            try await share.settle(desk)
        }
        _ = try await share.begin()
        try await write("clip.cancel.txt", desk, in: share)
        #expect(Set(try await share.wishes.map(\.job.rawValue)) == ["job-2", "job-3"])
    }

    @Test func `a note means the jobs of its own folder`() async throws {
        let share = try await InboxShare("mkdir inbox/a inbox/b; for f in . a b; do drop $f/clip; done")
        let desk = try share.desk()
        try await share.settle(desk)
        let job = try #require(try await share.jobs.first { $0.origin.folder == path("a") })
        try await write("a/clip.cancel.txt", desk, in: share)
        #expect(try await share.wishes == [JobRequest(.cancel, of: job.id)])
        #expect(try share.names(in: "inbox").isEmpty)
    }

    @Test func `an uncertain job of a project is given up, so that the others go on`() async throws {
        let share = try await InboxShare("mkdir inbox/spring; drop spring/a")
        let desk = try share.desk()
        try await share.dropAndEnd(desk, after: .sending, with: .failed(.uncertain))
        try share.sh("prompt='add music'; drop spring/b")
        try await share.settle(desk)
        #expect(try await share.ledger.claimNext(under: share.epoch, at: share.time.wall) == nil)

        try await write("spring/a.cancel.txt", desk, in: share)
        let wish = try #require(try await share.wishes.first)
        #expect(try await share.requestDesk().answer(to: wish)?.isGranted == true)
        #expect(try await share.begin().job.origin.stem == "b")
        #expect(try share.names(in: "failed") == ["spring/a.mp4", "spring/a.prompt.txt", "spring/a.log"])
    }

    // MARK: Both

    @Test func `a running job is stopped although a new drop of its name is not complete yet`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.settle(desk)
        try share.sh("head -c 1000 $clip > inbox/clip.mp4; printf x > inbox/clip.prompt.txt")
        for name in ["clip.mp4", "clip.prompt.txt"] { try await desk.take(.appeared(path(name))) }
        try await write("clip.cancel.txt", desk, in: share)
        #expect(try await share.wishes == [JobRequest(.cancel, of: JobID("job-1"))])

        for _ in 1...3 { try await desk.take(.changed(path("clip.mp4"))) }
        #expect(try await share.wishes.count == 1, "it is asked once")
        #expect(try share.names(in: "inbox").count == 3, "the note stays for the drop that is still coming")

        try share.sh("cp $clip inbox/clip.mp4")
        try await desk.take(.appeared(path("clip.mp4")))
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        #expect(try await share.jobs.map(\.refusal?.code.rawValue) == [nil, "cancelled"])
        #expect(try share.names(in: "inbox").isEmpty)
        #expect(try await share.wishes.count == 1)
    }

    @Test func `a name of any length is cancelled, and no other that begins like it`() async throws {
        let start = String(repeating: "a", count: 230)
        let share = try await InboxShare("drop \(start)b; drop \(start)c")
        let desk = try share.desk()
        try await share.settle(desk)
        #expect(try await share.jobs.count == 2)
        try share.sh(": > inbox/\(start)c.cancel.txt")
        try await share.settle(desk)
        let job = try #require(try await share.jobs.first { $0.origin.stem.text.hasSuffix("c") })
        #expect(try await share.wishes == [JobRequest(.cancel, of: job.id)])
    }

    @Test func `a second note asks again`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.settle(desk)
        for turn in 1...2 {
            try await write("clip.cancel.txt", desk, in: share)
            #expect(try await share.wishes.count == turn)
        }
    }

    @Test func `a note that is taken away in time cancels nothing`() async throws {
        let share = try await InboxShare("drop clip; : > inbox/clip.cancel.txt")
        let desk = try share.desk()
        try await desk.take(.rescanNeeded(below: .root))
        try share.sh("rm inbox/clip.cancel.txt")
        try await desk.take(.vanished(path("clip.cancel.txt")))
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        #expect(try await share.jobs.map(\.refusal) == [nil])
    }
}
