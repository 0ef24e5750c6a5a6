// From what is seen in the inbox to jobs: drops in any order, at once where completeness is proved, else after a rest.

import FileAccess
import Intake
import JobModel
import TestSupport
import Testing
import Watching

@Suite(.timeLimit(.minutes(5)))
struct IntakeDeskTests {
    private let settings = IntakeSettings()

    /// One file of a drop: how it gets into the inbox.
    enum Arrival: String, Sendable {
        case clip = "cp $clip inbox/clip.mp4"
        case second = "cp $clip inbox/clip.mov"
        case prompt = "printf '%s' \"$prompt\" > inbox/clip.prompt.txt"

        var path: RelativePath {
            switch self {
            case .clip: RelativePath(["clip.mp4"])
            case .second: RelativePath(["clip.mov"])
            case .prompt: RelativePath(["clip.prompt.txt"])
            }
        }
    }

    @Test(arguments: [[Arrival.clip, .prompt], [.prompt, .clip], [.second, .clip, .prompt]])
    func `a drop is taken whatever came first, as soon as its prompt has settled`(arrivals: [Arrival]) async throws {
        let share = try await InboxShare(arrivals.map(\.rawValue).joined(separator: "\n"))
        let desk = try share.desk()
        for arrival in arrivals {
            #expect(try await share.jobs.isEmpty)
            try await desk.take(.appeared(arrival.path))
        }
        #expect(await desk.nextLook == settings.settlePrompt)
        share.time.advance(by: settings.settlePrompt - .milliseconds(1))
        try await desk.lookAgain()
        #expect(try await share.jobs.isEmpty)
        share.time.advance(by: .milliseconds(1))
        try await desk.lookAgain()

        let job = try #require(try await share.jobs.first)
        #expect(try await share.jobs.count == 1)
        #expect(Set(job.members.map(\.name.text)) == Set(arrivals.compactMap(\.path.last?.text)))
        #expect(job.state == .active(.claimed))
        #expect(try share.names(in: "inbox").isEmpty)
        #expect(await desk.nextLook == nil)
    }

    @Test func `a clip whose prompt has settled is taken at once`() async throws {
        let share = try await InboxShare(Arrival.prompt.rawValue)
        let desk = try share.desk()
        try await desk.take(.appeared(Arrival.prompt.path))
        share.time.advance(by: .seconds(60))
        try share.sh(Arrival.clip.rawValue)
        try await desk.take(.appeared(Arrival.clip.path))
        #expect(try await share.jobs.count == 1)
    }

