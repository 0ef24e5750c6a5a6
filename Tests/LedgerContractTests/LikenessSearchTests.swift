// Jobs that may be the same as another are found by what they ask for, not by their names.

import JobModel
import Ledger
import Testing

@Suite struct LikenessSearchTests {
    @Test(arguments: LedgerDriver.all)
    func `jobs that look alike are found, the last admitted first, itself left out`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"), .clip("b", stem: "renamed"), .clip("other", inProject: "spring"), .clip("c"))
        for (name, alike) in [("a", ["c", "b"]), ("b", ["c", "a"]), ("c", ["b", "a"]), ("other", [])] {
            let job = try #require(try await fresh.ledger.job(JobID(name)))
            #expect(try await fresh.ledger.jobs(like: job, limit: 9).map(\.id.rawValue) == alike)
        }
    }

    @Test(arguments: LedgerDriver.all)
    func `a job that was never admitted finds them too, no more than asked for`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"), .clip("b"), .clip("c"))
        let names = ["c", "b", "a"]
        for limit in [0, 1, 2, 100] {
            let found = try await fresh.ledger.jobs(like: .clip("new"), limit: limit)
            #expect(found.map(\.id.rawValue) == Array(names.prefix(limit)))
        }
        #expect(try await fresh.ledger.jobs(like: .clip("new", inProject: "spring"), limit: 9).isEmpty)
    }

    @Test(arguments: LedgerDriver.all)
    func `they are found in every condition, as they stand now`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.ledger.admit(.clip("a"), under: fresh.epoch)
        func found() async throws -> [Job] { try await fresh.ledger.jobs(like: .clip("new"), limit: 9) }
        #expect(try await found().map(\.state) == [.active(.arriving)])
        _ = try await fresh.ledger.confirmClaimed(JobID("a"), under: fresh.epoch, at: .start)
        try await fresh.settle(
            try await fresh.require(), with: .identified(digests: ["d0"]), .failed(.ordinary), .returned(suffix: ""))
        #expect(try await found().map(\.isIdentified) == [true])
        try await fresh.reopen("a")
        #expect(try await found().map(\.reopenings) == [0])
        _ = try await fresh.ledger.confirmClaimed(JobID("a"), under: fresh.epoch, at: .start)
        #expect(try await found().map(\.reopenings) == [1])
    }

    @Test(arguments: LedgerDriver.all)
    func `one that was withdrawn is not found`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.ledger.admit(.clip("a"), under: fresh.epoch)
        try await fresh.ledger.withdraw(JobID("a"), under: fresh.epoch, at: .start)
        #expect(try await fresh.ledger.jobs(like: .clip("new"), limit: 9).isEmpty)
    }
}
