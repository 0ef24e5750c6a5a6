// Drops made by rsync, which every NAS runs: complete files are taken, broken-off ones are not.

import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CopyTests {
    @Test(.needs(.rsync))
    func `a clip that rsync brings is delivered`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("watches")
        let clip = try await share.smallClip()
        try ChildShell.run("rsync '\(clip)' '\(share.path("inbox"))/clip.mp4'", in: share.root)
        try share.drop(prompt: "brighten it", as: "clip.prompt.txt")
        try await share.waits(for: "outbox/clip.mp4", from: daemon)
        #expect(share.names(in: "inbox").isEmpty)
    }
}
