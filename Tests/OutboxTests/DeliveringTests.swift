// A result appears in the outbox complete or not at all, over nothing that is there, and once.

import FileAccess
import JobModel
import Outbox
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct DeliveringTests {
    @Test func `a result is placed under its take's name with the share's mode`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob()
        let claimed = try share.addResult(to: job)
        #expect(try share.outbox.place(claimed, of: job, take: 1) == .placed("clip.mp4"))
        #expect(try share.tree("outbox") == ["clip.mp4": "result"])
        #expect(try share.permissions(of: "outbox/clip.mp4") == 0o664)
        #expect(try claimed.folder.status(of: ClaimedFolder.resultName) == nil)
    }

    @Test func `a project's result is placed in its folder, which takes mode and group bit of the share`() throws {
        var settings = OutboxSettings()
        settings.mode = 0o640
        let share = try OutboxShare(settings, prepare: "mkdir outbox; chmod 2770 outbox")
        let job = try share.claimedJob(folder: RelativePath(["spring", "day 1"]))
        #expect(try share.outbox.place(share.addResult(to: job), of: job, take: 2) == .placed("clip.take2.mp4"))
        #expect(try share.tree("outbox") == ["spring/day 1/clip.take2.mp4": "result"])
        #expect(try share.permissions(of: "outbox/spring/day 1/clip.take2.mp4") == 0o640)
        #expect(try share.permissions(of: "outbox/spring") == 0o2750)
        #expect(try share.permissions(of: "outbox/spring/day 1") == 0o2750)
    }

    @Test(arguments: [
        "printf old > outbox/clip.mp4", "mkdir outbox/clip.mp4", "mkfifo outbox/clip.mp4",
        "printf secret > secret; ln -s ../secret outbox/clip.mp4", "ln -s nowhere outbox/clip.mp4",
    ])
    func `a name that is taken is left alone and the result kept`(script: String) throws {
        let share = try OutboxShare()
        try share.sh(script)
        let job = try share.claimedJob()
        let claimed = try share.addResult(to: job)
        let before = try share.tree("outbox")
        #expect(try share.outbox.place(claimed, of: job, take: 1) == .taken)
        #expect(try share.tree("outbox") == before)
        #expect(try claimed.folder.contents(of: ClaimedFolder.resultName, limit: 10) == Array("result".utf8))
        #expect(try share.outbox.place(claimed, of: job, take: 2) == .placed("clip.take2.mp4"))
        #expect(try share.tree("outbox") == before.merging(["clip.take2.mp4": "result"]) { first, _ in first })
    }

    @Test func `asked again after a crash, a result that was placed is found to be so`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob()
        let claimed = try share.addResult(to: job)
        _ = try share.outbox.place(claimed, of: job, take: 1)
        #expect(try share.outbox.place(claimed, of: job, take: 1) == .placed("clip.mp4"))
        #expect(try share.tree("outbox") == ["clip.mp4": "result"])
        try share.sh("rm outbox/clip.mp4")
        #expect(try share.outbox.place(claimed, of: job, take: 1) == .placed("clip.mp4"), "somebody has collected it")
    }

    @Test func `a project folder that is a link leads nowhere`() throws {
        let share = try OutboxShare(prepare: "mkdir outbox elsewhere; ln -s ../elsewhere outbox/spring")
        let job = try share.claimedJob(folder: RelativePath(["spring"]))
        let claimed = try share.addResult(to: job)
        #expect(throws: FileError.self) { try share.outbox.place(claimed, of: job, take: 1) }
        #expect(try share.tree("elsewhere").isEmpty)
        #expect(try claimed.folder.status(of: ClaimedFolder.resultName) != nil)
    }

    @Test(arguments: [
        (":", 1), (": > outbox/clip.mp4", 2), (": > outbox/clip.log", 2), ("ln -s no outbox/clip.log", 2),
        (": > outbox/clip.mp4; : > outbox/clip.take2.log; mkdir outbox/clip.take3.mp4", 4),
        (": > outbox/clip.take2.mp4", 1), (": > outbox/Clip.mp4", 1),
    ])
    func `the lowest take whose names are both free`(script: String, take: Int) throws {
        let share = try OutboxShare()
        try share.sh(script)
        #expect(try share.outbox.freeTake(for: Origin(root: share.path, folder: .root, stem: "clip")) == take)
    }

    @Test func `a free take can be asked for from a number on`() throws {
        let share = try OutboxShare()
        try share.sh(": > outbox/clip.take5.log")
        let origin = Origin(root: share.path, folder: .root, stem: "clip")
        #expect(try share.outbox.freeTake(for: origin, from: 3) == 3)
        #expect(try share.outbox.freeTake(for: origin, from: 5) == 6)
    }

    @Test func `a job's first result has the take its log has`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob(take: 3)
        share.log.tell(.resumed, of: job)
        #expect(try share.outbox.takeForResult(of: job) == 3)
        try share.sh(": > outbox/clip.take3.mp4; : > outbox/clip.take4.log")
        #expect(try share.outbox.takeForResult(of: job) == 5, "somebody put a file there")
    }

    @Test func `a job's second result has the next free take, though the first was collected`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob().delivered(take: 1)
        #expect(try share.outbox.takeForResult(of: job) == 2)
    }
}

extension Job {
    /// The job after its only export was delivered.
    fileprivate func delivered(take: Int) throws -> Job {
        var job = Job(
            id: id, kind: kind, origin: origin, members: [], plan: Plan(prompt: ["export"]), language: language,
            admitted: admitted, take: self.take)
        let render = RenderID("render-1")
        let records: [JobRecord] = [
            .claimed, .intended(.openSession), .sessionOpened(SessionID("s")),
            .intended(.submitExport(step: 0, render: render)), .exportSubmitted(step: 0, render: render),
            .rendered(step: 0, render: render, output: nil), .downloaded(step: 0, render: render, facts: nil),
            .delivered(step: 0, Delivery(name: "clip.mp4", take: take, render: render, facts: nil)),
        ]
        for record in records { try job.record(record) }
        return job
    }
}
