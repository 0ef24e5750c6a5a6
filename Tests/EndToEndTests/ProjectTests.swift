// What happens to more than one drop: takes, steps, and folders whose clips share a session.

import EndToEndSupport
import Foundation
import LocalBackend
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct ProjectTests {
    @Test func `a second drop of the same name becomes the next take`() async throws {
        let share = try await LocalShare()
        let clip = try await share.smallClip()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds", as: "clip.prompt.txt")
        try share.drop(clip: clip, as: "clip.mp4")
        try await share.waits(for: "outbox/clip.mp4", from: daemon)
        try share.drop(prompt: "extend to 3 seconds", as: "clip.prompt.txt")
        try share.drop(clip: clip, as: "clip.mp4")
        try await share.waits(for: "outbox/clip.take2.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.names(in: "outbox") == ["clip.log", "clip.mp4", "clip.take2.log", "clip.take2.mp4"])
        #expect(abs(try await SmallClip.facts(of: share.path("outbox/clip.mp4")).seconds - 2) <= 1.0 / 24)
        #expect(abs(try await SmallClip.facts(of: share.path("outbox/clip.take2.mp4")).seconds - 3) <= 1.0 / 24)
        let day = share.names(in: "archive").first ?? ""
        #expect(
            share.names(in: "archive/\(day)") == [
                "clip (2).mp4", "clip (2).prompt.txt", "clip.mp4", "clip.prompt.txt",
            ])
    }

    @Test func `steps run one after the other, and every export is a take of its own`() async throws {
        let share = try await LocalShare()
        let clip = try await share.smallClip()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(
            prompt: "extend to 2 seconds\n---\nexport\n---\ncredits\n---\nextend to 3 seconds\n", as: "clip.prompt.txt")
        try share.drop(clip: clip, as: "clip.mp4")
        try await share.waits(for: "outbox/clip.take2.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.names(in: "outbox") == ["clip.log", "clip.mp4", "clip.take2.mp4"])
        #expect(abs(try await SmallClip.facts(of: share.path("outbox/clip.mp4")).seconds - 2) <= 1.0 / 24)
        #expect(abs(try await SmallClip.facts(of: share.path("outbox/clip.take2.mp4")).seconds - 3) <= 1.0 / 24)
        #expect(share.text(of: "outbox/clip.log").contains("Credits: 100 available."))
        #expect(share.backend.faults.counts.acceptedMessages == 2)
        #expect(share.backend.faults.counts.received(.upload) == 1)
    }

    @Test func `the clips of a folder share a session, run in turn and land in a folder of that name`() async throws {
        let share = try await LocalShare()
        let clip = try await share.smallClip()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        let inbox = share.path("inbox/spring/day 1")
        try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
        for name in ["a", "b"] {
            try share.drop(clip: clip, as: "spring/day 1/\(name).mp4")
            try share.drop(prompt: "title \"\(name)\" 1 second", as: "spring/day 1/\(name).prompt.txt")
        }
        for name in ["a", "b"] { try await share.waits(for: "outbox/spring/day 1/\(name).mp4", from: daemon) }
        try await share.isWorkedOff(by: daemon)
        #expect(share.backend.faults.counts.received(.createSession) == 1)
        #expect(share.names(in: "outbox/spring/day 1") == ["a.log", "a.mp4", "b.log", "b.mp4"])
        let day = share.names(in: "archive").first ?? ""
        #expect(share.names(in: "archive/\(day)/spring/day 1").count == 4)
    }

    @Test func `a prompt that changes nothing fails with what the editor's AI said, and nothing is exported`()
        async throws
    {
        let share = try await LocalShare()
        let clip = try await share.smallClip()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "make it pop", as: "clip.prompt.txt")
        try share.drop(clip: clip, as: "clip.mp4")
        try await share.waits(for: "failed/clip.log", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
        #expect(share.names(in: "outbox").isEmpty)
        #expect(share.backend.faults.counts.received(.export) == 0)
        let lines = share.text(of: "failed/clip.log").split(separator: "\n")
        #expect(lines.last?.contains("prompt") == true, "\(lines)")
    }
}
