// A disk without room: jobs wait for it, lose nothing and pay nothing twice, and go on by themselves when there is room.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(
    .timeLimit(.minutes(5)),
    .enabled(if: ScratchVolume.isDiskAvailable, "NOT TESTED: full disks need root, loop devices and mkfs.ext4"))
struct FullDiskTests {
    private static let quick = ["timing.credits_poll": "100ms", "timing.settle": "100ms"]

    @Test func `a drop that cannot be claimed for want of room stays where it is until it can`() async throws {
        let (share, disk) = try await shareOnDisk()
        let daemon = share.daemon(Self.quick)
        try await daemon.wrote("under watch")
        // Names in progress are left alone, and a rename needs no room.
        try share.drop(prompt: "extend it", as: ".clip.prompt.txt")
        try Data(share.backend.clip).write(to: URL(fileURLWithPath: share.path("inbox/.clip.mp4")))
        try disk.fill()
        for name in ["clip.mp4", "clip.prompt.txt"] {
            try FileManager.default.moveItem(atPath: share.path("inbox/.\(name)"), toPath: share.path("inbox/\(name)"))
        }
        try await daemon.wrote("No space left on device")
        #expect(share.whereabouts(of: Data(share.backend.clip)).count == 1)
        #expect(share.backend.receivedMessages() == 0)
        try disk.makeRoom()
        try await share.isDoneWhole(by: daemon)
    }

    @Test func `nothing is paid for while there is no room for the result`() async throws {
        let (share, disk) = try await shareOnDisk()
        let daemon = share.daemon(Self.quick)
        try await daemon.wrote("under watch")
        try disk.fill(leaving: 150_000_000)
        try share.drop(prompt: "extend it")
        try await eventually("the log tells of it", seen: { share.account(of: daemon) }) {
            share.text(of: "outbox/clip.log").contains("not enough room on the disk")
        }
        #expect(share.backend.receivedMessages() == 0)
        #expect(share.names(in: "failed").isEmpty)
        try disk.makeRoom()
        try await share.isDoneWhole(by: daemon)
    }

    @Test(arguments: [
        HeldCall(.upload, worked: true), HeldCall(.message, worked: true), HeldCall(.export, worked: true),
        HeldCall(.renderStatus, worked: true), HeldCall(.download, worked: false), HeldCall(.download, worked: true),
    ])
    func `a disk that fills up in mid-job is waited for`(held: HeldCall) async throws {
        let (share, disk) = try await shareOnDisk()
        let gate = share.hold(held)
        let daemon = share.daemon(Self.quick)
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.stands(at: held, from: daemon)
        try disk.fill()
        gate.open()
        try await daemon.wrote("Waiting: ")
        #expect(share.names(in: "failed").isEmpty)
        try disk.makeRoom()
        try await share.isDoneWhole(by: daemon)
    }

    @Test func `originals that cannot be archived wait in the daemon's own folder`() async throws {
        let (share, disk) = try await shareOnDisk()
        try share.drop(prompt: "extend it")
        let daemon = share.daemon(Self.quick, wrapper: FrozenCall("renameat2", on: "result.mp4").wrapper)
        let process = try await DaemonProcess.stopped(ofState: share.state, running: daemon)
        try disk.fill()
        process.send(SIGCONT)
        try await daemon.wrote("Waiting: ")
        #expect(share.render(of: "outbox/clip.mp4") != nil)
        #expect(share.whereabouts(of: Data(share.backend.clip)).count == 1)
        try disk.makeRoom()
        try await share.isDoneWhole(by: daemon)
        process.send(SIGKILL)
    }

    @Test func `a job that fails on a full disk comes back with its reason once there is room`() async throws {
        let (share, disk) = try await shareOnDisk()
        let held = HeldCall(.state, worked: true)
        let gate = share.hold(held)
        let daemon = share.daemon(Self.quick)
        try await daemon.wrote("under watch")
        // With no message among its steps there is nothing to export.
        try share.drop(prompt: "status\n---\nexport")
        try await share.stands(at: held, from: daemon)
        try disk.fill()
        gate.open()
        try await eventually("the log cannot be put into failed/", seen: { share.account(of: daemon) }) {
            daemon.output.split(separator: "\n").contains { $0.contains("failed/") && $0.contains("No space left") }
        }
        try disk.makeRoom()
        try await share.isOver(by: daemon)
        #expect(
            share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"], "\(share.account(of: daemon))")
        #expect(share.names(in: "outbox").isEmpty)
        #expect(share.tornFiles == [])
    }

    @Test(arguments: ["share", "state"])
    func `a disk that is full at the start is no mistake in the settings`(place: String) async throws {
        let share = try await CountedShare()
        let path = share.folder.appending(place)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let disk = try ScratchVolume(.memory, megabytes: 8, over: path, in: share.folder)
        try disk.fill()
        let first = share.daemon(Self.quick)
        try await eventually("it says why", seen: { first.output }) {
            first.output.contains("No space left on device") || first.output.contains("is full")
        }
        try await first.send(SIGTERM)
        // A service manager starts it again, but not after status 78 (contrib/systemd/longtake.service).
        #expect([.exited(0), .exited(1)].contains(try await first.ending()), "\(first.output)")
        try disk.makeRoom()
        let second = share.daemon(Self.quick)
        try await second.wrote("under watch")
    }

    /// A share whose root is a disk of its own, large enough for a job to begin.
    private func shareOnDisk() async throws -> (CountedShare, ScratchVolume) {
        let share = try await CountedShare()
        return (share, try ScratchVolume(.disk, megabytes: 400, over: share.root, in: share.folder))
    }
}
