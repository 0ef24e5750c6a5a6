// The queries on the way of every job, held to their indexes: their cost must not grow with the ledger.

import GRDB
import JobModel
import Ledger
import Testing

@testable import LedgerSQLite

@Suite struct SQLiteQueryTests {
    @Test(arguments: [
        SQLiteLedger.nextHead, SQLiteLedger.earliestDue, JobRow.firstInLine, JobSelection.unfinished.query,
        JobSelection.arriving.query, JobSelection.failed.query, SQLiteLedger.journalOfJob,
        SQLiteLedger.sessionOfProject,
    ])
    func `a query finds its rows by an index`(query: String) async throws {
        let plan = try await plan(of: query)
        let wholeTables = try Regex("^SCAN (jobs|lanes|claims|journal|sessions|epochs)$")
        #expect(!plan.isEmpty)
        #expect(!plan.contains { $0.contains(wholeTables) }, "\(plan)")
    }

    @Test func `lanes come out of the index, the ready ones in their turn`() async throws {
        let plan = try await plan(of: SQLiteLedger.nextHead)
        #expect(plan.contains("SEARCH lanes USING COVERING INDEX lanes_by_turn (due=?)"), "\(plan)")
        #expect(plan.contains("SEARCH lanes USING COVERING INDEX lanes_by_turn (due>? AND due<?)"), "\(plan)")
    }

    private func plan(of query: String) async throws -> [String] {
        try await SQLiteLedger.inMemory().store.read { db in
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + query)
            statement.setUncheckedArguments([])
            return try Row.fetchAll(statement).map { $0["detail"] as String }
        }
    }
}