    @Test func `a job tells what was dropped`() async throws {
        let share = try await InboxShare("prompt='Make it much brighter, please.'; drop clip")
        let desk = try share.desk()
        share.time.advance(by: .seconds(10))
        for name in ["clip.mp4", "clip.prompt.txt"] { try await desk.take(.appeared(path(name))) }
        share.time.advance(by: settings.settlePrompt)
        try await desk.lookAgain()
        let job = try #require(try await share.jobs.first)
        #expect(job.kind == .drop)
        #expect(job.origin == Origin(root: share.path, folder: .root, stem: "clip"))
        #expect(
            job.members == [
                Member(name: "clip.mp4", role: .media, size: 509_868, contentType: "video/mp4"),
                Member(name: "clip.prompt.txt", role: .prompt, size: 30, contentType: nil),
            ])
        #expect(job.plan == Plan(prompt: ["Make it much brighter, please."]))
        #expect(job.language == "en")
        #expect(job.admitted == share.time.wall)
        #expect(job.take == 1)
        #expect(job.refusal == nil)
        #expect(share.timesAdmitted == 1)
        #expect(try share.claimedNames(job.id) == pair)
        #expect(
            try share.text("outbox/clip.log").contains("Picked up clip.mp4 (510 kB) and clip.prompt.txt (30 bytes)."))
    }

    @Test func `what was there before is taken after it has settled`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await desk.take(.rescanNeeded(below: .root))
        #expect(await desk.nextLook == settings.settle)
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        #expect(try await share.jobs.count == 1)
    }

    @Test func `twenty drops at once are twenty jobs`() async throws {
        let share = try await InboxShare("for n in $(seq 20); do drop clip-$n; done")
        let desk = try share.desk()
        try await desk.take(.rescanNeeded(below: .root))
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        let jobs = try await share.jobs
        #expect(Set(jobs.map(\.origin.stem.text)) == Set((1...20).map { "clip-\($0)" }))
        for job in jobs {
            let stem = job.origin.stem
            #expect(try share.claimedNames(job.id) == [stem.appending(".mp4"), stem.appending(".prompt.txt")])
        }
        #expect(try share.names(in: "inbox").isEmpty)
        #expect(share.timesAdmitted == 20)
    }

    @Test func `a drop whose stem is in work is a job of its own with the next take`() async throws {
        let share = try await InboxShare()
        let desk = try share.desk()
        for _ in 1...2 {
            try share.sh("drop clip")
            try await desk.take(.rescanNeeded(below: .root))
            share.time.advance(by: settings.settle)
            try await desk.lookAgain()
        }
        #expect(try await share.jobs.map(\.take) == [1, 2])
        #expect(try share.names(in: "outbox") == ["clip.log", "clip.take2.log"])
    }

    /// It is one of the group only when it is there before the pick-up (FOLDER-CONTRACT 1).
    @Test func `a file that comes after the pick-up is left for the next drop`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await desk.take(.rescanNeeded(below: .root))
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        try share.sh(Arrival.second.rawValue)
        try await desk.take(.appeared(Arrival.second.path))
        #expect(try await share.jobs.map(\.members.count) == [2])
        #expect(try share.names(in: "inbox") == ["clip.mov"])
    }

    // MARK: Refused

    @Test(arguments: [
        ("cp /bin/true inbox/clip.mp4; printf x > inbox/clip.prompt.txt", "not-media"),
        ("drop clip; cp /bin/true inbox/clip.png", "not-media"),
        ("cp $clip inbox/clip.mp4; cp /bin/true inbox/clip.prompt.txt", "prompt-not-text"),
    ])
    func `a refused file becomes a job that only fails, and leaves the inbox with its group`(
        script: String, code: String
    ) async throws {
        let share = try await InboxShare(script)
        let desk = try share.desk()
        for name in try share.names(in: "inbox") { try await desk.take(.appeared(path(name))) }
        #expect(await desk.nextLook == settings.settle)
        #expect(try await share.jobs.isEmpty)
        let dropped = try share.names(in: "inbox")
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        let job = try #require(try await share.jobs.first)
        #expect(job.refusal?.code.rawValue == code)
        #expect(try share.names(in: "inbox").isEmpty)
        #expect(try share.claimedNames(job.id).map { Set($0.map(\.text)) } == dropped)
    }

    @Test func `a clip that is too large is refused`() async throws {
        let share = try await InboxShare("drop clip")
        var settings = settings
        settings.maxFile = 500_000
        let desk = try share.desk(settings)
        try await desk.take(.rescanNeeded(below: .root))
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        #expect(try await share.jobs.first?.refusal?.code == .fileTooLarge)
    }

    // MARK: Left alone

    @Test(arguments: [
        "cp $clip inbox/._clip.mp4; cp $clip inbox/.clip.mp4", "cp $clip inbox/clip.mp4.part",
        "mkdir inbox/@eaDir; drop @eaDir/clip", "mkdir -p inbox/.hidden/spring; drop .hidden/spring/clip",
        ": > inbox/notes.txt; : > inbox/clip; mkdir -p inbox/sub/empty; : > inbox/clip.exe",
    ])
    func `what is no drop is left alone`(script: String) async throws {
        let share = try await InboxShare(script)
        let before = try share.names(in: "inbox")
        let desk = try share.desk()
        try await desk.take(.rescanNeeded(below: .root))
        for name in before { try await desk.take(.appeared(path(name))) }
        share.time.advance(by: .seconds(3600))
        try await desk.lookAgain()
        try await desk.take(.rescanNeeded(below: .root))
        #expect(try share.names(in: "inbox") == before)
        #expect(try await share.jobs.isEmpty)
        #expect(await desk.nextLook == nil)
    }
}
