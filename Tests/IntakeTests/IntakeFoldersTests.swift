// Folders below the inbox are projects: their drops are found, keep their folder, and do not meet those of others.

import FileAccess
import Intake
import JobModel
import TestSupport
import Testing
import Watching

@Suite(.timeLimit(.minutes(5)))
struct IntakeFoldersTests {
    private let settings = IntakeSettings()

    @Test func `drops below folders are taken with their folders`() async throws {
        let share = try await InboxShare(
            "mkdir -p inbox/spring/day inbox/summer; drop spring/day/clip; drop summer/clip")
        let desk = try share.desk()
        try await desk.take(.appeared(path("spring")))
        try await desk.take(.rescanNeeded(below: path("summer")))
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        #expect(Set(try await share.jobs.map(\.origin.folder)) == [path("spring/day"), path("summer")])
        #expect(try share.names(in: "outbox") == ["spring/day/clip.log", "summer/clip.log"])
    }

    @Test func `files of one stem in two folders do not meet`() async throws {
        let share = try await InboxShare(
            "mkdir inbox/a inbox/b; drop clip; mv inbox/clip.mp4 inbox/a; mv inbox/clip* inbox/b")
        let desk = try share.desk()
        try await desk.take(.rescanNeeded(below: .root))
        share.time.advance(by: .seconds(3600))
        try await desk.lookAgain()
        #expect(try await share.jobs.isEmpty)
    }

    @Test func `a folder that is a link is not entered`() async throws {
        let share = try await InboxShare(
            "mkdir elsewhere; drop clip; mv inbox/clip* elsewhere; ln -s ../elsewhere inbox/spring")
        let desk = try share.desk()
        for event in [
            FolderEvent.appeared(path("spring")), .rescanNeeded(below: .root), .appeared(path("spring/clip.mp4")),
        ] {
            try await desk.take(event)
        }
        share.time.advance(by: .seconds(3600))
        try await desk.lookAgain()
        #expect(try await share.jobs.isEmpty)
    }

    @Test func `a folder that is gone takes its drops with it`() async throws {
        let share = try await InboxShare("mkdir inbox/spring; drop spring/clip")
        let desk = try share.desk()
        try await desk.take(.rescanNeeded(below: .root))
        try share.sh("rm -r inbox/spring")
        share.time.advance(by: settings.settle)
        try await desk.lookAgain()
        #expect(try await share.jobs.isEmpty)
        #expect(await desk.nextLook == nil)
    }
}
