// How long files have lain in the archive, by a time that only running daemons let pass.

import JobModel
import Ledger
import Testing

@Suite struct ArchiveBookTests {
    private static let day: Duration = .seconds(86_400)

    private func file(_ name: FileName, root: String = "/watch", size: Int64 = 1) -> ArchivedFile {
        ArchivedFile(root: root, path: RelativePath(["2026-11-22", name]), size: size, inode: .max, modified: -1)
    }

    private func old(_ fresh: FreshLedger, in root: String = "/watch", limit: Int = 9) async throws -> [ArchivedFile] {
        try await fresh.ledger.archived(in: root, longerThan: Self.day, limit: limit)
    }

    @Test(arguments: LedgerDriver.all)
    func `a file is old when the ledger's own time says so, each root for itself`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.ledger.note([file("a"), file("b"), file("a", root: "/other")], under: fresh.epoch)
        #expect(try await old(fresh).isEmpty, "no time has passed at all")
        try await fresh.ledger.addRunningTime(Self.day, under: fresh.epoch)
        try await fresh.ledger.note([file("c")], under: fresh.epoch)
        #expect(try await old(fresh).isEmpty)
        try await fresh.ledger.addRunningTime(.milliseconds(1), under: fresh.epoch)
        #expect(try await old(fresh) == [file("a"), file("b")])
        #expect(try await old(fresh, limit: 1) == [file("a")])
        #expect(try await old(fresh, in: "/other") == [file("a", root: "/other")])
        try await fresh.ledger.forget(file("a"), under: fresh.epoch)
        #expect(try await old(fresh) == [file("b")])
    }

    @Test(arguments: LedgerDriver.all)
    func `a file noted again begins anew`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.ledger.note([file("a")], under: fresh.epoch)
        try await fresh.ledger.addRunningTime(Self.day * 2, under: fresh.epoch)
        try await fresh.ledger.note([file("a", size: 2)], under: fresh.epoch)
        #expect(try await old(fresh).isEmpty)
        try await fresh.ledger.addRunningTime(Self.day * 2, under: fresh.epoch)
        #expect(try await old(fresh) == [file("a", size: 2)])
    }

    @Test(arguments: LedgerDriver.all)
    func `time never runs back`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.ledger.addRunningTime(Self.day, under: fresh.epoch)
        try await fresh.ledger.addRunningTime(.zero - Self.day, under: fresh.epoch)
        try await fresh.ledger.note([file("a")], under: fresh.epoch)
        try await fresh.ledger.addRunningTime(Self.day, under: fresh.epoch)
        #expect(try await old(fresh).isEmpty)
    }
}
