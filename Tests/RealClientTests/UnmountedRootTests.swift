// A root that is unmounted while the daemon works: work stops with a clear message, the empty mount point is no inbox,
// and once the root is mounted again nothing is lost and nothing happens twice (FOLDER-CONTRACT, head).

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .enabled("no disk can be mounted here") { ScratchVolume.isDiskAvailable })
struct UnmountedRootTests {
    @Test(
        arguments: [
            HeldCall(.upload, worked: true), HeldCall(.message, worked: true), HeldCall(.download, worked: false),
        ])
    func `a root that is unmounted under a job and mounted again loses nothing and does nothing twice`(
        _ held: HeldCall
    ) async throws {
        let share = try await CountedShare()
        let volume = try ScratchVolume(.disk, megabytes: 300, over: share.root, in: share.folder)
        let gate = share.hold(held)
        let daemon = try await share.watchingDaemon(["timing.rescan": "200ms"])
        try share.drop(prompt: "brighten it")
        try await share.stands(at: held, from: daemon)
        try volume.detach()
        let ending = try await daemon.ending()
        #expect(!ending.isSuccess)
        #expect(daemon.output.contains("is missing or not mounted"))
        #expect(share.names(in: "").isEmpty, "made on the mount point: \(share.tree)")
        gate.open()

        let early = share.daemon()
        _ = try await early.ending()
        #expect(early.output.contains("Mount it"))
        #expect(share.names(in: "").isEmpty, "made on the mount point: \(share.tree)")

        try volume.attach()
        let next = try await share.watchingDaemon()
        try await share.isOver(by: next)
        #expect(share.exists("outbox/clip.mp4"), "\(share.account(of: next))")
        #expect(share.backend.tally.acceptedMessages() == 1)
        #expect(share.whereabouts(of: Data(share.backend.clip)).count == 1)
        #expect(share.leftovers.isEmpty)
    }
}
