// Commands that look into the ledger while the daemon works, and while it does not.

import Foundation
import GRDB
import JobModel
import Ledger
import TestSupport
import Testing

@testable import LedgerSQLite

@Suite struct SQLiteReaderTests {
    private let folder: TemporaryFolder
    private var path: String { folder.appending("ledger.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    @Test func `a reader sees what the daemon writes, as it writes it`() async throws {
        let ledger = try SQLiteLedger(path: path)
        let epoch = try await ledger.beginEpoch(holder: "daemon", at: .start)
        try await ledger.admit(.clip("a"), under: epoch)

        let reader = try SQLiteLedger.reader(path: path)
        #expect(try await LedgerContents(of: reader) == LedgerContents(of: ledger))
        try await ledger.admit(.clip("b"), under: epoch)
        #expect(try await reader.jobs(.all, limit: 10).map(\.id.rawValue) == ["b", "a"])
    }

    @Test func `a reader does not wait for a writer in the middle of a change`() async throws {
        let ledger = try SQLiteLedger(path: path)
        let epoch = try await ledger.beginEpoch(holder: "daemon", at: .start)
        try await ledger.admit(.clip("a"), under: epoch)
        let path = path

        let seen = try await ledger.store.write { db in
            try db.execute(sql: "UPDATE jobs SET condition = 'finished'")
            let queue = try DatabaseQueue(path: path, configuration: .ledgerReader)
            return try queue.read { try String.fetchOne($0, sql: "SELECT condition FROM jobs") }
        }
        #expect(seen == "arriving")
    }

    @Test func `a reader works when no daemon runs`() async throws {
        let ledger = try SQLiteLedger(path: path)
        let epoch = try await ledger.beginEpoch(holder: "daemon", at: .start)
        try await ledger.admit(.clip("a"), under: epoch)
        let before = try await LedgerContents(of: ledger)
        try ledger.close()

        let reader = try SQLiteLedger.reader(path: path)
        #expect(try await LedgerContents(of: reader) == before)
        _ = try SQLiteLedger(path: path)
    }

    @Test func `a reader works on what a killed daemon left behind`() async throws {
        let ledger = try SQLiteLedger(path: path)
        let epoch = try await ledger.beginEpoch(holder: "daemon", at: .start)
        try await ledger.admit(.clip("a"), under: epoch)
        let copy = try TemporaryFolder()
        for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: folder.appending(name), toPath: copy.appending(name))
        }
        let reader = try SQLiteLedger.reader(path: copy.appending("ledger.sqlite"))
        #expect(try await reader.job(JobID("a")) != nil)
    }

    @Test func `where there is no ledger a reader says so and makes none`() throws {
        let error = #expect(throws: LedgerError.self) { _ = try SQLiteLedger.reader(path: path) }
        #expect(error?.code == .missing)
        #expect(error?.message.contains(path) == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `a ledger that is not yet set up is told from a damaged one`() throws {
        try Data().write(to: URL(filePath: path))
        let error = #expect(throws: LedgerError.self) { _ = try SQLiteLedger.reader(path: path) }
        #expect(error?.message.contains("longtake run") == true)
    }
}
