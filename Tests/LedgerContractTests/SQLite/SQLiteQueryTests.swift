// The queries on the way of every job, held to their indexes: their cost must not grow with the ledger.

import GRDB
import JobModel
import Ledger
import Testing

@testable import LedgerSQLite

@Suite struct SQLiteQueryTests {
    @Test(arguments: [
        SQLiteLedger.nextHead, SQLiteLedger.nextToReturn, SQLiteLedger.earliestDue, SQLiteLedger.waitingJobs,
        SQLiteLedger.inboxServed, JobRow.firstInLine, JobRow.nextPlace, JobRow.enterRound,
        JobSelection.unfinished.query, JobSelection.unsettled.query,
        JobSelection.holding.query,
        JobSelection.arriving.query, JobSelection.failed.query, SQLiteLedger.jobsAlike, SQLiteLedger.jobsInSession,
        SQLiteLedger.jobsAskingTheSame, SQLiteLedger.unreadJobsAlike, SQLiteLedger.journalOfJob,
        SQLiteLedger.sessionOfProject, SQLiteLedger.unanswered, SQLiteLedger.waitingJob, SQLiteLedger.aheadInLane,
        SQLiteLedger.laneHolder, SQLiteLedger.aheadElsewhere, SQLiteLedger.jobsBehind, SQLiteLedger.timesOfWork,
        SQLiteLedger.archivedLongAgo,
    ])
    func `a query finds its rows by an index`(query: String) async throws {
        let plan = try await plan(of: query)
        let wholeTables = try Regex("^SCAN (jobs|lanes|claims|journal|sessions|epochs|requests|archived)$")
        #expect(!plan.isEmpty)
        #expect(!plan.contains { $0.contains(wholeTables) }, "\(plan)")
    }

    @Test func `lanes come out of the index, the ready ones in their turn`() async throws {
        let plan = try await plan(of: SQLiteLedger.nextHead)
        #expect(
            Set(plan.filter { $0.contains("lanes") }) == [
                "SEARCH lanes USING COVERING INDEX lanes_by_turn (inbox=? AND due=?)",
                "SEARCH lanes USING COVERING INDEX lanes_by_turn (inbox=? AND due>? AND due<?)",
            ], "\(plan)")
    }

    @Test func `what lies before a new job in its lane is not counted through`() async throws {
        let plan = try await plan(of: JobRow.nextPlace)
        #expect(plan == ["SEARCH jobs USING INDEX jobs_in_line (lane=?)"])
    }

    private func plan(of query: String) async throws -> [String] {
        try await SQLiteLedger.inMemory().store.read { db in
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + query)
            statement.setUncheckedArguments([])
            return try Row.fetchAll(statement).map { $0["detail"] as String }
        }
    }
}
