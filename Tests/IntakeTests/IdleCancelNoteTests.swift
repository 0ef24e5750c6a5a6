// A note that asks to cancel where nothing can be cancelled, and things that only look like one.

import FileAccess
import Intake
import JobModel
import Ledger
import TestSupport
import Testing
import Watching

@Suite(.timeLimit(.minutes(5)))
struct IdleCancelNoteTests {
    private let settings = IntakeSettings()

    @Test func `where nothing is left to cancel the note goes to failed with a word why`() async throws {
        let share = try await InboxShare("mkdir inbox/spring; : > inbox/clip.cancel.txt; : > inbox/spring/b.cancel.txt")
        try await share.settle(try share.desk())
        #expect(try share.names(in: "inbox").isEmpty)
        #expect(
            try share.names(in: "failed") == [
                "clip.cancel.txt", "clip.cancel.log", "spring/b.cancel.txt", "spring/b.cancel.log",
            ])
        let log = try share.text("failed/clip.cancel.log")
        #expect(log.hasPrefix("There is no job of this name to cancel"))
        #expect(log.contains("Nothing was stopped."))
        #expect(try await share.wishes.isEmpty)
        #expect(try await share.jobs.isEmpty)
    }

    @Test(arguments: [JobRecord.failed(.ordinary), .failed(.uncertain), .cancelled])
    func `a job that is over and holds nothing up is left alone`(end: JobRecord) async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        let ended = try await share.dropAndEnd(desk, after: .sending, with: end)
        try share.sh(": > inbox/clip.cancel.txt")
        try await share.settle(desk)
        #expect(try await share.jobs == [ended])
        #expect(try await share.wishes.isEmpty)
        #expect(
            try share.names(in: "failed")
                == ["clip.mp4", "clip.prompt.txt", "clip.log", "clip.cancel.txt", "clip.cancel.log"])
    }

    @Test func `a clip without a prompt, or a prompt without a clip, is no drop to cancel`() async throws {
        let share = try await InboxShare(
            "cp $clip inbox/a.mp4; printf x > inbox/b.prompt.txt; : > inbox/a.cancel.txt; : > inbox/b.cancel.txt")
        try await share.settle(try share.desk())
        #expect(try share.names(in: "inbox") == ["a.mp4", "b.prompt.txt"])
        #expect(try await share.jobs.isEmpty)
    }

    @Test func `notes of one name in failed are told apart`() async throws {
        let share = try await InboxShare()
        let desk = try share.desk()
        for _ in 1...2 {
            try share.sh(": > inbox/clip.cancel.txt")
            try await share.settle(desk)
        }
        #expect(try share.names(in: "failed").count == 4)
    }

    @Test(arguments: [
        "mkfifo inbox/clip.cancel.txt", "mkdir inbox/clip.cancel.txt; : > inbox/clip.cancel.txt/x",
    ])
    func `what is no file is no note: it is not opened, moved or removed, and cancels nothing`(
        script: String
    ) async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.settle(desk)
        try share.sh("\(script); drop clip")
        try await desk.take(.appeared(path("clip.cancel.txt")))
        try await share.settle(desk)
        #expect(try await share.wishes.isEmpty)
        #expect(try await share.jobs.map(\.refusal) == [nil, nil])
        #expect(try share.root.inbox.status(of: "clip.cancel.txt") != nil)
        #expect(try share.names(in: "failed").isEmpty)
    }

    @Test(arguments: ["printf secret > secret; ln -s ../secret", "ln -s ../gone"])
    func `a link is no note either: it goes to failed unread`(script: String) async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.settle(desk)
        try share.sh("\(script) inbox/clip.cancel.txt")
        try await desk.take(.appeared(path("clip.cancel.txt")))
        try await share.settle(desk)
        #expect(try await share.wishes.isEmpty)
        #expect(try share.names(in: "failed") == ["clip.cancel.txt", "clip.cancel.log"])
    }

    @Test(arguments: [
        "cancel.txt", ".cancel.txt", "clip.cancel", "clip.cancel.doc", "clipcancel.txt", "clip.cancel.txt.bak",
    ])
    func `other names are no notes`(name: String) async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.settle(desk)
        try share.sh(": > 'inbox/\(name)'")
        try await share.settle(desk)
        #expect(try share.names(in: "inbox") == [name])
        #expect(try await share.wishes.isEmpty)
    }

    @Test func `a note waits while the ledger's disk is full, and is heard by itself`() async throws {
        let share = try await InboxShare("drop clip")
        let requests = RequestsOnFullDisk(share.ledger)
        let desk = try share.desk(requests: requests)
        try await share.settle(desk)
        try share.sh(": > inbox/clip.cancel.txt")
        try await desk.take(.appeared(path("clip.cancel.txt")))
        #expect(try share.names(in: "inbox") == ["clip.cancel.txt"])
        #expect(try await share.wishes.isEmpty)
        let next = try #require(await desk.nextLook)
        requests.makeRoom()
        share.time.advance(by: next - share.time.elapsed)
        try await desk.lookAgain()
        #expect(try share.names(in: "inbox").isEmpty)
        #expect(try await share.wishes.count == 1)
    }

    @Test func `a note that cannot be returned is held, and nothing else is lost`() async throws {
        let share = try await InboxShare("rm -r failed; : > failed; : > inbox/clip.cancel.txt; drop other")
        let desk = try share.desk()
        try await share.settle(desk)
        #expect(try share.names(in: "inbox") == ["clip.cancel.txt"])
        #expect(try await share.jobs.map(\.origin.stem.text) == ["other"])
        try share.sh("rm failed")
        try await share.settle(desk)
        #expect(try share.names(in: "inbox").isEmpty)
        #expect(try share.names(in: "failed") == ["clip.cancel.txt", "clip.cancel.log"])
    }
}
