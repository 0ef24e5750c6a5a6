// Notes in the inbox: they come when something is missing, can be written into, and go away by themselves.

import FileAccess
import Intake
import JobModel
import Outbox
import TestSupport
import Testing
import Watching

@Suite struct WaitingNoteTests {
    private let settings = IntakeSettings()
    private let prompted = "clip - waiting for a prompt.txt"
    private let unpaired = "clip - waiting for a video.txt"

    @Test func `a clip without a prompt gets a note after a while`() async throws {
        let (share, desk) = try await InboxShare.read("cp $clip inbox/clip.mp4")
        try await share.pass(settings.reminder - .milliseconds(1), desk)
        #expect(try share.names(in: "inbox") == ["clip.mp4"])
        try await share.pass(.milliseconds(1), desk)
        #expect(try share.names(in: "inbox") == ["clip.mp4", prompted])
        let note = try share.text("inbox/" + prompted)
        #expect(note.hasPrefix("This clip has no prompt yet. Write below the line"))
        #expect(note.contains("____\r\n"))
    }

    @Test func `the note goes away with its reason`() async throws {
        for (script, name) in [
            ("printf x > inbox/clip.prompt.txt", "clip.prompt.txt"), ("rm inbox/clip.mp4", "clip.mp4"),
        ] {
            let (share, desk) = try await InboxShare.read("cp $clip inbox/clip.mp4")
            try await share.pass(settings.reminder, desk)
            try await share.change(script, name, telling: desk)
            try await share.pass(settings.settle, desk)
            #expect(try share.names(in: "inbox").isEmpty)
            #expect(try share.names(in: ".longtake").allSatisfy { !$0.hasPrefix("note") })
        }
    }

    @Test func `a note is known again after a restart, and one that was deleted does not come back`() async throws {
        let (share, first) = try await InboxShare.read("cp $clip inbox/clip.mp4")
        try await share.pass(settings.reminder, first)
        let desk = try share.desk()
        try await share.scan(desk)
        try await share.pass(settings.reminder * 3, desk)
        #expect(try share.names(in: "inbox") == ["clip.mp4", prompted])
        #expect(try await share.jobs.isEmpty)
        try share.sh("rm 'inbox/\(prompted)'")
        try await desk.take(.vanished(path(prompted)))
        try await share.scan(desk)
        try await share.pass(settings.reminder * 3, desk)
        #expect(try share.names(in: "inbox") == ["clip.mp4"])
    }

    /// Each as what is done to the note of a clip.
    @Test(arguments: [
        "printf 'brighten it' >> \"$note\"", "printf 'brighten it\\r\\n' > \"$note\"",
        "{ printf 'brighten it\\n'; cat \"$note\"; } > x; cat x > \"$note\"; rm x",
        "printf 'brighten it' | iconv -t UTF-16 > \"$note\"",
        "tr -d '\\r' < \"$note\" > x; echo 'brighten it' >> x; mv x \"$note\"",
    ])
    func `written into, it is the prompt`(script: String) async throws {
        let (share, desk) = try await InboxShare.read("cp $clip inbox/clip.mp4")
        try await share.pass(settings.reminder, desk)
        try await share.change("note='inbox/\(prompted)'; \(script)", prompted, telling: desk)
        #expect(try await share.jobs.isEmpty, "it settles first")
        try await share.pass(settings.settle, desk)
        let job = try #require(try await share.jobs.first)
        #expect(job.plan == Plan(prompt: ["brighten it"]))
        #expect(job.members.map(\.role) == [.media, .prompt])
        #expect(try share.names(in: "inbox").isEmpty)
    }

    @Test func `saved without a word, it stays a note`() async throws {
        let (share, desk) = try await InboxShare.read("cp $clip inbox/clip.mp4")
        try await share.pass(settings.reminder, desk)
        try await share.change("printf '  \\r\\n\\r\\n' >> 'inbox/\(prompted)'", prompted, telling: desk)
        try await share.pass(settings.reminder, desk)
        #expect(try await share.jobs.isEmpty)
        #expect(try share.names(in: "inbox") == ["clip.mp4", prompted])
    }

    @Test func `a note that was written into is never deleted`() async throws {
        let (share, desk) = try await InboxShare.read("cp $clip inbox/clip.mp4")
        try await share.pass(settings.reminder, desk)
        try await share.change(
            "printf own > inbox/clip.prompt.txt; printf other >> 'inbox/\(prompted)'", "clip.prompt.txt", prompted,
            telling: desk)
        try await share.pass(settings.settle, desk)
        #expect(try await share.jobs.map(\.plan) == [Plan(prompt: ["own"])])
        #expect(try share.names(in: "inbox").contains(prompted))
        #expect(try share.text("inbox/" + prompted).hasSuffix("other"))
    }

