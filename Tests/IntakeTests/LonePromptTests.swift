// Prompts that need no clip: questions, and follow-ups of a job that is done.

import FileAccess
import Intake
import JobModel
import Ledger
import TestSupport
import Testing

@Suite struct LonePromptTests {
    private let settings = IntakeSettings()

    @Test(arguments: ["credits", "Status?", "credits\\n---\\nstatus", "how many credits do I have left?"])
    func `a lone question is taken after a while`(text: String) async throws {
        let (share, desk) = try await InboxShare.read("printf '\(text)' > inbox/ask.prompt.txt")
        try await share.pass(settings.lone - .milliseconds(1), desk)
        #expect(try await share.jobs.isEmpty)
        try await share.pass(.milliseconds(1), desk)
        #expect(try await share.taken == [["command", "ask.prompt.txt"]])
        #expect(try await share.jobs.first?.origin.stem == "ask")
        #expect(try share.names(in: "inbox").isEmpty)
    }

    @Test(arguments: [
        "cp $clip inbox/ask.mp4.part", "cp $clip inbox/.ask.mp4.Xa81bC", "cp $clip inbox/ask.crdownload",
        "printf http > inbox/ask.url", "mkfifo inbox/ask.mp4", "head -c 5000 $clip > inbox/ASK.mov",
    ])
    func `not while its clip is there in any state`(script: String) async throws {
        let (share, desk) = try await InboxShare.read("printf credits > inbox/ask.prompt.txt; \(script)")
        try await share.pass(settings.lone * 3, desk)
        #expect(try await share.jobs.isEmpty)
    }

    @Test(arguments: [
        "printf x > inbox/._ask.prompt.txt", "printf x > inbox/.ask.prompt.txt.Xa81bC", "cp $clip inbox/task.mp4.part",
    ])
    func `files that are no clip of it do not matter`(script: String) async throws {
        let (share, desk) = try await InboxShare.read("printf credits > inbox/ask.prompt.txt; \(script)")
        try await share.pass(settings.lone, desk)
        #expect(try await share.taken == [["command", "ask.prompt.txt"]])
    }

    @Test(arguments: ["export", "credits\\n---\\nbrighten it", "how do I get more credits for my title?", "upload"])
    func `what is more than a question waits for a clip`(text: String) async throws {
        let (share, desk) = try await InboxShare.read("printf '\(text)' > inbox/ask.prompt.txt")
        try await share.pass(settings.reminder, desk)
        #expect(try await share.jobs.isEmpty)
        #expect(try share.names(in: "inbox").contains("ask - waiting for a video.txt"))
    }

    @Test(arguments: ["head -c 70000 /dev/zero | tr '\\0' x", "head -c 3000 /bin/true"])
    func `a lone prompt that is none is given back with the reason`(script: String) async throws {
        let (share, desk) = try await InboxShare.read("{ \(script); } > inbox/ask.prompt.txt")
        try await share.pass(settings.reminder, desk)
        #expect(try await share.jobs.first?.refusal != nil)
        #expect(try share.names(in: "inbox").isEmpty)
    }

    // MARK: Follow-ups

    @Test func `a follow-up of a job is taken under that job's name`() async throws {
        let (share, desk) = try await InboxShare.read("drop Clip")
        try await share.pass(settings.settle, desk)
        try await share.change("printf 'warmer' > inbox/clip.next.prompt.txt", "clip.next.prompt.txt", telling: desk)
        try await share.pass(settings.settle, desk)
        #expect(
            try await share.taken == [["drop", "Clip.mp4", "Clip.prompt.txt"], ["followUp", "clip.next.prompt.txt"]])
        let job = try #require(try await share.jobs.last)
        #expect(job.origin.stem == "Clip")
        #expect(job.plan == Plan(prompt: ["warmer"]))
        #expect(job.refusal == nil)
    }

    @Test func `of jobs whose names differ in case alone the one of the very name is continued, and else none`()
        async throws
    {
        let (share, desk) = try await InboxShare.read("drop Clip; drop clip")
        try await share.pass(settings.settle, desk)
        try await share.change(
            "printf x > inbox/Clip.next.prompt.txt; printf y > inbox/CLIP.next.prompt.txt", "Clip.next.prompt.txt",
            "CLIP.next.prompt.txt", telling: desk)
        try await share.pass(settings.settle, desk)
        let followUps = try await share.jobs.filter { $0.kind == .followUp }
        #expect(Set(followUps.map(\.origin.stem)) == ["Clip", "CLIP"])
        #expect(followUps.first { $0.origin.stem == "Clip" }?.refusal == nil)
        #expect(followUps.first { $0.origin.stem == "CLIP" }?.refusal != nil)
    }

    @Test func `a follow-up that is dropped along with its clip waits for it`() async throws {
        let (share, desk) = try await InboxShare.read("drop clip; printf 'warmer' > inbox/clip.next.prompt.txt")
        try await share.pass(settings.settle, desk)
        #expect(try await share.jobs.map(\.kind) == [.drop, .followUp])
    }

    @Test(arguments: ["", "drop other", "printf credits > inbox/clip.prompt.txt"])
    func `a follow-up of nothing is given back`(script: String) async throws {
        let (share, desk) = try await InboxShare.read("printf 'warmer' > inbox/clip.next.prompt.txt; \(script)")
        try await share.pass(settings.lone, desk)
        let job = try #require(try await share.jobs.first { $0.kind == .followUp })
        #expect(job.refusal?.message == "There is no job clip that could be continued.")
        #expect(try share.names(in: "inbox").isEmpty)
    }

    // MARK: Shortcuts

    @Test(arguments: [
        ("clip.url", "[InternetShortcut]\\r\\nURL=https://example.com/a.mp4\\r\\n"),
        ("clip.url.txt", "https://example.com/a.mp4\\n"), ("clip.mp4.url", "https://example.com/a.mp4"),
        (
            "clip.webloc",
            "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>URL</key><string>https://example.com/a.mp4</string></dict></plist>"
        ),
    ])
    func `a shortcut stands for the clip`(name: String, text: String) async throws {
        let (share, desk) = try await InboxShare.read(
            "printf '\(text)' > inbox/\(name); printf x > inbox/clip.prompt.txt")
        try await share.pass(settings.settle, desk)
        let job = try #require(try await share.jobs.first)
        #expect(job.media.map(\.link) == ["https://example.com/a.mp4"])
        #expect(job.media.map(\.name.text) == [name])
        #expect(try share.names(in: "inbox").isEmpty)
    }

    @Test(arguments: ["file:///etc/passwd", "no address", "https://a.example/x https://b.example/y"])
    func `a shortcut that leads nowhere is refused`(text: String) async throws {
        let (share, desk) = try await InboxShare.read(
            "printf '\(text)' > inbox/clip.url.txt; printf x > inbox/clip.prompt.txt")
        try await share.pass(settings.settle, desk)
        #expect(try await share.jobs.first?.refusal?.code == Failure.Code("link-unusable"))
    }
}
