// One prompt for all clips of a folder (FOLDER-CONTRACT 1, "No prompt").

import FileAccess
import Intake
import JobModel
import TestSupport
import Testing

@Suite struct DefaultPromptTests {
    private let settings = IntakeSettings()

    @Test func `a default prompt counts for a clip that has had none of its own for a while`() async throws {
        let share = try await InboxShare("cp $clip inbox/clip.mp4; printf 'brighten it' > inbox/_default.prompt.txt")
        let desk = try share.desk()
        try await share.scan(desk)
        try await share.pass(settings.lone - .milliseconds(1), desk)
        #expect(try await share.jobs.isEmpty)
        try await share.pass(.milliseconds(1), desk)
        let job = try #require(try await share.jobs.first)
        #expect(job.kind == .drop)
        #expect(job.members.map(\.name) == ["clip.mp4"])
        #expect(job.plan == Plan(prompt: ["brighten it"]))
        #expect(try share.names(in: "inbox") == ["_default.prompt.txt"], "it stays where it is")
    }

    @Test func `it is read afresh for each clip`() async throws {
        let share = try await InboxShare("cp $clip inbox/a.mp4; printf 'brighten it' > inbox/_default.prompt.txt")
        let desk = try share.desk()
        try await share.scan(desk)
        try await share.pass(settings.lone, desk)
        try await share.change(
            "printf '\\357\\273\\277darken it\\r\\n---\\r\\nexport' > inbox/_default.prompt.txt; cp $clip inbox/b.mp4",
            "b.mp4", telling: desk)
        try await share.pass(settings.lone + settings.settlePrompt, desk)
        #expect(try await share.jobs.map(\.plan) == [Plan(prompt: ["brighten it"]), Plan(prompt: ["darken it"])])
    }

    @Test func `the nearest one up the tree counts, none from beside or below`() async throws {
        let share = try await InboxShare(
            """
            mkdir -p inbox/spring/day1 inbox/autumn; printf top > inbox/_default.prompt.txt
            printf near > inbox/spring/_Default.PROMPT.txt; printf beside > inbox/autumn/_default.prompt.txt
            cp $clip inbox/spring/day1/a.mp4; cp $clip inbox/spring/b.mp4; cp $clip inbox/c.mp4
            """)
        let desk = try share.desk()
        try await share.scan(desk)
        try await share.pass(settings.lone, desk)
        let plans = Dictionary(uniqueKeysWithValues: try await share.jobs.map { ($0.origin.stem.text, $0.plan) })
        #expect(plans == ["a": Plan(prompt: ["near"]), "b": Plan(prompt: ["near"]), "c": Plan(prompt: ["top"])])
    }

    @Test func `a prompt of its own comes first, also while it is still empty`() async throws {
        let share = try await InboxShare(
            """
            printf default > inbox/_default.prompt.txt; drop a; cp $clip inbox/b.mp4; : > inbox/b.prompt.txt
            """)
        let desk = try share.desk()
        try await share.scan(desk)
        try await share.pass(settings.lone * 2, desk)
        #expect(try await share.jobs.map(\.plan) == [Plan(prompt: ["brighten it"])])
        try await share.change("printf 'own words' > inbox/b.prompt.txt", "b.prompt.txt", telling: desk)
        try await share.pass(settings.settle, desk)
        #expect(try await share.jobs.map(\.plan) == [Plan(prompt: ["brighten it"]), Plan(prompt: ["own words"])])
    }

    @Test func `it counts for a clip that was there before it`() async throws {
        let share = try await InboxShare("mkdir inbox/spring; cp $clip inbox/spring/clip.mp4")
        let desk = try share.desk()
        try await share.scan(desk)
        try await share.pass(.seconds(3600), desk)
        #expect(try await share.jobs.isEmpty)
        try await share.change("printf x > inbox/_default.prompt.txt", "_default.prompt.txt", telling: desk)
        try await share.pass(settings.settle, desk)
        #expect(try await share.jobs.count == 1)
        #expect(try share.names(in: "inbox") == ["_default.prompt.txt"], "the note has gone away")
    }

    @Test(arguments: [
        (": > inbox/_default.prompt.txt", ""),
        ("head -c 70000 /dev/zero | tr '\\0' x > inbox/_default.prompt.txt", "longer than 64 KB"),
        ("head -c 3000 /bin/true > inbox/_default.prompt.txt", "not a plain text"),
        ("printf secret > x; ln -s ../x inbox/_default.prompt.txt", ""),
    ])
    func `one that cannot be used is not, and the clip's note says why`(script: String, reason: String) async throws {
        let share = try await InboxShare(
            "mkdir inbox/spring; printf top > inbox/_default.prompt.txt; cp $clip inbox/spring/clip.mp4")
        try share.sh(script.replacing("inbox/_default", with: "inbox/spring/_default"))
        try share.sh("rm inbox/_default.prompt.txt")
        let desk = try share.desk()
        try await share.scan(desk)
        try await share.pass(settings.reminder + settings.settle, desk)
        #expect(try await share.jobs.isEmpty)
        let note = try share.text("inbox/spring/clip - waiting for a prompt.txt")
        #expect(note.contains("has no prompt yet"))
        #expect(reason.isEmpty || note.contains(reason))
    }

    @Test func `a clip that is brought back with its default prompt goes on as the same job`() async throws {
        let share = try await InboxShare("cp $clip inbox/clip.mp4; printf 'brighten it' > inbox/_default.prompt.txt")
        let desk = try share.desk()
        try await share.scan(desk)
        try await share.pass(settings.lone, desk)
        let job = try #require(try await share.jobs.first)
        #expect(job.takenMembers.allSatisfy { $0.role == .media })
    }
}
