// From a drop to a finished MP4, by the built program over real files.

import EndToEndSupport
import Foundation
import LocalBackend
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct DropTests {
    @Test func `a clip and its prompt become a longer MP4 and a readable log`() async throws {
        let share = try await LocalShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(clip: SampleClip.bigBuckBunny, as: "clip.mp4")
        try share.drop(
            prompt: "Extend this video by 10 seconds, and add a title \"Urban Dreams\" for 3 seconds.\n",
            as: "clip.prompt.txt")
        try await daemon.wrote("originals are in archive")

        let facts = try await SmallClip.facts(of: share.path("outbox/clip.mp4"))
        #expect(abs(facts.seconds - 15.28) <= 1.0 / 24, "\(facts.seconds)")
        #expect(facts.codecs == ["h264", "aac"])
        #expect(facts.size == "1920x1080")

        let log = share.text(of: "outbox/clip.log")
        for sentence in [
            "Picked up clip.mp4 (1.1 MB) and clip.prompt.txt", "Uploaded clip.mp4", "The editor's AI says:",
            "title added: \"Urban Dreams\" (0-3s)", "Delivered clip.mp4 (15.3 s, 1920x1080",
        ] { #expect(log.contains(sentence), "\(sentence) is missing in\n\(log)") }
        #expect(!log.contains("nmv_usr_"))

        #expect(share.names(in: "outbox") == ["clip.log", "clip.mp4"])
        #expect(share.names(in: "inbox").isEmpty)
        #expect(share.names(in: ".longtake/claimed").isEmpty)
        let archived = share.names(in: "archive")
        #expect(archived.count == 1)
        #expect(share.names(in: "archive/\(archived.first ?? "")") == ["clip.mp4", "clip.prompt.txt"])
        #expect(share.backend.faults.counts.acceptedMessages == 1)
    }

    @Test(arguments: [["clip.mp4", "clip.prompt.txt"], ["clip.prompt.txt", "clip.mp4"]])
    func `the files of a drop may come in any order`(order: [String]) async throws {
        let share = try await LocalShare()
        let clip = try await share.smallClip()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        for name in order {
            if name == "clip.mp4" {
                try share.drop(clip: clip, as: name)
            } else {
                try share.drop(prompt: "extend to 2 seconds", as: name)
            }
        }
        try await share.waits(for: "outbox/clip.mp4", from: daemon)
        #expect(abs(try await SmallClip.facts(of: share.path("outbox/clip.mp4")).seconds - 2) <= 1.0 / 24)
    }

    @Test func `what lay in the inbox before the start is found`() async throws {
        let share = try await LocalShare()
        let clip = try await share.smallClip()
        try share.drop(clip: clip, as: "clip.mp4")
        try share.drop(prompt: "extend to 2 seconds", as: "clip.prompt.txt")
        let daemon = share.daemon()
        try await share.waits(for: "outbox/clip.mp4", from: daemon)
        #expect(share.names(in: "inbox").isEmpty)
    }

    @Test func `twenty drops at once become twenty results, each asked for once`() async throws {
        let share = try await LocalShare()
        let clip = try await share.smallClip()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        let names = (1...20).map { "clip \($0)" }
        for name in names {
            try share.drop(prompt: "extend to 2 seconds", as: "\(name).prompt.txt")
            try share.drop(clip: clip, as: "\(name).mp4")
        }
        for name in names { try await share.waits(for: "outbox/\(name).mp4", from: daemon) }
        try await share.isWorkedOff(by: daemon)
        #expect(share.names(in: "outbox").count == 40)
        #expect(share.names(in: "failed").isEmpty)
        #expect(share.backend.faults.counts.acceptedMessages == 20)
    }

    @Test func `a program that calls itself a clip is given back with the reason`() async throws {
        let share = try await LocalShare()
        let daemon = share.daemon(["timing.settle": "100ms"])
        try await daemon.wrote("under watch")
        try share.drop(clip: "/bin/true", as: "clip.mp4")
        try share.drop(prompt: "extend to 2 seconds", as: "clip.prompt.txt")
        try await share.waits(for: "failed/clip.log", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
        let log = share.text(of: "failed/clip.log")
        #expect(log.hasPrefix("The file is not a video, picture or sound"), "\(log)")
        #expect(share.backend.faults.counts.received(.upload) == 0)
    }
}
