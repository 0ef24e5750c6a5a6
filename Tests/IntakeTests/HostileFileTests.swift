// Entries that must never be followed or opened, and files that never become whole (FOLDER-CONTRACT 2 and 6).

import FileAccess
import Foundation
import Intake
import JobModel
import TestSupport
import Testing
import Watching

@Suite struct HostileFileTests {
    private let settings = IntakeSettings()

    @Test(arguments: [
        "ln -s /etc/passwd inbox/clip.mp4", "ln -s nowhere inbox/clip.mp4", "cp $clip x; ln x inbox/clip.mp4",
        "ln -s . inbox/clip.mp4",
    ])
    func `a link is moved to failed as such, with the reason beside it`(script: String) async throws {
        let (share, desk) = try await InboxShare.read("\(script); printf x > inbox/clip.prompt.txt")
        try await share.pass(settings.settle - .milliseconds(1), desk)
        #expect(try share.names(in: "failed").isEmpty, "a rename may make a second name for a moment")
        try await share.pass(.milliseconds(1), desk)
        #expect(try share.names(in: "failed") == ["clip.mp4", "clip.log"])
        #expect(try share.names(in: "inbox") == ["clip.prompt.txt"])
        let log = try share.text("failed/clip.log")
        #expect(log.hasPrefix("clip.mp4 "))
        #expect(log.hasSuffix("Copy the file itself into the inbox.\n"))
        #expect(try await share.jobs.isEmpty)
    }

    @Test func `a second name that goes away in time does no harm`() async throws {
        let (share, desk) = try await InboxShare.read(
            "cp $clip x; ln x inbox/clip.mp4; printf x > inbox/clip.prompt.txt")
        try share.sh("rm x")
        try await share.pass(settings.settle * 2, desk)
        #expect(try await share.jobs.count == 1)
    }

    @Test(arguments: [
        ("mkfifo inbox/clip.mp4", "a device or a pipe"), ("mkdir inbox/clip.mp4", "a folder"),
        ("mknod inbox/clip.mp4 c 1 3", "a device or a pipe"), ("mkdir inbox/clip.prompt.txt", "a folder"),
        ("mkdir -p inbox/clip.mov; drop clip.mov/inner", "a folder"),
    ])
    func `a device or a folder is left where it is, with a note, and never opened`(
        script: String, reason: String
    ) async throws {
        let (share, desk) = try await InboxShare.read(script)
        try await share.pass(settings.settle, desk)
        #expect(try share.text("inbox/clip - cannot be taken.txt").contains(reason))
        #expect(try await share.jobs.isEmpty)
        try share.sh("rm -r inbox/clip.m* inbox/clip.p* 2>/dev/null || :")
        try await share.scan(desk)
        #expect(try share.names(in: "inbox").isEmpty)
    }

    @Test func `what lies in a folder that is called as a clip is left alone, whatever tells of it`() async throws {
        let (share, desk) = try await InboxShare.read(
            "mkdir -p inbox/clip.mov/sub; drop clip.mov/inner; drop clip.mov/sub/deep")
        for name in ["clip.mov", "clip.mov/sub"] { try await desk.take(.rescanNeeded(below: path(name))) }
        for name in ["clip.mov/inner.mp4", "clip.mov/inner.prompt.txt", "clip.mov/sub"] {
            try await desk.take(.appeared(path(name)))
        }
        try await share.pass(settings.settle, desk)
        #expect(try await share.jobs.isEmpty)
        #expect(try share.names(in: "inbox").contains("clip - cannot be taken.txt"))
    }

    @Test func `a prompt that grows for ever gets a note`() async throws {
        let (share, desk) = try await InboxShare.read("cp $clip inbox/clip.mp4; printf x > inbox/clip.prompt.txt")
        for _ in 0..<100 {
            try await share.change(
                "head -c 2000 /dev/zero | tr '\\0' x >> inbox/clip.prompt.txt", "clip.prompt.txt", telling: desk)
            try await share.pass(.milliseconds(100), desk)
        }
        #expect(try await share.jobs.isEmpty)
        share.time.advance(by: settings.reminder)
        try await share.change("printf x >> inbox/clip.prompt.txt", "clip.prompt.txt", telling: desk)
        #expect(try share.text("inbox/clip - cannot be taken.txt").contains("longer than 64 KB"))
        try await share.pass(settings.settle, desk)
        #expect(try await share.jobs.first?.refusal?.message == "The prompt is longer than 64 KB.")
        #expect(try share.names(in: "inbox").isEmpty)
    }

    @Test(arguments: ["head -c 20000 $clip", "head -c 20000 /dev/zero", ":"], [true, false])
    func `a clip that stays incomplete gets a note and goes to failed in the end`(
        script: String, hasPrompt: Bool
    ) async throws {
        let prompt = hasPrompt ? "printf x > inbox/clip.prompt.txt" : ":"
        let (share, desk) = try await InboxShare.read("{ \(script); } > inbox/clip.mp4; \(prompt)")
        let note = "clip - looks incomplete.txt"
        try await share.pass(settings.incompleteNote - .milliseconds(1), desk)
        #expect(try !share.names(in: "inbox").contains(note))
        try await share.pass(.milliseconds(1), desk)
        #expect(try share.text("inbox/" + note).contains("copy it again"))
        try await share.pass(settings.incompleteFail - settings.incompleteNote, desk)
        let job = try #require(try await share.jobs.first)
        #expect(job.refusal?.code == Failure.Code("incomplete"))
        #expect(job.members.contains { $0.name == "clip.mp4" })
        #expect(try share.names(in: "inbox").isEmpty)
    }

    @Test func `a copy that goes on in time loses its note`() async throws {
        let (share, desk) = try await InboxShare.read(
            "head -c 20000 $clip > inbox/clip.mp4; printf x > inbox/clip.prompt.txt")
        try await share.pass(settings.incompleteNote, desk)
        try await share.change("cp $clip inbox/clip.mp4", "clip.mp4", telling: desk)
        try await share.pass(settings.settle, desk)
        #expect(try await share.jobs.first?.refusal == nil)
        #expect(try share.names(in: "inbox").isEmpty)
    }

    @Test func `a program called mp4 is given back without a prompt too`() async throws {
        let (share, desk) = try await InboxShare.read("cp /bin/true inbox/clip.mp4")
        try await share.pass(settings.reminder, desk)
        #expect(try await share.jobs.first?.refusal != nil)
        #expect(try share.names(in: "inbox").isEmpty)
    }
}
