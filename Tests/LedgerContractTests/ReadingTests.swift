// What can be asked: jobs by selection, counts, sessions, accounts.

import JobModel
import Ledger
import Testing

@Suite struct ReadingTests {
    @Test(arguments: LedgerDriver.all)
    func `jobs come by selection, the last admitted first, no more than asked for`(driver: LedgerDriver) async throws {
        let fresh = try await filled(driver)
        let expected: [(JobSelection, [String])] = [
            (.all, ["arriving", "active", "waiting", "returned", "failed", "cancelled", "finished"]),
            (.unfinished, ["arriving", "active", "waiting", "failed", "cancelled"]),
            (.unsettled, ["arriving", "active", "waiting", "failed", "cancelled"]),
            (.holding, []),
            (.arriving, ["arriving"]),
            (.failed, ["returned", "failed"]),
        ]
        for (selection, names) in expected {
            for limit in [0, 1, 2, 100] {
                let jobs = try await fresh.ledger.jobs(selection, limit: limit)
                #expect(jobs.map(\.id.rawValue) == Array(names.prefix(limit)), "\(selection), at most \(limit)")
            }
        }
    }

    @Test(arguments: LedgerDriver.all)
    func `jobs are counted by condition`(driver: LedgerDriver) async throws {
        let empty = try await driver.fresh()
        #expect(try await empty.ledger.tally() == JobTally())
        let fresh = try await filled(driver)
        var expected = JobTally()
        expected.active = 2
        expected.waiting = 1
        expected.failed = 2
        expected.cancelled = 1
        expected.finished = 1
        #expect(try await fresh.ledger.tally() == expected)
    }

    @Test(arguments: LedgerDriver.all)
    func `a session is found by name and replaced when it is saved again`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        #expect(try await fresh.ledger.session(.one) == nil)
        try await fresh.ledger.save(.sample(), under: fresh.epoch)
        try await fresh.ledger.save(.sample(.two), under: fresh.epoch)
        try await fresh.ledger.save(.sample(messages: 2), under: fresh.epoch)
        #expect(try await fresh.ledger.session(.one) == .sample(messages: 2))
        #expect(try await fresh.ledger.session(.two) == .sample(.two))
    }

    @Test(arguments: LedgerDriver.all)
    func `a project's session is its living one`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        let spring = Lane.project("spring")
        #expect(try await fresh.ledger.session(ofProject: spring) == nil)

        try await fresh.ledger.save(.sample(.one, project: spring), under: fresh.epoch)
        #expect(try await fresh.ledger.session(ofProject: spring)?.id == .one)
        #expect(try await fresh.ledger.session(ofProject: .project("Spring")) == nil)

        try await fresh.ledger.save(.sample(.one, project: spring, isAlive: false), under: fresh.epoch)
        #expect(try await fresh.ledger.session(ofProject: spring) == nil)

        try await fresh.ledger.save(.sample(.two, project: spring, opened: .minuteLater), under: fresh.epoch)
        #expect(try await fresh.ledger.session(ofProject: spring)?.id == .two)
    }

    @Test(arguments: LedgerDriver.all)
    func `a session of one clip is no project's`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.ledger.save(.sample(project: nil), under: fresh.epoch)
        #expect(try await fresh.ledger.session(ofProject: Job.clip("a").origin.lane) == nil)
    }

    @Test(arguments: LedgerDriver.all)
    func `accounts are kept and replaced`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        #expect(try await fresh.ledger.accounts().isEmpty)
        try await fresh.ledger.save(.sample("b"), under: fresh.epoch)
        try await fresh.ledger.save(.sample("a", available: nil), under: fresh.epoch)
        try await fresh.ledger.save(.sample("b", available: 0, pause: .credits), under: fresh.epoch)
        #expect(
            Set(try await fresh.ledger.accounts())
                == [.sample("a", available: nil), .sample("b", available: 0, pause: .credits)])
    }

    @Test(arguments: LedgerDriver.all)
    func `an answer is of one moment, whatever is written meanwhile`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        for number in 0..<40 { try await fresh.add(.clip("job-\(number)")) }
        let counts = try await withThrowingTaskGroup(of: [Int].self) { group in
            group.addTask {
                while let claimed = try await fresh.claim() { try await fresh.end(claimed) }
                return []
            }
            group.addTask {
                var counts: [Int] = []
                var tally = JobTally()
                repeat {
                    tally = try await fresh.ledger.tally()
                    counts.append(tally.active + tally.failed)
                } while tally.active > 0
                return counts
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(!counts.isEmpty)
        #expect(counts.allSatisfy { $0 == 40 })
    }

    /// A ledger with one job in every condition, and two failed ones.
    private func filled(_ driver: LedgerDriver) async throws -> FreshLedger {
        let fresh = try await driver.fresh()
        let question = Job(
            id: JobID("finished"), kind: .command, origin: Job.clip("finished").origin, members: [],
            plan: Plan(prompt: []), language: "en", admitted: .start, take: 1)
        try await fresh.add(question)
        try await fresh.settle(try await fresh.require(), with: .sessionOpened(.one), .archived)
        try await fresh.add(.clip("cancelled"), .clip("failed"), .clip("returned"), .clip("waiting"), .clip("active"))
        var claimed: [ClaimedJob] = []
        for _ in 1...4 { claimed.append(try await fresh.require()) }
        try await fresh.settle(claimed[0], with: .cancelled)
        try await fresh.settle(claimed[1], with: .failed(.ordinary))
        try await fresh.settle(claimed[2], with: .failed(.ordinary), .returned(suffix: ""))
        try await fresh.settle(claimed[3], with: .waiting(.aMinute))
        try await fresh.ledger.admit(.clip("arriving"), under: fresh.epoch)
        return fresh
    }
}
