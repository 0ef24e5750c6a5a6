// Jobs that had ended and whose files were brought back: where they stand in line, and how that is undone.

import JobModel
import Ledger
import Testing

@Suite struct ComingBackTests {
    /// A ledger with clips of one project, the first of which has ended.
    private func line(_ driver: LedgerDriver, end: JobRecord = .failed(.ordinary)) async throws -> FreshLedger {
        let fresh = try await driver.fresh()
        for name in ["a", "b", "c"] { try await fresh.add(.clip(name, inProject: "spring")) }
        try await fresh.settle(try await fresh.require(), with: end, .returned(suffix: ""))
        return fresh
    }

    /// Runs all jobs that can be run, and tells their order.
    private func runAll(_ fresh: FreshLedger) async throws -> [String] {
        var ran: [String] = []
        while let claimed = try await fresh.claim() {
            ran.append(claimed.job.id.rawValue)
            try await fresh.end(claimed)
        }
        return ran
    }

    @Test(arguments: LedgerDriver.all)
    func `it is worked on once its files are taken, from where it stopped`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        try await fresh.settle(
            try await fresh.require(), with: .sessionOpened(.one), .uploaded(member: 0), .failed(.ordinary),
            .returned(suffix: " (2)"))
        #expect(try await fresh.claim() == nil)

        try await fresh.reopen("a")
        #expect(try await fresh.claim(at: .minuteLater) == nil)
        #expect(try await fresh.ledger.jobs(.arriving, limit: 9).map(\.id) == [JobID("a")])
        #expect(try await fresh.ledger.tally().failed == 0)

        let confirmed = try await fresh.ledger.confirmClaimed(JobID("a"), under: fresh.epoch, at: .minuteLater)
        #expect(confirmed.state == .active(.ready(step: 0)))
        let claimed = try await fresh.require()
        #expect(claimed.job == confirmed)
        #expect(claimed.job.session == .one)
        let journal = try await fresh.ledger.journal(of: JobID("a")).map(\.record)
        #expect(journal.count == 7)
        #expect(journal.last == .claimed)
    }

    @Test(arguments: LedgerDriver.all)
    func `it does not overtake those whose work may have begun`(driver: LedgerDriver) async throws {
        let fresh = try await line(driver)
        try await fresh.settle(
            try await fresh.require(), with: .sessionOpened(.one), .uploaded(member: 0),
            .intended(.sendMessage(step: 0, before: StateDigest("before"))), .waiting(.aMinute))
        try await fresh.reopen("a")
        _ = try await fresh.ledger.confirmClaimed(JobID("a"), under: fresh.epoch, at: .start)
        #expect(try await fresh.claim() == nil, "a message of the one before may be at work on their timeline")
        let second = try await fresh.require(at: .minuteLater)
        #expect(second.job.id == JobID("b"))
        try await fresh.settle(second, with: .failed(.ordinary), .returned(suffix: ""))
        #expect(try await runAll(fresh) == ["c", "a"])
    }

    @Test(arguments: LedgerDriver.all)
    func `it does not overtake one that was interrupted by the end of its epoch`(driver: LedgerDriver) async throws {
        let fresh = try await line(driver)
        let begun = try await fresh.require()
        _ = try await fresh.ledger.record(.sessionOpened(.one), under: begun.claim, at: .start)
        try await fresh.reopen("a")
        _ = try await fresh.ledger.confirmClaimed(JobID("a"), under: fresh.epoch, at: .start)
        let epoch = try await fresh.ledger.beginEpoch(holder: "second", at: .start)
        #expect(try await fresh.ledger.claimNext(under: epoch, at: .start)?.job.id == JobID("b"))
    }

    @Test(arguments: LedgerDriver.all)
    func `while it arrives those before it go on, and those that come after wait for it`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await line(driver)
        try await fresh.reopen("a")
        try await fresh.add(.clip("d", inProject: "spring"))
        #expect(try await runAll(fresh) == ["b", "c"])
        _ = try await fresh.ledger.confirmClaimed(JobID("a"), under: fresh.epoch, at: .start)
        #expect(try await runAll(fresh) == ["a", "d"])
    }

    @Test(arguments: LedgerDriver.all)
    func `an uncertain one has held its place, and keeps it`(driver: LedgerDriver) async throws {
        let fresh = try await line(driver, end: .failed(.uncertain))
        try await fresh.reopen("a")
        #expect(try await fresh.claim(at: .minuteLater) == nil)
        _ = try await fresh.ledger.confirmClaimed(JobID("a"), under: fresh.epoch, at: .start)
        #expect(try await runAll(fresh) == ["a", "b", "c"])
    }

    @Test(arguments: LedgerDriver.all, [JobRecord.failed(.ordinary), .failed(.uncertain), .cancelled])
    func `what could not be taken leaves everything as it was`(driver: LedgerDriver, end: JobRecord) async throws {
        let fresh = try await line(driver, end: end)
        let ended = try await fresh.ledger.job(JobID("a"))
        let tally = try await fresh.ledger.tally()
        let unsettled = try await fresh.ledger.jobs(.unsettled, limit: 9)

        try await fresh.reopen("a")
        try await fresh.ledger.withdraw(JobID("a"), under: fresh.epoch, at: .minuteLater)
        #expect(try await fresh.ledger.job(JobID("a")) == ended)
        #expect(try await fresh.ledger.tally() == tally)
        #expect(try await fresh.ledger.jobs(.unsettled, limit: 9) == unsettled)
        #expect(
            try await fresh.ledger.journal(of: JobID("a")).last
                == JournalEntry(time: .minuteLater, record: .reopeningUndone))
        #expect(try await runAll(fresh) == (end == .failed(.uncertain) ? [] : ["b", "c"]))
        await expect(.illegalRecord) {
            try await fresh.ledger.withdraw(JobID("a"), under: fresh.epoch, at: .minuteLater)
        }
    }

    @Test(arguments: LedgerDriver.all)
    func `it is brought back once, by whoever comes first`(driver: LedgerDriver) async throws {
        let fresh = try await line(driver)
        let ended = try #require(try await fresh.ledger.job(JobID("a")))
        let outcomes = await withTaskGroup(of: LedgerError.Code?.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    do throws(LedgerError) {
                        _ = try await fresh.ledger.record(
                            .reopened(.sample(of: ended)), ofUnclaimed: ended.id, under: fresh.epoch, at: .start)
                        return nil
                    } catch { return error.code }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == nil } == 1)
        #expect(outcomes.count { $0 == .illegalRecord } == 5)
    }
}
