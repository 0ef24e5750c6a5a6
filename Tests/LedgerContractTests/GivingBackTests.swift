// Jobs that have nothing left to do but give their files back: they wait for nobody, and everybody behind waits for them.

import JobModel
import Ledger
import Testing

@Suite struct GivingBackTests {
    private static let ends: [JobRecord] = [.failed(.ordinary), .failed(.uncertain), .cancelled]

    @Test(arguments: LedgerDriver.all, ends)
    func `they come before all others, whatever the turn`(driver: LedgerDriver, end: JobRecord) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("served"), .clip("new"))
        try await fresh.settle(try await fresh.require(), with: end)
        let first = try await fresh.require()
        #expect(first.job.id == JobID("served"))
        #expect(first.job.nextAction == .returnOriginals)
        #expect(try await fresh.require().job.id == JobID("new"))
    }

    @Test(arguments: LedgerDriver.all)
    func `one in the middle of a line is given back while the first is worked on`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        for name in ["a", "b", "c"] { try await fresh.add(.clip(name, inProject: "spring")) }
        let first = try await fresh.require()
        try await fresh.note(.cancelled, of: "b")

        let returning = try await fresh.require()
        #expect(returning.job.id == JobID("b"))
        #expect(try await fresh.claim() == nil, "the lane is still the first one's")
        try await fresh.settle(first, with: .sessionOpened(.one))
        #expect(try await fresh.require().job.id == JobID("a"), "giving back is in nobody's way")
        try await fresh.settle(returning, with: .returned(suffix: ""))
        #expect(try await fresh.claim() == nil)
    }

    @Test(arguments: LedgerDriver.all, ends)
    func `the lane stays shut until the first one's files are back`(driver: LedgerDriver, end: JobRecord) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", inProject: "spring"), .clip("b", inProject: "spring"))
        try await fresh.settle(try await fresh.require(), with: end)
        let returning = try await fresh.require()
        #expect(try await fresh.claim() == nil)
        // The worker was interrupted: the job is claimed again, and nothing else of its lane.
        try await fresh.ledger.release(returning.claim)
        let again = try await fresh.require()
        #expect(again.job.id == JobID("a"))
        #expect(try await fresh.claim() == nil)
        _ = try await fresh.ledger.record(.returned(suffix: ""), under: again.claim, at: .start)
        #expect(try await fresh.claimAll() == (end == .failed(.uncertain) ? [] : [JobID("b")]))
    }

    @Test(arguments: LedgerDriver.all)
    func `a claim under which the job ended still keeps others from its lane`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", inProject: "spring"), .clip("b", inProject: "spring"))
        let claim = try await fresh.require().claim
        for record in [JobRecord.failed(.ordinary), .returned(suffix: "")] {
            _ = try await fresh.ledger.record(record, under: claim, at: .start)
            #expect(try await fresh.claim() == nil)
        }
        try await fresh.ledger.release(claim)
        #expect(try await fresh.require().job.id == JobID("b"))
    }

    @Test(arguments: LedgerDriver.all)
    func `one that was put off rests until it is due, and its lane with it`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", inProject: "spring"), .clip("b", inProject: "spring"), .clip("c"))
        try await fresh.settle(try await fresh.require(), with: .failed(.ordinary))
        try await fresh.ledger.putOff(try await fresh.require().claim, until: .minuteLater)

        #expect(try await fresh.claimAll() == [JobID("c")], "others are not in its way")
        #expect(try await fresh.ledger.nextDue(after: .start) == .minuteLater)
        let again = try await fresh.require(at: .minuteLater)
        #expect(again.job.id == JobID("a"))
        try await fresh.settle(again, with: .returned(suffix: ""))
        #expect(try await fresh.ledger.nextDue(after: .start) == nil)
        #expect(try await fresh.require().job.id == JobID("b"))
    }

    @Test(arguments: LedgerDriver.all)
    func `one that was put off looks again at once when disks do`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        try await fresh.settle(try await fresh.require(), with: .cancelled)
        try await fresh.ledger.putOff(try await fresh.require().claim, until: .minuteLater)
        try await fresh.ledger.hasten([.backend], under: fresh.epoch, at: .start)
        #expect(try await fresh.claim() == nil)
        try await fresh.ledger.hasten([.disk], under: fresh.epoch, at: .start)
        #expect(try await fresh.require().job.id == JobID("a"))
    }

    @Test(arguments: LedgerDriver.all)
    func `a job that is worked on is not put off, its claim alone is given back`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        try await fresh.ledger.putOff(try await fresh.require().claim, until: .minuteLater)
        #expect(try await fresh.require().job.id == JobID("a"))
    }

    @Test(arguments: LedgerDriver.all)
    func `many workers give each one back once`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        let names = (0..<40).map { "job-\($0)" }
        for (number, name) in names.enumerated() {
            try await fresh.add(number.isMultiple(of: 2) ? .clip(name) : .clip(name, inProject: "spring"))
        }
        for name in names { try await fresh.note(.cancelled, of: name) }
        let returned = try await withThrowingTaskGroup(of: [JobID].self) { workers in
            for _ in 0..<8 {
                workers.addTask {
                    var ids: [JobID] = []
                    while let claimed = try await fresh.claim() {
                        // A second claim of the job would make one of these two fail.
                        try await fresh.settle(claimed, with: .returned(suffix: ""))
                        ids.append(claimed.job.id)
                    }
                    return ids
                }
            }
            return try await workers.reduce(into: []) { $0 += $1 }
        }
        #expect(returned.count == names.count)
        #expect(Set(returned.map(\.rawValue)) == Set(names))
    }

    @Test(arguments: LedgerDriver.all)
    func `what was being given back when the epoch ended is given back in the next`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        try await fresh.settle(try await fresh.require(), with: .cancelled)
        let lost = try await fresh.require().claim
        let epoch = try await fresh.ledger.beginEpoch(holder: "second", at: .start)
        await expectFenced { _ = try await fresh.ledger.record(.returned(suffix: ""), under: lost, at: .start) }
        let again = try #require(try await fresh.ledger.claimReturning(under: epoch, at: .start))
        #expect(again.job.nextAction == .returnOriginals)
        #expect(try await fresh.ledger.claimReturning(under: epoch, at: .start) == nil)
    }
}
