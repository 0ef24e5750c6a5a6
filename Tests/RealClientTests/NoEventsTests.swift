// A root on a filesystem without events: told by its type, polled without configuration, and nothing believed that
// cannot be known there.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .enabled("sshfs or /dev/fuse is missing") { await MountedFolder.canBeHad() })
struct NoEventsTests {
    private static let patience = [
        "timing.rescan": "200ms", "timing.settle_remote": "600ms", "timing.settle": "50ms",
    ]

    @Test func `what is dropped behind its back is found, and taken once it is whole and has settled`() async throws {
        let folder = try await MountedFolder()
        let share = try await CountedShare()
        let daemon = share.daemon(Self.patience, root: folder.path)
        try await daemon.wrote("under watch")
        #expect(daemon.output.contains("watched by polling"))

        let content = share.backend.clip
        try Data("brighten it".utf8).write(to: URL(filePath: folder.behind + "/inbox/clip.prompt.txt"))
        let clip = try OpenClip(folder.behind + "/inbox/clip.mp4")
        try clip.write(0..<(content.count / 2), of: content)
        try await share.isHeld("clip.mp4", because: " is incomplete: ", by: daemon)
        try clip.write((content.count / 2)..<content.count, of: content)
        // A lease would be granted though the writer has it open: it writes on another computer, as far as FUSE knows.
        try await share.isHeld("clip.mp4", because: "has just changed", by: daemon)
        #expect(share.backend.tally.uploads.isEmpty)
        clip.close()

        try await eventually("the result is there", within: .seconds(60), seen: { share.account(of: daemon) }) {
            FileManager.default.fileExists(atPath: folder.behind + "/outbox/clip.mp4")
                && (try? FileManager.default.contentsOfDirectory(atPath: folder.behind + "/.longtake/claimed")) == []
        }
        #expect(share.uploads(of: "clip.mp4").map(\.checksum) == [Checksum(of: content)])
        #expect(MarkedClip.render(of: try Data(contentsOf: URL(filePath: folder.behind + "/outbox/clip.mp4"))) != nil)
        try await daemon.killAtOnce()
    }
}
