// How jobs come into a ledger, and how those that never arrived leave it.

import JobModel
import Ledger
import Testing

@Suite struct AdmissionTests {
    @Test(arguments: LedgerDriver.all)
    func `an admitted job can be read as it was`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        let folder = try #require(FileName(bytes: [0x63, 0xFF, 0x0A]))
        let job = Job.clip("a", inProject: folder)
        try await fresh.ledger.admit(job, under: fresh.epoch)
        #expect(try await fresh.ledger.job(job.id) == job)
        #expect(try await fresh.ledger.job(JobID("b")) == nil)
    }

    @Test(arguments: LedgerDriver.all)
    func `a name is admitted once`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.ledger.admit(.clip("a"), under: fresh.epoch)
        let before = try await fresh.contents()
        await expect(.conflict) { try await fresh.ledger.admit(.clip("a", stem: "other"), under: fresh.epoch) }
        #expect(try await fresh.contents() == before)
    }

    @Test(arguments: LedgerDriver.all)
    func `an arriving job is not worked on until its files are all taken`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.ledger.admit(.clip("a"), under: fresh.epoch)
        #expect(try await fresh.claim() == nil)

        let confirmed = try await fresh.ledger.confirmClaimed(JobID("a"), under: fresh.epoch, at: .minuteLater)
        #expect(confirmed.state == .active(.claimed))
        #expect(try await fresh.ledger.job(JobID("a")) == confirmed)
        #expect(
            try await fresh.ledger.journal(of: JobID("a")) == [JournalEntry(time: .minuteLater, record: .claimed)])
        #expect(try await fresh.require().job == confirmed)
    }

    @Test(arguments: LedgerDriver.all)
    func `a job arrives once`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        let before = try await fresh.contents()
        await expect(.illegalRecord) {
            _ = try await fresh.ledger.confirmClaimed(JobID("a"), under: fresh.epoch, at: .start)
        }
        await expect(.missing) {
            _ = try await fresh.ledger.confirmClaimed(JobID("b"), under: fresh.epoch, at: .start)
        }
        #expect(try await fresh.contents() == before)
    }

    @Test(arguments: LedgerDriver.all)
    func `a withdrawn job leaves nothing behind and its name and lane are free`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.ledger.admit(.clip("a", inProject: "spring"), under: fresh.epoch)
        try await fresh.add(.clip("b", inProject: "spring"))
        #expect(try await fresh.claim() == nil)

        try await fresh.ledger.withdraw(JobID("a"), under: fresh.epoch, at: .minuteLater)
        #expect(try await fresh.ledger.job(JobID("a")) == nil)
        #expect(try await fresh.ledger.journal(of: JobID("a")).isEmpty)
        #expect(try await fresh.require().job.id == JobID("b"))
        try await fresh.ledger.admit(.clip("a"), under: fresh.epoch)
    }

    @Test(arguments: LedgerDriver.all)
    func `what has arrived is not withdrawn`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        let before = try await fresh.contents()
        await expect(.illegalRecord) {
            try await fresh.ledger.withdraw(JobID("a"), under: fresh.epoch, at: .minuteLater)
        }
        await expect(.missing) { try await fresh.ledger.withdraw(JobID("b"), under: fresh.epoch, at: .minuteLater) }
        #expect(try await fresh.contents() == before)
    }
}
