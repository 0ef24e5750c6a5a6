// What becomes of originals when their job is done: archived, deleted where that is the setting, never by a wrong clock.

import CountingBackend
import EndToEndSupport
import Foundation
import Glibc
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct OriginalsTests {
    @Test func `originals are deleted where that is the setting, after the result is there`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon(["originals": "delete"])
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.delivers(from: daemon)
        #expect(share.names(in: "archive").isEmpty)
        #expect(share.names(in: "inbox").isEmpty)
        #expect(share.names(in: "failed").isEmpty)
        #expect(share.names(in: "outbox") == ["clip.log", "clip.mp4"])
        #expect(share.whereabouts(of: Data(share.backend.clip)).isEmpty)
        #expect(!share.text(of: "outbox/clip.log").contains("archive"))
        #expect(share.text(of: "outbox/clip.log").contains("Done. The result is clip.mp4."))
    }

    @Test(arguments: [3650, -3650])
    func `a clock that jumps by ten years removes nothing from the archive`(days: Int) async throws {
        let (share, clock) = (try await CountedShare(), try await FakedClock())
        let settings = ["archive_days": "1"]
        let first = share.daemon(settings, wrapper: clock.wrapper)
        try await first.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.isDoneWhole(by: first)
        try clock.jump(days: days)
        try await first.send(SIGTERM)
        #expect(try await first.ending().isSuccess)

        // The second looks through the archive at its start.
        let second = share.daemon(settings, wrapper: clock.wrapper)
        try await second.wrote("under watch")
        try share.drop("other", prompt: "extend it")
        try await share.delivers("other", from: second)
        try await second.send(SIGTERM)
        #expect(try await second.ending().isSuccess)
        let archived = share.whereabouts(of: Data(share.backend.clip)).sorted()
        #expect(archived.count == 2 && archived.allSatisfy { $0.hasPrefix("archive/") }, "\(archived)")
    }
}
