// What people are told about their turn, and from what it is guessed.

import JobModel
import Ledger
import Testing

@Suite struct QueuePlaceTests {
    private func place(_ fresh: FreshLedger, _ id: String, at now: Timestamp = .start) async throws -> [Int]? {
        try await fresh.ledger.place(of: JobID(id), at: now).map { [$0.aheadInLane, $0.aheadElsewhere] }
    }

    @Test(arguments: LedgerDriver.all)
    func `a job that is in somebody's hands, waits or is over has no place`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.ledger.admit(.clip("arriving"), under: fresh.epoch)
        try await fresh.add(.clip("waiting"), .clip("ended"), .clip("claimed"))
        try await fresh.settle(try await fresh.require(), with: .waiting(.aMinute))
        try await fresh.end(try await fresh.require())
        _ = try await fresh.require()
        for id in ["arriving", "waiting", "ended", "claimed", "unknown"] { #expect(try await place(fresh, id) == nil) }
    }

    @Test(arguments: LedgerDriver.all)
    func `in a lane all that come before count, the one that is worked on among them`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("other"))
        for name in ["a", "b", "c"] { try await fresh.add(.clip(name, inProject: "spring")) }
        #expect(try await place(fresh, "c") == [2, 0])
        _ = try await fresh.claimAll()
        #expect(try await place(fresh, "c") == [2, 0])
        #expect(try await fresh.ledger.jobs(behind: JobID("a")).map(\.id.rawValue) == ["b", "c"])
        #expect(try await fresh.ledger.jobs(behind: JobID("other")).isEmpty)
    }

    @Test(arguments: LedgerDriver.all)
    func `elsewhere those of the same folder count, and one turn of each other`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("p1", inProject: "p"), .clip("p2", inProject: "p"), .clip("q", inProject: "q"))
        for name in ["one", "two", "three"] { try await fresh.add(.clip(name)) }
        try await fresh.add(.clip("r", inProject: "r"))
        let order = ["p1", "q", "one", "r", "p2", "two", "three"]
        #expect(try await place(fresh, "p1") == [0, 0])
        #expect(try await place(fresh, "q") == [0, 1])
        #expect(try await place(fresh, "one") == [0, 2])
        #expect(try await place(fresh, "r") == [0, 3])
        #expect(try await place(fresh, "p2") == [1, 0])
        #expect(try await place(fresh, "three") == [0, 4], "p, q and two of its own folder; r came after the inbox")
        for job in order {
            let claimed = try await fresh.require()
            #expect(claimed.job.id.rawValue == job)
            try await fresh.end(claimed)
        }
    }

    @Test(arguments: LedgerDriver.all)
    func `behind an uncertain clip the place names it`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", inProject: "spring"), .clip("b", inProject: "spring"))
        #expect(try await fresh.ledger.place(of: JobID("b"), at: .start)?.holder == nil)
        try await fresh.settle(try await fresh.require(), with: .failed(.uncertain), .returned(suffix: ""))
        #expect(try await fresh.ledger.place(of: JobID("b"), at: .start)?.holder?.stem == "a")
        try await fresh.note(.cancelled, of: "a")
        #expect(try await fresh.ledger.place(of: JobID("b"), at: .start)?.holder == nil)
    }

    @Test(arguments: LedgerDriver.all)
    func `jobs took as long as from their first step to their end`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        #expect(try await fresh.ledger.workTimes(limit: 20).isEmpty)
        for (name, seconds) in [("a", 10), ("b", 20), ("c", 30)] {
            try await fresh.add(.finishing(name))
            let claim = try await fresh.require().claim
            // An hour in the queue is no work.
            let begun = Timestamp.start + .seconds(3600)
            _ = try await fresh.ledger.record(.sessionOpened(.one), under: claim, at: begun)
            _ = try await fresh.ledger.record(.commandDone(step: 0), under: claim, at: begun)
            _ = try await fresh.ledger.record(.archived, under: claim, at: begun + .seconds(seconds))
            try await fresh.ledger.release(claim)
        }
        try await fresh.add(.clip("failed"))
        try await fresh.end(try await fresh.require())
        #expect(try await fresh.ledger.workTimes(limit: 2) == [.seconds(30), .seconds(20)])
    }
}

extension Job {
    /// A lone command, which is done in one step.
    fileprivate static func finishing(_ id: String) -> Job {
        Job(
            id: JobID(id), kind: .command,
            origin: Origin(root: "/watch", folder: .root, stem: FileName(bytes: id.utf8) ?? "clip"), members: [],
            plan: Plan(prompt: ["credits"]), language: "en", admitted: .start, take: 1)
    }
}
