// Which job is worked on next, within a lane.

import JobModel
import Ledger
import Testing

@Suite struct ClaimingTests {
    @Test(arguments: LedgerDriver.all)
    func `an empty ledger has nothing to do`(driver: LedgerDriver) async throws {
        #expect(try await driver.fresh().claim() == nil)
    }

    @Test(arguments: LedgerDriver.all)
    func `a claimed job comes with its claim and as it stands`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        let claimed = try await fresh.require()
        #expect(claimed.claim.job == JobID("a"))
        #expect(claimed.claim.epoch == fresh.epoch)
        #expect(claimed.job == (try await fresh.ledger.job(JobID("a"))))
    }

    @Test(arguments: LedgerDriver.all)
    func `a lane's jobs run one after the other in the order they came`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        let names = ["c", "a", "e", "b", "d"]
        for name in names { try await fresh.add(.clip(name, inProject: "spring")) }
        var ran: [String] = []
        while let claimed = try await fresh.claim() {
            #expect(try await fresh.claim() == nil, "two jobs of a lane at once")
            ran.append(claimed.job.id.rawValue)
            try await fresh.end(claimed)
        }
        #expect(ran == names)
    }

    @Test(arguments: LedgerDriver.all)
    func `clips of one stem directly in the inbox wait for each other`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("first", stem: "clip"), .clip("second", stem: "clip"), .clip("third", stem: "other"))
        #expect(try await fresh.claimAll() == [JobID("first"), JobID("third")])
    }

    @Test(arguments: LedgerDriver.all)
    func `a job given back before it is over comes before those behind it`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", inProject: "spring"), .clip("b", inProject: "spring"))
        try await fresh.settle(try await fresh.require(), with: .sessionOpened(.one))
        let again = try await fresh.require()
        #expect(again.job.id == JobID("a"))
        #expect(again.job.session == .one)
    }

    @Test(arguments: LedgerDriver.all)
    func `an arriving job holds its place`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.ledger.admit(.clip("a", inProject: "spring"), under: fresh.epoch)
        try await fresh.add(.clip("b", inProject: "spring"))
        #expect(try await fresh.claim() == nil)
        _ = try await fresh.ledger.confirmClaimed(JobID("a"), under: fresh.epoch, at: .start)
        #expect(try await fresh.require().job.id == JobID("a"))
    }

    @Test(arguments: LedgerDriver.all)
    func `a waiting job and those behind it rest until it is due`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", inProject: "spring"), .clip("b", inProject: "spring"))
        try await fresh.settle(try await fresh.require(), with: .waiting(.aMinute))

        #expect(try await fresh.claim(at: .minuteLater + .milliseconds(-1)) == nil)
        let due = try await fresh.require(at: .minuteLater)
        #expect(due.job.id == JobID("a"))
        #expect(due.job.state == .waiting(.aMinute, at: .claimed))
    }

    @Test(arguments: LedgerDriver.all)
    func `a job that went on by itself is no longer waiting`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        try await fresh.settle(try await fresh.require(), with: .waiting(.aMinute), .resumed)
        #expect(try await fresh.require().job.state == .active(.claimed))
        #expect(try await fresh.ledger.nextDue(after: .start) == nil)
    }

    @Test(arguments: LedgerDriver.all, [JobRecord.failed(.ordinary), .failed(.uncertain), .cancelled])
    func `a job that ended is claimed until its originals are back`(driver: LedgerDriver, end: JobRecord) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", inProject: "spring"), .clip("b", inProject: "spring"))
        try await fresh.settle(try await fresh.require(), with: end)
        let ended = try await fresh.require()
        #expect(ended.job.nextAction == .returnOriginals)
        #expect(ended.job.id == JobID("a"))
    }

    @Test(arguments: LedgerDriver.all, [JobRecord.failed(.ordinary), .cancelled])
    func `a clip that failed does not stop the ones after it`(driver: LedgerDriver, end: JobRecord) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", inProject: "spring"), .clip("b", inProject: "spring"))
        try await fresh.settle(try await fresh.require(), with: end, .returned(suffix: ""))
        #expect(try await fresh.claimAll() == [JobID("b")])
    }

    @Test(arguments: LedgerDriver.all)
    func `an uncertain clip of a project stops the ones after it`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", inProject: "spring"), .clip("b", inProject: "spring"))
        try await fresh.add(.clip("c", inProject: "autumn"))
        try await fresh.settle(try await fresh.require(), with: .failed(.uncertain), .returned(suffix: ""))
        #expect(try await fresh.claimAll(at: .minuteLater) == [JobID("c")])

        try await fresh.add(.clip("d", inProject: "spring"))
        #expect(try await fresh.claim(at: .minuteLater) == nil)
    }

    @Test(arguments: LedgerDriver.all)
    func `an uncertain clip directly in the inbox stops nothing`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", stem: "clip"), .clip("b", stem: "clip"))
        try await fresh.settle(try await fresh.require(), with: .failed(.uncertain), .returned(suffix: ""))
        #expect(try await fresh.claimAll() == [JobID("b")])
    }

    @Test(arguments: LedgerDriver.all)
    func `a finished job is never claimed again`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        let job = Job(
            id: JobID("a"), kind: .command, origin: Job.clip("a").origin, members: [], plan: Plan(prompt: []),
            language: "en", admitted: .start, take: 1)
        try await fresh.add(job)
        try await fresh.settle(try await fresh.require(), with: .sessionOpened(.one), .archived)
        #expect(try await fresh.ledger.job(job.id)?.state == .finished)
        #expect(try await fresh.claim(at: .minuteLater) == nil)
    }
}
