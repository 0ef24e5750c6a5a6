// The ledger's disk is full: what was done is written down when there is room again, and nothing is sent meanwhile.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(
    .timeLimit(.minutes(5)),
    .enabled(if: ScratchVolume.isAvailable, "NOT TESTED: full disks need root"))
struct FullLedgerTests {
    private static let quick = ["timing.credits_poll": "100ms", "timing.settle": "100ms"]

    @Test(arguments: [
        HeldCall(.session, worked: true), HeldCall(.upload, worked: true), HeldCall(.message, worked: true),
        HeldCall(.export, worked: true), HeldCall(.renderStatus, worked: true), HeldCall(.download, worked: true),
    ])
    func `a ledger that cannot be written in mid-job is waited for, and nothing is sent twice`(held: HeldCall)
        async throws
    {
        let share = try await CountedShare()
        let disk = try stateOnDisk(of: share)
        let gate = share.hold(held)
        let daemon = share.daemon(Self.quick)
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.stands(at: held, from: daemon)
        try disk.fill()
        gate.open()
        try await daemon.wrote("is full")
        try disk.makeRoom()
        try await share.isDoneWhole(by: daemon)
    }

    @Test func `a drop is not admitted while the ledger cannot be written`() async throws {
        let share = try await CountedShare()
        let disk = try stateOnDisk(of: share)
        let daemon = share.daemon(Self.quick)
        try await daemon.wrote("under watch")
        try disk.fill()
        try share.drop(prompt: "extend it")
        try await daemon.wrote("is full")
        #expect(share.names(in: "inbox") == ["clip.mp4", "clip.prompt.txt"])
        try disk.makeRoom()
        try await share.isDoneWhole(by: daemon)
    }

    /// Kilobytes that are left when a drop comes: each write of the ledger takes some, until one does not fit.
    @Test(arguments: [8, 32, 56, 80, 104, 128])
    func `wherever in a job the ledger runs full, it goes on there`(kilobytes: Int) async throws {
        let share = try await CountedShare()
        let disk = try stateOnDisk(of: share)
        // So that the ledger grows by the same in every run.
        let daemon = share.daemon(Self.quick.merging(["timing.quiet_check": "10ms"]) { _, new in new })
        try await daemon.wrote("under watch")
        try disk.fill(leaving: Int64(kilobytes) * 1024)
        try share.drop(prompt: "extend it")
        try await daemon.wrote("is full")
        #expect(share.names(in: "failed").isEmpty)
        try disk.makeRoom()
        try await share.isDoneWhole(by: daemon)
    }

    /// Gives a share a state directory on a disk of its own.
    private func stateOnDisk(of share: CountedShare) throws -> ScratchVolume {
        try FileManager.default.createDirectory(atPath: share.state, withIntermediateDirectories: false)
        return try ScratchVolume(.memory, megabytes: 4, over: share.state, in: share.folder)
    }
}
