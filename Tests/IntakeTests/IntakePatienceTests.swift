// What the desk waits for, and that it finds out by itself when the waiting is over.

import FileAccess
import Intake
import JobModel
import Ledger
import Telemetry
import TestSupport
import Testing
import Watching

@Suite(.timeLimit(.minutes(5)))
struct IntakePatienceTests {
    private let settings = IntakeSettings()
    private let writing = "exec 3>>inbox/clip.mp4; echo ready; read _ || :"

    private func expectTaken(_ isTaken: Bool, in share: InboxShare, _ location: SourceLocation = #_sourceLocation)
        async throws
    {
        let count = try await share.jobs.count
        #expect(count == (isTaken ? 1 : 0), sourceLocation: location)
    }

    @Test func `a clip is not taken while it grows`() async throws {
        let share = try await InboxShare("printf x > inbox/clip.prompt.txt")
        let desk = try share.desk()
        try await desk.take(.appeared(path("clip.prompt.txt")))
        for size in [0, 100, 300_000, 509_867] {
            try share.sh("head -c \(size) $clip > inbox/clip.mp4")
            try await desk.take(.changed(path("clip.mp4")))
            share.time.advance(by: .seconds(60))
            try await desk.lookAgain()
            try await expectTaken(false, in: share)
        }
        // It broke off here, and its writer is gone: closed is not complete (FIELD-FACTS 1.3).
        try await desk.take(.appeared(path("clip.mp4")))
        share.time.advance(by: .seconds(3600))
        try await desk.lookAgain()
        try await expectTaken(false, in: share)
        try share.sh("cp $clip inbox/clip.mp4")
        try await desk.take(.appeared(path("clip.mp4")))
        try await expectTaken(true, in: share)
    }

    @Test func `a clip that somebody has open for writing is not taken, though it is whole`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        let writer = try ChildShell(writing, in: share.path)
        for name in ["clip.prompt.txt", "clip.mp4"] { try await desk.take(.appeared(path(name))) }
        for _ in 1...3 {
            #expect(await desk.nextLook == share.time.elapsed + settings.settle)
            share.time.advance(by: settings.settle)
            try await desk.lookAgain()
            try await expectTaken(false, in: share)
        }
        writer.end()
        try await desk.take(.appeared(path("clip.mp4")))
        try await expectTaken(true, in: share)
    }

