// Drops that ask for the same as one before are found, and what a render was made from comes back byte for byte.

import JobModel
import Ledger
import Testing

@Suite struct TwinSearchTests {
    /// Four drops that look alike, whose media are read; of the last only that it looks alike is known.
    private func dropped(_ driver: LedgerDriver) async throws -> FreshLedger {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"), .clip("b"), .clip("c"), .clip("d"), .clip("e"))
        for digest in ["same", "other", "same", "same"] {
            let claimed = try await fresh.require()
            _ = try await fresh.ledger.record(.identified(digests: [digest]), under: claimed.claim, at: .start)
        }
        return fresh
    }

    private func job(_ id: String, in fresh: FreshLedger) async throws -> Job {
        try #require(try await fresh.ledger.job(JobID(id)))
    }

    @Test(arguments: LedgerDriver.all)
    func `only drops admitted before count, the first first`(driver: LedgerDriver) async throws {
        let fresh = try await dropped(driver)
        for (id, same) in [("a", []), ("b", []), ("c", ["a"]), ("d", ["a", "c"]), ("e", [])] {
            let found = try await fresh.ledger.jobs(sameAs: try await job(id, in: fresh), limit: 9)
            #expect(found.map(\.id.rawValue) == same, "same as \(id)")
        }
        let one = try await fresh.ledger.jobs(sameAs: try await job("d", in: fresh), limit: 1)
        #expect(one.map(\.id.rawValue) == ["a"])
    }

    @Test(arguments: LedgerDriver.all)
    func `those whose media are not read yet are told apart, as long as they are not over`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await dropped(driver)
        try await fresh.add(.clip("f"), .clip("g", inProject: "spring"))
        func unread(_ id: String) async throws -> [String] {
            try await fresh.ledger.unreadJobs(like: try await job(id, in: fresh), limit: 9).map(\.id.rawValue)
        }
        #expect(try await unread("f") == ["e"])
        #expect(try await unread("e") == [])
        #expect(try await unread("g") == [])
        var claimed = try await fresh.require()
        while claimed.job.id != JobID("e") { claimed = try await fresh.require() }
        try await fresh.end(claimed)
        #expect(try await unread("f") == [])
    }

    @Test(arguments: LedgerDriver.all)
    func `a draft comes back byte for byte, the last that was kept`(driver: LedgerDriver) async throws {
        let fresh = try await dropped(driver)
        let claimed = try await fresh.require()
        let draft: [UInt8] = Array(#"{"d": 1.0000000000000001, "k":"\u00e9"}"#.utf8) + [0, 255]
        let render = RenderID("render_1")
        #expect(try await fresh.ledger.draft(of: render) == nil)
        try await fresh.ledger.keep([1], of: render, under: claimed.claim)
        try await fresh.ledger.keep(draft, of: render, under: claimed.claim)
        #expect(try await fresh.ledger.draft(of: render) == draft)
        try await fresh.ledger.release(claimed.claim)
        await #expect(throws: LedgerError.self) {
            try await fresh.ledger.keep([2], of: render, under: claimed.claim)
        }
        #expect(try await fresh.ledger.draft(of: render) == draft)
    }

    @Test(arguments: LedgerDriver.all)
    func `the last thousand drafts are kept, not those of years`(driver: LedgerDriver) async throws {
        let fresh = try await dropped(driver)
        let claim = try await fresh.require().claim
        for number in 0...1000 { try await fresh.ledger.keep([1], of: RenderID("render_\(number)"), under: claim) }
        #expect(try await fresh.ledger.draft(of: RenderID("render_0")) == nil)
        #expect(try await fresh.ledger.draft(of: RenderID("render_1")) != nil)
        #expect(try await fresh.ledger.draft(of: RenderID("render_1000")) != nil)
    }
}
