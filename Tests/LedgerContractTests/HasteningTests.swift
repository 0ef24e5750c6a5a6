// What jobs wait for may be over before their time: they look again at once.

import JobModel
import Ledger
import Testing

@Suite struct HasteningTests {
    private func wait(for reason: Waiting.Reason, seconds: Int = 60) -> JobRecord {
        .waiting(Waiting(for: reason, "Not now.", until: .start + .seconds(seconds)))
    }

    /// A ledger with a job that waits for each reason, named after it.
    private func waiting(_ driver: LedgerDriver) async throws -> FreshLedger {
        let fresh = try await driver.fresh()
        for reason in Waiting.Reason.allCases {
            try await fresh.add(.clip(reason.rawValue))
            try await fresh.settle(try await fresh.require(), with: wait(for: reason))
        }
        #expect(try await fresh.claim() == nil)
        return fresh
    }

    @Test(arguments: LedgerDriver.all, Waiting.Reason.allCases)
    func `those that wait for just this can be claimed at once, still waiting`(
        driver: LedgerDriver, reason: Waiting.Reason
    ) async throws {
        let fresh = try await waiting(driver)
        let journal = try await fresh.ledger.journal(of: JobID(reason.rawValue))
        try await fresh.ledger.hasten([reason], under: fresh.epoch, at: .start)
        let claimed = try await fresh.require()
        #expect(claimed.job.id == JobID(reason.rawValue))
        #expect(claimed.job.nextAction == .resume)
        #expect(try await fresh.claim() == nil)
        #expect(try await fresh.ledger.journal(of: claimed.job.id) == journal, "nothing has happened to it yet")
        #expect(try await fresh.ledger.nextDue(after: .start) == .minuteLater)
    }

    @Test(arguments: LedgerDriver.all)
    func `all that wait can be hastened at once, however far their time is`(driver: LedgerDriver) async throws {
        let fresh = try await waiting(driver)
        try await fresh.ledger.hasten(Set(Waiting.Reason.allCases), under: fresh.epoch, at: .start + .seconds(-3600))
        #expect(try await fresh.claimAll().map(\.rawValue) == Waiting.Reason.allCases.map(\.rawValue))
        #expect(try await fresh.ledger.nextDue(after: .start) == nil)
    }

    @Test(arguments: LedgerDriver.all)
    func `for no reason nobody is hastened`(driver: LedgerDriver) async throws {
        let fresh = try await waiting(driver)
        let before = try await fresh.contents()
        try await fresh.ledger.hasten([], under: fresh.epoch, at: .start)
        #expect(try await fresh.contents() == before)
        #expect(try await fresh.claim() == nil)
    }

    @Test(arguments: LedgerDriver.all)
    func `one that waits again waits for its new time`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        try await fresh.settle(try await fresh.require(), with: wait(for: .backend))
        try await fresh.ledger.hasten([.backend], under: fresh.epoch, at: .start)
        try await fresh.settle(try await fresh.require(), with: .resumed, wait(for: .backend, seconds: 90))
        #expect(try await fresh.claim(at: .minuteLater) == nil)
        #expect(try await fresh.ledger.nextDue(after: .start) == .start + .seconds(90))
    }

    @Test(arguments: LedgerDriver.all)
    func `in a lane the first alone goes on, and a claimed one is not claimed again`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", inProject: "spring"), .clip("b", inProject: "spring"))
        try await fresh.settle(try await fresh.require(), with: wait(for: .token))
        try await fresh.ledger.hasten([.token], under: fresh.epoch, at: .start)
        #expect(try await fresh.claimAll() == [JobID("a")])
        try await fresh.ledger.hasten([.token], under: fresh.epoch, at: .start)
        #expect(try await fresh.claim(at: .minuteLater) == nil)
    }
}