    @Test func `what a note says of itself is a prompt's own text elsewhere`() async throws {
        let words = "This clip has no prompt yet. Write below the line what should be done with it, and save."
        let (share, desk) = try await InboxShare.read(
            "cp $clip inbox/clip.mp4; printf '%s\\nThe folder’s note: keep the logo' '\(words)' > inbox/clip.prompt.txt"
        )
        try await share.pass(settings.settle, desk)
        #expect(try await share.jobs.first?.plan == Plan(prompt: ["\(words)\nThe folder’s note: keep the logo"]))
    }

    @Test func `a prompt that was made and left empty does not stand before the note`() async throws {
        let (share, desk) = try await InboxShare.read("cp $clip inbox/clip.mp4; : > inbox/clip.prompt.txt")
        try await share.pass(settings.reminder, desk)
        try await share.change("printf 'brighten it' >> 'inbox/\(prompted)'", prompted, telling: desk)
        try await share.pass(settings.settle, desk)
        #expect(try await share.taken == [["drop", "clip.mp4", prompted]])
        #expect(try await share.jobs.first?.plan == Plan(prompt: ["brighten it"]))
    }

    @Test func `a note with a prompt whose clip has gone is told of`() async throws {
        let (share, desk) = try await InboxShare.read("cp $clip inbox/clip.mp4")
        try await share.pass(settings.reminder, desk)
        try share.sh("rm inbox/clip.mp4")
        try await share.change("printf 'brighten it' >> 'inbox/\(prompted)'", prompted, telling: desk)
        try await desk.take(.vanished(path("clip.mp4")))
        try await share.pass(settings.reminder, desk)
        #expect(try share.names(in: "inbox") == [prompted, unpaired])
    }

    @Test(arguments: ["clip", "\u{E9}t\u{E9}.v2"])
    func `a prompt in a note is one under another number as well`(stem: String) throws {
        let name = try #require(FileName("\(stem) - waiting for a prompt.txt"))
        let numbered = name.insertingIntoStem(" (2)")
        #expect(DropName(numbered) == .note(.waitingForPrompt, stem: try #require(FileName("\(stem) (2)"))))
    }

    @Test func `a prompt without a clip gets a note that says how to go on, until its clip comes`() async throws {
        let (share, desk) = try await InboxShare.read("printf 'brighten it' > inbox/clip.prompt.txt")
        try await share.pass(settings.reminder, desk)
        #expect(try share.names(in: "inbox") == ["clip.prompt.txt", unpaired])
        #expect(try share.text("inbox/" + unpaired).contains("clip.next.prompt.txt"))
        try await share.change("cp $clip inbox/clip.mp4", "clip.mp4", telling: desk)
        try await share.pass(settings.settle, desk)
        #expect(try await share.jobs.count == 1)
        #expect(try share.names(in: "inbox").isEmpty)
    }

    @Test func `files that fit in two ways get a note that names them`() async throws {
        let (share, desk) = try await InboxShare.read(
            "cp $clip inbox/CLIP.mp4; cp $clip inbox/Clip.mp4; printf x > inbox/clip.prompt.txt")
        try await share.pass(settings.reminder, desk)
        let note = "CLIP - which belong together.txt"
        #expect(try share.names(in: "inbox").contains(note))
        #expect(try share.text("inbox/" + note).contains("CLIP.mp4, Clip.mp4, clip.prompt.txt"))
        try share.sh("mv inbox/Clip.mp4 inbox/other.mp4")
        try await desk.take(.vanished(path("Clip.mp4")))
        try await share.pass(settings.settle, desk)
        #expect(try await share.taken == [["drop", "CLIP.mp4", "clip.prompt.txt"]])
        #expect(try !share.names(in: "inbox").contains(note))
    }

    @Test func `a name too long for a note's ending still gets its note`() async throws {
        let stem = String(repeating: "\u{E9}", count: 120)
        let (share, desk) = try await InboxShare.read("cp $clip 'inbox/\(stem).mp4'")
        try await share.pass(settings.reminder, desk)
        let note = try #require(try share.names(in: "inbox").first { $0.hasSuffix("waiting for a prompt.txt") })
        #expect(note.utf8.count <= 255)
        try await share.change("printf 'brighten it' >> 'inbox/\(note)'", note, telling: desk)
        try await share.pass(settings.settle, desk)
        #expect(try share.names(in: "inbox").isEmpty)
        #expect(try await share.jobs.first?.plan == Plan(prompt: ["brighten it"]))
    }
}
