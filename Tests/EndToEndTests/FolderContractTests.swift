// What the folder promises beyond a clip and its prompt, by the built program: defaults, notes, questions, shortcuts.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct FolderContractTests {
    private static let quick = [
        "timing.lone": "300ms", "timing.reminder": "600ms", "timing.settle": "100ms", "timing.incomplete_note": "500ms",
        "timing.incomplete_fail": "2s", "timing.rescan": "1s",
    ]

    private func served(
        _ settings: [String: String] = [:], _ prepare: (CountedShare) throws -> Void = { _ in }
    ) async throws -> (CountedShare, ProgramUnderTest) {
        let share = try await CountedShare()
        try FileManager.default.createDirectory(atPath: share.path("inbox"), withIntermediateDirectories: true)
        try prepare(share)
        let daemon = share.daemon(Self.quick.merging(settings) { _, new in new })
        try await daemon.wrote("under watch")
        return (share, daemon)
    }

    private func put(_ data: Data, _ name: String, in share: CountedShare) throws {
        let path = share.path(name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try data.write(to: URL(fileURLWithPath: path))
    }

    @Test func `a folder's default prompt serves its clips, and stays`() async throws {
        let (share, daemon) = try await served()
        try put(Data("brighten it".utf8), "inbox/_default.prompt.txt", in: share)
        try put(Data("darken it".utf8), "inbox/spring/_default.prompt.txt", in: share)
        for name in ["a.mp4", "spring/b.mp4", "spring/day 1/c.mp4"] {
            try put(Data(share.backend.clip), "inbox/" + name, in: share)
        }
        for name in ["a", "spring/b", "spring/day 1/c"] {
            try await share.waits(for: "outbox/\(name).mp4", from: daemon)
        }
        try await share.isWorkedOff(by: daemon)
        #expect(
            share.files.filter { $0.hasPrefix("inbox/") } == [
                "inbox/_default.prompt.txt", "inbox/spring/_default.prompt.txt",
            ])
        #expect(share.backend.tally.messages.map(\.text).sorted() == ["brighten it", "darken it", "darken it"])
    }

    @Test func `the note beside a clip that waits can be written into, and is gone then`() async throws {
        let (share, daemon) = try await served()
        try put(Data(share.backend.clip), "inbox/clip.mp4", in: share)
        let note = "inbox/clip - waiting for a prompt.txt"
        try await share.waits(for: note, from: daemon)
        let text = share.text(of: note)
        try put(Data((text + "brighten it\r\n").utf8), note, in: share)
        try await share.waits(for: "outbox/clip.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.names(in: "inbox").isEmpty)
        #expect(share.backend.tally.messages.map(\.text) == ["brighten it"])
    }

    @Test func `a lone question is answered in a log of its name, without a session`() async throws {
        let (share, daemon) = try await served()
        try put(Data("Credits?".utf8), "inbox/how much.prompt.txt", in: share)
        try await share.waits(for: "outbox/how much.log", from: daemon)
        try await eventually("it is answered", seen: { share.text(of: "outbox/how much.log") }) {
            share.text(of: "outbox/how much.log").contains("Credits: 100000 available")
        }
        try await share.isWorkedOff(by: daemon)
        #expect(share.names(in: "inbox").isEmpty)
        #expect(share.backend.tally.received(.session) == 0)
        #expect(share.backend.tally.received(.message) == 0)
    }

    @Test func `a shortcut has the clip fetched by its address`() async throws {
        let (share, daemon) = try await served()
        let address = "https://clips.example/holiday.mp4"
        try put(Data("[InternetShortcut]\r\nURL=\(address)\r\n".utf8), "inbox/clip.url", in: share)
        try put(Data("brighten it".utf8), "inbox/clip.prompt.txt", in: share)
        try await share.waits(for: "outbox/clip.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.backend.tally.uploads.map(\.address) == [address])
        #expect(
            share.names(in: "archive").flatMap { share.names(in: "archive/" + $0) } == ["clip.prompt.txt", "clip.url"])
    }

    @Test func `a follow-up goes on in the session of its clip, as the next take`() async throws {
        let (share, daemon) = try await served()
        try share.drop(prompt: "brighten it")
        try await share.waits(for: "outbox/clip.mp4", from: daemon)
        try put(Data("now warmer".utf8), "inbox/clip.next.prompt.txt", in: share)
        try await share.waits(for: "outbox/clip.take2.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.backend.tally.messages.map(\.text) == ["brighten it", "now warmer"])
        #expect(Set(share.backend.tally.messages.map(\.session)).count == 1)
        #expect(share.backend.tally.uploads.count == 1)
        #expect(share.exists("outbox/clip.take2.log"))
    }

    @Test func `a clip that broke off gets a note, and is given back in the end`() async throws {
        let (share, daemon) = try await served()
        let broken = Data(share.backend.clip.prefix(share.backend.clip.count / 2))
        try put(broken, "inbox/clip.mp4", in: share)
        try put(Data("brighten it".utf8), "inbox/clip.prompt.txt", in: share)
        try await share.waits(for: "inbox/clip - looks incomplete.txt", from: daemon)
        try await share.waits(for: "failed/clip.log", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
        #expect(FileManager.default.contents(atPath: share.path("failed/clip.mp4")) == broken)
        #expect(share.text(of: "failed/clip.log").hasPrefix("clip.mp4 is incomplete: "))
        #expect(share.names(in: "inbox").isEmpty)
        #expect(share.backend.tally.received(.session) == 0)
    }

    @Test func `links, devices and folders called as clips are told of, and never read`() async throws {
        let (share, daemon) = try await served { share in
            let script = """
                printf secret > secret.mp4; ln -s ../secret.mp4 inbox/link.mp4; ln secret.mp4 inbox/hard.mp4
                mkfifo inbox/pipe.mp4; mkdir inbox/folder.mp4
                for name in link hard pipe folder; do printf x > inbox/$name.prompt.txt; done
                """
            try ChildShell.run(script, in: share.root)
        }
        for name in ["failed/link.log", "failed/hard.log"] { try await share.waits(for: name, from: daemon) }
        for name in ["pipe", "folder"] {
            try await share.waits(for: "inbox/\(name) - cannot be taken.txt", from: daemon)
        }
        try share.drop("good", prompt: "brighten it")
        try await share.waits(for: "outbox/good.mp4", from: daemon)
        #expect(share.names(in: "failed") == ["hard.log", "hard.mp4", "link.log", "link.mp4"])
        #expect(share.backend.tally.uploads.count == 1)
    }

    @Test func `drops of a name that is still being worked on wait for it, each as a take of its own`() async throws {
        let (share, daemon) = try await served()
        let gate = Gate()
        share.backend.faults.on(.message, .only(1), .hold(gate, at: .read))
        try share.drop(prompt: "brighten it")
        try await share.backend.saw("the first message") { $0.receivedMessages() == 1 }
        try share.drop(prompt: "darken it")
        try await eventually("the second is taken") { share.names(in: "inbox").isEmpty }
        #expect(share.backend.tally.receivedMessages() == 1)
        gate.open()
        try await share.waits(for: "outbox/clip.take2.mp4", from: daemon)
        #expect(share.backend.tally.messages.map(\.text) == ["brighten it", "darken it"])
        #expect(Set(share.backend.tally.messages.map(\.session)).count == 2)
    }

    @Test func `a project folder that is renamed or deleted while its clips are worked on keeps its name for them`()
        async throws
    {
        let (share, daemon) = try await served()
        let gate = Gate()
        share.backend.faults.on(.message, .first(2), .hold(gate, at: .read))
        for (folder, name) in [("spring", "a"), ("autumn", "b")] {
            try put(Data(share.backend.clip), "inbox/\(folder)/\(name).mp4", in: share)
            try put(Data("brighten it".utf8), "inbox/\(folder)/\(name).prompt.txt", in: share)
        }
        try await share.backend.saw("both messages") { $0.receivedMessages() == 2 }
        try ChildShell.run("mv inbox/spring inbox/summer; rm -r inbox/autumn", in: share.root)
        try put(Data(share.backend.clip), "inbox/summer/c.mp4", in: share)
        try put(Data("darken it".utf8), "inbox/summer/c.prompt.txt", in: share)
        gate.open()
        for name in ["spring/a", "autumn/b", "summer/c"] {
            try await share.waits(for: "outbox/\(name).mp4", from: daemon)
        }
        try await share.isWorkedOff(by: daemon)
        #expect(Set(share.backend.tally.messages.map(\.session)).count == 3, "a renamed folder is a new project")
        #expect(
            share.names(in: "archive").flatMap { share.names(in: "archive/" + $0) } == ["autumn", "spring", "summer"])
    }
}
