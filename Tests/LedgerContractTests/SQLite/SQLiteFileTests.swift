// The ledger's file: kept, private, shared, and never spoiled when it is not what it should be.

import Foundation
import GRDB
import JobModel
import Ledger
import TestSupport
import Testing

@testable import LedgerSQLite

@Suite struct SQLiteFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.appending("ledger.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    @Test func `everything survives reopening`() async throws {
        let first = try SQLiteLedger(path: path)
        let epoch = try await fill(first)
        let before = try await LedgerContents(of: first)
        try first.close()

        let second = try SQLiteLedger(path: path)
        #expect(try await LedgerContents(of: second) == before)
        let next = try await second.beginEpoch(holder: "second", at: .start)
        #expect(next.number > epoch.number)
        let again = try #require(try await second.claimNext(under: next, at: .start))
        #expect(again.claim.fence > 1)
    }

    @Test func `what a killed daemon leaves behind holds all that was written`() async throws {
        let ledger = try SQLiteLedger(path: path)
        _ = try await fill(ledger)
        let before = try await LedgerContents(of: ledger)

        let copy = try TemporaryFolder()
        for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: folder.appending(name), toPath: copy.appending(name))
        }
        let recovered = try SQLiteLedger(path: copy.appending("ledger.sqlite"))
        #expect(try await LedgerContents(of: recovered) == before)
    }

    @Test(arguments: [0o666, 0o644, 0o750])
    func `a file that others could read is made private, with its companions`(mode: Int) async throws {
        try Data().write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let ledger = try SQLiteLedger(path: path)
        _ = try await fill(ledger)
        for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
            #expect(try self.mode(of: name) == 0o600, "\(name)")
        }
    }

    @Test func `a new file is private from its first moment`() async throws {
        let ledger = try SQLiteLedger(path: path)
        _ = try await fill(ledger)
        for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
            #expect(try self.mode(of: name) == 0o600, "\(name)")
        }
    }

    @Test func `of two agents on one file only the one that began last writes`() async throws {
        let first = try SQLiteLedger(path: path)
        let second = try SQLiteLedger(path: path)
        let early = try await first.beginEpoch(holder: "first", at: .start)
        try await first.admit(.clip("a"), under: early)
        _ = try await first.confirmClaimed(JobID("a"), under: early, at: .start)
        let claimed = try #require(try await first.claimNext(under: early, at: .start))

        let late = try await second.beginEpoch(holder: "second", at: .start)
        await expectFenced { try await first.admit(.clip("b"), under: early) }
        await expectFenced { _ = try await first.record(.cancelled, under: claimed.claim, at: .start) }
        let again = try #require(try await second.claimNext(under: late, at: .start))
        #expect(again.job == claimed.job)
        _ = try await second.record(.cancelled, under: again.claim, at: .start)
        #expect(try await first.job(JobID("a"))?.state == .cancelled(at: .claimed, isReturned: false))
    }

    @Test func `changes are on the disk when a call returns`() async throws {
        let ledger = try SQLiteLedger(path: path)
        let settings = try await ledger.store.write { db in
            try ["synchronous", "journal_mode", "foreign_keys"].map {
                try String.fetchOne(db, sql: "PRAGMA \($0)")
            }
        }
        #expect(settings == ["2", "wal", "1"])
    }

    @Test func `a cancelled task still writes down what it did`() async throws {
        let ledger = try SQLiteLedger(path: path)
        let epoch = try await ledger.beginEpoch(holder: "first", at: .start)
        let writing = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await ledger.admit(.clip("a"), under: epoch)
            return try await ledger.job(JobID("a"))
        }
        #expect(try await writing.value != nil)
    }

    private func mode(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(name))
        return try #require(attributes[.posixPermissions] as? Int)
    }

    /// Leaves a claimed job, an arriving one, a session and an account.
    private func fill(_ ledger: SQLiteLedger) async throws -> Epoch {
        let epoch = try await ledger.beginEpoch(holder: "first", at: .start)
        try await ledger.admit(.clip("a"), under: epoch)
        _ = try await ledger.confirmClaimed(JobID("a"), under: epoch, at: .start)
        let claimed = try #require(try await ledger.claimNext(under: epoch, at: .start))
        _ = try await ledger.record(.sessionOpened(.one), session: .sample(), under: claimed.claim, at: .start)
        try await ledger.admit(.clip("b"), under: epoch)
        try await ledger.save(Account.sample(), under: epoch)
        return epoch
    }
}
