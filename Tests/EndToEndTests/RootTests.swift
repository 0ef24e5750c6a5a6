// What a start makes of a root: on one filesystem or refused, its private folder closed, left out of what is synchronised.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct RootTests {
    @Test(
        .enabled(if: ScratchVolume.isAvailable, "needs the right to mount"),
        arguments: ["inbox", "outbox", "archive", "failed", ".longtake"])
    func `a root across filesystems is refused with what to do`(name: String) async throws {
        let share = try await CountedShare()
        try FileManager.default.createDirectory(atPath: share.path(name), withIntermediateDirectories: true)
        let volume = try ScratchVolume(.memory, megabytes: 1, over: share.path(name), in: share.folder)
        let daemon = share.daemon()
        #expect(try await daemon.ending() == .exited(78))
        #expect(
            daemon.output.contains("\(name) of the root \(share.root) lies on another filesystem"), "\(daemon.output)")
        #expect(daemon.output.contains("Put all of the root on one filesystem."))
        withExtendedLifetime(volume) {}
    }

    @Test func `a root that Syncthing carries elsewhere keeps the daemon's folder to itself`() async throws {
        let share = try await CountedShare()
        try FileManager.default.createDirectory(atPath: share.path(".stfolder"), withIntermediateDirectories: true)
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        #expect(share.text(of: ".stignore") == "/.longtake\n")
        #expect(daemon.output.contains("the line /.longtake was added"))
        let mode = try FileManager.default.attributesOfItem(atPath: share.path(".longtake"))[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }
}
