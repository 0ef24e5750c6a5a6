// Jobs are found by the session they are in.

import JobModel
import Ledger
import Testing

@Suite struct SessionSearchTests {
    @Test(arguments: LedgerDriver.all)
    func `the jobs of a session are found, the last admitted first, whatever became of them`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"), .clip("b"), .clip("c"), .clip("d"))
        for session in [SessionID.one, .two, .one] {
            let claimed = try await fresh.require()
            try await fresh.settle(
                claimed, with: .identified(digests: ["d0"]), .sessionOpened(session), .failed(.ordinary),
                .returned(suffix: ""))
        }
        #expect(try await fresh.ledger.jobs(in: .one).map(\.id.rawValue) == ["c", "a"])
        #expect(try await fresh.ledger.jobs(in: .two).map(\.id.rawValue) == ["b"])
        #expect(try await fresh.ledger.jobs(in: SessionID("none")).isEmpty)
    }
}