    @Test(arguments: [Readiness.Trust.events, .pollingOnly])
    func `a writer that goes without an event is noticed`(trust: Readiness.Trust) async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk(trust: trust)
        let writer = try ChildShell(writing, in: share.path)
        try await desk.take(.rescanNeeded(below: .root))
        share.time.advance(by: .seconds(60))
        try await desk.lookAgain()
        try await expectTaken(false, in: share)
        writer.kill()
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        try await expectTaken(true, in: share)
    }

    /// As when it was copied within one tick of a clock that ticks once a second.
    @Test(arguments: [Readiness.Trust.events, .pollingOnly])
    func `a clip that was filled without a trace is noticed at the next rescan`(trust: Readiness.Trust) async throws {
        let share = try await InboxShare(
            """
            printf x > inbox/clip.prompt.txt
            truncate -s $(stat -Lc %s $clip) inbox/clip.mp4; touch -d 2001-02-03 inbox/clip.mp4
            """)
        let desk = try share.desk(trust: trust)
        try await desk.take(.rescanNeeded(below: .root))
        share.time.advance(by: .seconds(60))
        try await desk.lookAgain()
        try await expectTaken(false, in: share)
        let before = try share.fingerprint("clip.mp4")
        try share.sh("dd if=$clip of=inbox/clip.mp4 conv=notrunc status=none; touch -d 2001-02-03 inbox/clip.mp4")
        #expect(try share.fingerprint("clip.mp4") == before)
        try await desk.take(.rescanNeeded(below: .root))
        try await expectTaken(true, in: share)
    }

    @Test func `where there are no events everything rests for long`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk(trust: .pollingOnly)
        for name in ["clip.prompt.txt", "clip.mp4"] { try await desk.take(.changed(path(name))) }
        #expect(await desk.nextLook == settings.settleRemote)
        share.time.advance(by: settings.settleRemote - .milliseconds(1))
        try await desk.lookAgain()
        try await expectTaken(false, in: share)
        share.time.advance(by: .milliseconds(1))
        try await desk.lookAgain()
        try await expectTaken(true, in: share)
    }

    @Test func `a change starts the rest anew`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await desk.take(.rescanNeeded(below: .root))
        share.time.advance(by: settings.settle - .milliseconds(100))
        try share.sh("printf 'something else' > inbox/clip.prompt.txt; touch inbox/clip.mp4")
        // No event: the change is seen when it is looked at again.
        share.time.advance(by: .milliseconds(100))
        try await desk.lookAgain()
        try await expectTaken(false, in: share)
        #expect(await desk.nextLook == share.time.elapsed + settings.settle)
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        #expect(try await share.jobs.first?.plan == Plan(prompt: ["something else"]))
    }

    @Test func `a member that is not complete holds the group until it is, or is gone`() async throws {
        for ending in ["cp $clip inbox/clip.mov", "rm inbox/clip.mov"] {
            let share = try await InboxShare("drop clip; head -c 1000 $clip > inbox/clip.mov")
            let desk = try share.desk()
            for name in ["clip.prompt.txt", "clip.mp4", "clip.mov"] { try await desk.take(.appeared(path(name))) }
            share.time.advance(by: .seconds(60))
            try await desk.lookAgain()
            try await expectTaken(false, in: share)
            try share.sh(ending)
            let event = ending.hasPrefix("rm") ? FolderEvent.vanished(path("clip.mov")) : .appeared(path("clip.mov"))
            try await desk.take(event)
            try await expectTaken(true, in: share)
            #expect(try share.names(in: "inbox").isEmpty)
        }
    }

    @Test(arguments: ["clip.mp4", "clip.prompt.txt"])
    func `a drop that is taken away before its pick-up is none`(name: String) async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await desk.take(.rescanNeeded(below: .root))
        try share.sh("rm inbox/\(name)")
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        try await expectTaken(false, in: share)
        #expect(try share.names(in: "inbox").count == 1)
    }

    @Test func `a drop that could not be taken is tried again`() async throws {
        let share = try await InboxShare("drop clip; : > .longtake/claimed/job-1")
        let desk = try share.desk()
        try await desk.take(.rescanNeeded(below: .root))
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        try await expectTaken(false, in: share)
        #expect(share.told.intakeEvents.contains { if case .notTaken = $0 { true } else { false } })
        #expect(await desk.nextLook == share.time.elapsed + settings.settle)
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        #expect(try await share.jobs.map(\.id.rawValue) == ["job-2"])
    }

    @Test func `a drop waits while the outbox cannot be written`() async throws {
        let share = try await InboxShare("mkdir -p inbox/spring; drop spring/clip; : > outbox/spring")
        let desk = try share.desk()
        try await desk.take(.rescanNeeded(below: .root))
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        try await expectTaken(false, in: share)
        #expect(try share.names(in: "inbox") == ["spring/clip.mp4", "spring/clip.prompt.txt"])
        try share.sh("rm outbox/spring")
        share.time.advance(by: settings.settleRemote)
        try await desk.lookAgain()
        try await expectTaken(true, in: share)
    }

    @Test func `a drop waits while the ledger's disk is full, and goes on by itself`() async throws {
        let share = try await InboxShare("drop clip")
        let ledger = LedgerOnFullDisk(share.ledger)
        let desk = try share.desk(ledger: ledger)
        try await desk.take(.rescanNeeded(below: .root))
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        try await expectTaken(false, in: share)
        #expect(try share.names(in: "inbox") == ["clip.mp4", "clip.prompt.txt"])
        ledger.makeRoom()
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        try await expectTaken(true, in: share)
    }

    @Test func `what a crash interrupted is settled before anything new is taken`() async throws {
        let share = try await InboxShare("drop clip")
        let job = try share.job("earlier")
        try await share.ledger.admit(job, under: share.epoch)
        try share.sh("mkdir -p .longtake/claimed/earlier/files; mv inbox/* .longtake/claimed/earlier/files/")
        let desk = try share.desk()
        try await desk.recover()
        #expect(try await share.jobs.map(\.state) == [.active(.claimed)])
        #expect(share.timesAdmitted == 1)
        #expect(try share.text("outbox/clip.log").contains("Picked up"))
    }
}
