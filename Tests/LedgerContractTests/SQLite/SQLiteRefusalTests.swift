// Files that are not this version's ledger are refused with advice and left exactly as they are.

import Foundation
import GRDB
import JobModel
import Ledger
import TestSupport
import Testing

@testable import LedgerSQLite

@Suite struct SQLiteRefusalTests {
    @Test(arguments: UnreadableFile.all)
    func `a file that is not this version's ledger is left as it is`(file: UnreadableFile) async throws {
        let folder = try TemporaryFolder()
        let path = folder.appending("ledger.sqlite")
        try await file.make(path)
        let before = try Data(contentsOf: URL(filePath: path))

        for open in [{ _ = try SQLiteLedger(path: path) }, { _ = try SQLiteLedger.reader(path: path) }] {
            let error = #expect(throws: LedgerError.self) { try open() }
            #expect(error?.code == .unreadable)
            #expect(error?.message.contains(path) == true)
            #expect(error?.message.contains(file.advice) == true, "\(error?.message ?? "")")
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test func `a directory that is not there is told`() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: LedgerError.self) {
            _ = try SQLiteLedger(path: folder.appending("no/ledger.sqlite"))
        }
        #expect(error?.code == .failed)
        #expect(error?.message.contains("directory must exist") == true)
    }

    @Test func `a full disk is told and the ledger goes on when there is room`() async throws {
        let folder = try TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.appending("ledger.sqlite"))
        let epoch = try await ledger.beginEpoch(holder: "first", at: .start)
        let pages = try await ledger.store.write { try Int.fetchOne($0, sql: "PRAGMA page_count") }
        try await ledger.store.limit(pages: try #require(pages))

        let long = Job.clip("a", stem: String(repeating: "long ", count: 10_000))
        await expect(.noRoom) { try await ledger.admit(long, under: epoch) }
        #expect(try await ledger.job(long.id) == nil)

        try await ledger.store.limit(pages: 1_000_000)
        try await ledger.admit(long, under: epoch)
    }

    @Test(
        arguments: [
            (.SQLITE_FULL, .noRoom), (.SQLITE_IOERR_SHMSIZE, .noRoom), (.SQLITE_CORRUPT, .unreadable),
            (.SQLITE_CORRUPT_INDEX, .unreadable), (.SQLITE_NOTADB, .unreadable), (.SQLITE_CONSTRAINT_UNIQUE, .conflict),
            (.SQLITE_BUSY, .failed), (.SQLITE_BUSY_RECOVERY, .failed), (.SQLITE_CANTOPEN, .failed),
            (.SQLITE_READONLY, .failed), (.SQLITE_IOERR_FSYNC, .failed), (.SQLITE_ERROR, .failed),
        ] as [(ResultCode, LedgerError.Code)])
    func `what SQLite says is told as what it means`(said: ResultCode, means: LedgerError.Code) {
        let error = LedgerError(DatabaseError(resultCode: said, message: "said"), at: "/state/ledger.sqlite")
        #expect(error.code == means)
        #expect(error.message.contains("/state/ledger.sqlite"))
        #expect(error.cause == "SQLite error \(said.rawValue), said")
    }
}

extension SQLiteStore {
    /// Lets the file grow no further, as a full disk does.
    fileprivate func limit(pages: Int) async throws {
        try await database.writeWithoutTransaction { db in
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages)")
        }
    }
}

/// A file that must not be taken for a ledger.
struct UnreadableFile: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What the error's sentence says to do.
    let advice: String
    let make: @Sendable (_ path: String) async throws -> Void

    static let all = [
        UnreadableFile(testDescription: "text", advice: "Move it away") { path in
            try Data("These are not the bytes of a database.\n".utf8).write(to: URL(filePath: path))
        },
        UnreadableFile(testDescription: "a video", advice: "Move it away") { path in
            try Data([0, 0, 0, 32] + Array("ftypisom".utf8) + Array(repeating: 0, count: 8_000))
                .write(to: URL(filePath: path))
        },
        UnreadableFile(testDescription: "a truncated ledger", advice: "Move it away") { path in
            let whole = try await wholeLedger(at: path)
            try whole.prefix(whole.count / 2).write(to: URL(filePath: path))
        },
        UnreadableFile(testDescription: "a ledger with a torn header", advice: "Move it away") { path in
            var whole = try await wholeLedger(at: path)
            whole.replaceSubrange(100..<2_000, with: Data(repeating: 0xA5, count: 1_900))
            try whole.write(to: URL(filePath: path))
        },
        UnreadableFile(testDescription: "a ledger with a damaged page", advice: "Move it away") { path in
            var whole = try await wholeLedger(at: path)
            let page = whole.count / 4_096 / 2 * 4_096
            whole.replaceSubrange(page..<page + 4_096, with: Data(repeating: 0xA5, count: 4_096))
            try whole.write(to: URL(filePath: path))
        },
        UnreadableFile(testDescription: "another program's database", advice: "another program") { path in
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: "CREATE TABLE songs (title TEXT)") }
            try queue.close()
        },
        UnreadableFile(testDescription: "a newer version's ledger", advice: "newer version") { path in
            _ = try await wholeLedger(at: path)
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99')") }
            // Out of WAL mode, so that nothing of the file lies beside it.
            try await queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try queue.close()
        },
    ]

    /// The bytes of a ledger with some jobs, closed.
    private static func wholeLedger(at path: String) async throws -> Data {
        let ledger = try SQLiteLedger(path: path)
        let epoch = try await ledger.beginEpoch(holder: "first", at: .start)
        for number in 0..<50 { try await ledger.admit(.clip("job-\(number)"), under: epoch) }
        try ledger.close()
        return try Data(contentsOf: URL(filePath: path))
    }
}
