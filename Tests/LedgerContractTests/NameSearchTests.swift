// Jobs are found by the names of their drops, as editors see names.

import JobModel
import Ledger
import Testing

@Suite struct NameSearchTests {
    @Test(arguments: LedgerDriver.all)
    func `jobs of one name are found, the last admitted first, whatever became of them`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(
            .clip("a", stem: "clip"), .clip("b", stem: "other"), .clip("c", stem: "CLIP"),
            .clip("clip", inProject: "spring"), .clip("e", stem: "cliq"), .clip("f", stem: "clip"))
        let origin = Job.clip("new", stem: "Clip").origin
        for (limit, names) in [(9, ["f", "c", "a"]), (2, ["f", "c"]), (0, [])] {
            #expect(try await fresh.ledger.jobs(named: origin, limit: limit).map(\.id.rawValue) == names)
        }
        #expect(try await fresh.ledger.jobs(named: Job.clip("new", stem: "none").origin, limit: 9).isEmpty)
    }

    @Test(arguments: LedgerDriver.all)
    func `names that only look alike to the search are told apart`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", stem: "\u{E9}"), .clip("b", stem: "\u{E8}"), .clip("c", stem: "e\u{301}"))
        let found = try await fresh.ledger.jobs(named: Job.clip("new", stem: "\u{C9}").origin, limit: 1)
        #expect(found.map(\.id.rawValue) == ["c"])
        let all = try await fresh.ledger.jobs(named: Job.clip("new", stem: "\u{C9}").origin, limit: 9)
        #expect(all.map(\.id.rawValue) == ["c", "a"])
    }
}
