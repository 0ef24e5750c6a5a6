// People move folders about and networks fail: the daemon waits or goes on, and gives up nothing that was paid for.

import EndToEndSupport
import Foundation
import LocalBackend
import Subprocess
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct SurroundingsTests {
    @Test(arguments: ["outbox", "archive", "failed", "inbox"])
    func `a folder that somebody removed while the daemon runs is made again`(name: String) async throws {
        let share = try await LocalShare()
        let clip = try await share.smallClip()
        let daemon = share.daemon(["timing.rescan": "200ms"])
        try await daemon.wrote("under watch")
        try FileManager.default.removeItem(atPath: share.path(name))
        try share.drop(prompt: name == "failed" ? "make it pop" : "extend to 2 seconds", as: "clip.prompt.txt")
        try share.drop(clip: clip, as: "clip.mp4")
        try await share.waits(for: name == "failed" ? "failed/clip.log" : "outbox/clip.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.exists(name) || name == "inbox")
    }

    @Test func `a result that cannot be downloaded for a while is waited for, not given up`() async throws {
        let share = try await LocalShare()
        let clip = try await share.smallClip()
        let unwell = Fault.Effect.answer(status: 503, contentType: "text/html", body: "<html>down</html>")
        share.backend.faults.set([Fault(.download, .every, unwell), Fault(.fallbackDownload, .every, unwell)])
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds", as: "clip.prompt.txt")
        try share.drop(clip: clip, as: "clip.mp4")
        try await daemon.wrote("Waiting: the video service does not answer")
        share.backend.faults.set([])
        try await share.waits(for: "outbox/clip.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.names(in: "failed").isEmpty)
        #expect(share.backend.faults.counts.received(.export) == 1)
        #expect(share.backend.faults.counts.acceptedMessages == 1)
    }

    @Test func `a job whose root is not served waits until it is`() async throws {
        let share = try await LocalShare()
        let clip = try await share.smallClip()
        share.backend.faults.set([Fault(.renderStatus, .every, .hang(worked: false))])
        let first = share.daemon()
        try await first.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds", as: "clip.prompt.txt")
        try share.drop(clip: clip, as: "clip.mp4")
        try await eventually("the render is polled", seen: { first.output }) {
            share.backend.faults.counts.received(.renderStatus) > 0
        }
        try await first.killAtOnce()
        share.backend.faults.set([])

        let other = share.folder.appending("other")
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        let elsewhere = share.daemon(["timing.credits_poll": "100ms"], root: other)
        try await elsewhere.wrote("its watch folder is not served")
        try await elsewhere.send(SIGTERM)
        #expect(try await elsewhere.ending() == .exited(0))

        let again = share.daemon()
        try await share.waits(for: "outbox/clip.mp4", from: again)
        #expect(share.names(in: "failed").isEmpty)
    }

    @Test func `the clips of a folder are worked on in the order they came`() async throws {
        let share = try await LocalShare()
        let clip = try await share.smallClip()
        try FileManager.default.createDirectory(
            atPath: share.path("inbox/spring"), withIntermediateDirectories: true)
        // Not the order of their names, and not that of a folder's listing.
        let order = ["m", "c", "z", "a", "q"]
        for name in order {
            try share.drop(clip: clip, as: "spring/\(name).mp4")
            let prompt = "spring/\(name).prompt.txt"
            try share.drop(prompt: "title \"\(name)\" 1 second", as: prompt)
            try await clockTicks(after: share.path("inbox/\(prompt)"), in: share)
        }
        let daemon = share.daemon()
        // The file is there a moment before it is told.
        for name in order { try await daemon.wrote("Delivered \(name).mp4") }
        let delivered = daemon.output.components(separatedBy: "Delivered ").dropFirst().map { String($0.prefix(1)) }
        #expect(delivered == order)
    }

    /// Waits until a new file gets a later time than this one: filesystems count in steps of some milliseconds.
    private func clockTicks(after path: String, in share: LocalShare) async throws {
        func time(of path: String) throws -> Date? {
            try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        }
        let probe = share.folder.appending("probe")
        let written = try time(of: path) ?? .distantFuture
        try await eventually("the clock ticks") {
            try Data().write(to: URL(fileURLWithPath: probe))
            return try time(of: probe) ?? .distantPast > written
        }
    }
}
