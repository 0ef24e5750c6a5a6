// Records about jobs that nobody works on: what people want of them by note or command.

import JobModel
import Ledger
import Testing

@Suite struct UnclaimedTests {
    @Test(arguments: LedgerDriver.all)
    func `a job that waits its turn takes a record, and it stands in its journal`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        let job = try await fresh.ledger.record(
            .cancelled, ofUnclaimed: JobID("a"), under: fresh.epoch, at: .minuteLater)
        #expect(job.state == .cancelled(at: .claimed, isReturned: false))
        #expect(try await fresh.ledger.job(JobID("a")) == job)
        #expect(
            try await fresh.ledger.journal(of: JobID("a")).last
                == JournalEntry(time: .minuteLater, record: .cancelled))
    }

    @Test(arguments: LedgerDriver.all)
    func `a job in somebody's hands takes none, be it over or not`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        let claim = try await fresh.require().claim
        await expect(.claimed) { try await fresh.note(.cancelled, of: "a") }

        for record in [JobRecord.failed(.ordinary), .returned(suffix: "")] {
            _ = try await fresh.ledger.record(record, under: claim, at: .start)
            let before = try await fresh.contents()
            await expect(.claimed) { try await fresh.reopen("a") }
            #expect(try await fresh.contents() == before)
        }
        try await fresh.ledger.release(claim)
        try await fresh.reopen("a")
    }

    @Test(arguments: LedgerDriver.all)
    func `a claim of an epoch that is over holds nobody back`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        _ = try await fresh.require()
        let epoch = try await fresh.ledger.beginEpoch(holder: "second", at: .start)
        _ = try await fresh.ledger.record(.cancelled, ofUnclaimed: JobID("a"), under: epoch, at: .start)
    }

    @Test(arguments: LedgerDriver.all)
    func `a record that does not follow changes nothing`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        try await fresh.ledger.admit(.clip("arriving"), under: fresh.epoch)
        let before = try await fresh.contents()
        await expect(.illegalRecord) { try await fresh.note(.archived, of: "a") }
        await expect(.illegalRecord) { try await fresh.note(.cancelled, of: "arriving") }
        await expect(.missing) { try await fresh.note(.cancelled, of: "b") }
        #expect(try await fresh.contents() == before)
    }

    @Test(arguments: LedgerDriver.all)
    func `a clip that is cancelled in the middle of a line leaves it, and the others keep their order`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await driver.fresh()
        for name in ["a", "b", "c"] { try await fresh.add(.clip(name, inProject: "spring")) }
        let first = try await fresh.require()
        try await fresh.note(.cancelled, of: "b")
        try await fresh.settle(try await fresh.require(), with: .returned(suffix: ""))
        try await fresh.end(first)
        #expect(try await fresh.claimAll() == [JobID("c")])
    }

    @Test(arguments: LedgerDriver.all)
    func `an uncertain clip that is given up lets go of its lane`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", inProject: "spring"), .clip("b", inProject: "spring"))
        try await fresh.settle(try await fresh.require(), with: .failed(.uncertain), .returned(suffix: ""))
        #expect(try await fresh.claim(at: .minuteLater) == nil)
        #expect(try await fresh.ledger.jobs(.unsettled, limit: 9).map(\.id.rawValue) == ["b", "a"])
        #expect(try await fresh.ledger.jobs(.unfinished, limit: 9).map(\.id.rawValue) == ["b"])
        #expect(try await fresh.ledger.jobs(.holding, limit: 9).map(\.id.rawValue) == ["a"])

        try await fresh.note(.cancelled, of: "a")
        #expect(try await fresh.ledger.jobs(.unsettled, limit: 9).map(\.id.rawValue) == ["b"])
        #expect(try await fresh.ledger.jobs(.holding, limit: 9).isEmpty)
        #expect(try await fresh.require().job.id == JobID("b"))
    }
}
