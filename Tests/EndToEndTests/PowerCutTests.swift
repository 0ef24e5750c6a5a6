// The power goes in each step, once: the disk keeps what was synced and nothing else, and the job goes on after a boot.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(
    .timeLimit(.minutes(5)),
    .enabled(if: ScratchVolume.isDiskAvailable, "NOT TESTED: power cuts need root, loop devices and mkfs.ext4"))
struct PowerCutTests {
    /// What lies in the inbox at the start has to rest before it is taken.
    private static let quick = ["timing.settle": "100ms"]

    @Test(arguments: HeldCall.wholeJob)
    func `a power cut while the backend is busy costs time and nothing else`(held: HeldCall) async throws {
        let (share, disk) = try await shareOnDisk()
        try share.dropUnsynced(prompt: "extend it")
        _ = share.hold(held)
        let first = share.daemon(Self.quick)
        try await share.stands(at: held, from: first)
        try await boot(disk, after: first)
        share.backend.faults.clear()
        #expect(share.tornFiles == [], "\(share.account(of: first))")
        try await share.isDoneWhole(by: share.daemon(Self.quick))
        #expect(share.text(of: "outbox/clip.log").contains("Picked up clip.mp4"))
    }

    @Test func `a power cut while a message may or may not have arrived ends as uncertain, with nothing lost`()
        async throws
    {
        let (share, disk) = try await shareOnDisk()
        try share.dropUnsynced(prompt: "extend it")
        let held = HeldCall(.message, worked: false)
        _ = share.hold(held)
        let first = share.daemon(Self.quick)
        try await share.stands(at: held, from: first)
        try await boot(disk, after: first)
        let daemon = share.daemon(Self.quick)
        try await share.isOver(by: daemon)
        #expect(share.text(of: "failed/clip.log").hasPrefix("It is uncertain whether the edit was made"))
        #expect(share.text(of: "failed/clip.log").contains("Picked up clip.mp4"))
        #expect(share.whereabouts(of: Data(share.backend.clip)) == ["failed/clip.mp4"])
        #expect(share.tornFiles == [], "\(share.account(of: daemon))")
        #expect(share.backend.receivedMessages() == 1)
    }

    /// A rename in the life of a job, at which strace stops the daemon. strace counts by thread; the files of one drop
    /// are renamed by one thread, one after the other.
    struct Rename: Sendable, CustomTestStringConvertible {
        let name: String
        let file: String
        /// Whether the drop is claimed by a daemon before, which is killed while the backend renders.
        var isClaimed = false
        var testDescription: String { name }

        static let all = [
            Rename(name: "claiming the first file", file: "clip.mp4"),
            Rename(name: "claiming the second file", file: "clip.prompt.txt"),
            Rename(name: "delivering", file: "result.mp4", isClaimed: true),
            Rename(name: "archiving the first file", file: "clip.mp4", isClaimed: true),
            Rename(name: "archiving the second file", file: "clip.prompt.txt", isClaimed: true),
        ]
    }

    @Test(arguments: Rename.all)
    func `a power cut while a file changes hands is finished or undone after the boot`(rename: Rename) async throws {
        let (share, disk) = try await shareOnDisk()
        try share.dropUnsynced(prompt: "extend it")
        if rename.isClaimed {
            let held = HeldCall(.renderStatus, worked: false)
            _ = share.hold(held)
            let before = share.daemon(Self.quick)
            try await share.stands(at: held, from: before)
            try await before.killAtOnce()
            share.backend.faults.clear()
        } else {
            // What a client left unsynced is not the daemon's to keep before it has claimed it.
            try disk.sync()
        }
        let first = share.daemon(Self.quick, wrapper: FrozenCall("renameat2", on: rename.file).wrapper)
        let process = try await DaemonProcess.stopped(ofState: share.state, running: first)
        try disk.cutPower()
        process.send(SIGKILL)
        _ = try await first.ending()
        try await disk.restorePower()
        #expect(share.tornFiles == [], "\(share.account(of: first))")
        try await share.isDoneWhole(by: share.daemon(Self.quick))
    }

    @Test func `a power cut right after the end leaves result, log and originals whole`() async throws {
        let (share, disk) = try await shareOnDisk()
        try share.dropUnsynced(prompt: "extend it")
        let first = share.daemon(Self.quick)
        try await share.isOver(by: first)
        try await boot(disk, after: first)
        share.isLeftWhole(first)
        let log = share.text(of: "outbox/clip.log")
        #expect(log.contains("Picked up clip.mp4") && log.contains("Delivered clip.mp4"))
        let next = share.daemon(Self.quick)
        try await next.wrote("under watch")
        try await share.isDoneWhole(by: next)
    }

    @Test func `a power cut right after a failure leaves the originals and the reason whole`() async throws {
        let (share, disk) = try await shareOnDisk()
        try share.dropUnsynced(prompt: "[question]")
        let daemon = share.daemon(Self.quick)
        try await share.isOver(by: daemon)
        try await boot(disk, after: daemon)
        #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
        #expect(share.tornFiles == [], "\(share.account(of: daemon))")
        #expect(share.whereabouts(of: Data(share.backend.clip)) == ["failed/clip.mp4"])
        #expect(share.text(of: "failed/clip.log").hasPrefix("Nothing was changed."))
    }

    /// A share all of whose files, and the daemon's state, lie on one disk of its own.
    private func shareOnDisk() async throws -> (CountedShare, ScratchVolume) {
        let share = try await CountedShare()
        // Large enough for a job to begin, and empty: it takes no room.
        let disk = try ScratchVolume(.disk, megabytes: 400, over: share.folder.path, in: share.folder)
        try FileManager.default.createDirectory(atPath: share.path("inbox"), withIntermediateDirectories: true)
        try disk.sync()
        return (share, disk)
    }

    /// The power goes and comes back.
    private func boot(_ disk: ScratchVolume, after daemon: ProgramUnderTest) async throws {
        try disk.cutPower()
        try await daemon.killAtOnce()
        try await disk.restorePower()
    }
}
