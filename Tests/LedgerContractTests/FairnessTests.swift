// Lanes take turns, whoever drops most.

import JobModel
import Ledger
import Testing

@Suite struct FairnessTests {
    @Test(arguments: LedgerDriver.all)
    func `a single clip does not wait for a project of five hundred`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        for number in 0..<500 { try await fresh.add(.clip("flood-\(number)", inProject: "flood")) }
        try await fresh.end(try await fresh.require())
        try await fresh.add(.clip("single"))
        #expect(try await fresh.require().job.id == JobID("single"))
    }

    @Test(arguments: LedgerDriver.all)
    func `who comes new goes before the folder served last, and behind those who wait`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a1", inProject: "a"), .clip("a2", inProject: "a"), .clip("b1", inProject: "b"))
        try await fresh.end(try await fresh.require())
        try await fresh.add(.clip("c"), .clip("d"), .clip("z", inProject: "z"))
        #expect(try await fresh.claimAll().map(\.rawValue) == ["b1", "c", "z", "a2", "d"])
    }

    @Test(arguments: LedgerDriver.all)
    func `all clips directly in the inbox have one turn together`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        for number in 1...4 { try await fresh.add(.clip("single-\(number)")) }
        for project in ["a", "b"] as [FileName] {
            for number in 1...2 { try await fresh.add(.clip("\(project)\(number)", inProject: project)) }
        }
        #expect(
            try await fresh.runAll() == ["single-1", "a1", "b1", "single-2", "a2", "b2", "single-3", "single-4"])
    }

    @Test(arguments: LedgerDriver.all, [1, 8])
    func `a project that comes after hundreds of single clips gets every second turn`(
        driver: LedgerDriver, workers: Int
    ) async throws {
        let fresh = try await driver.fresh()
        for number in 0..<100 { try await fresh.add(.clip("flood-\(number)")) }
        var pool = PoolOnPaper(of: workers, at: fresh)
        for _ in 0..<10 { try await pool.work() }
        for number in 0..<5 { try await fresh.add(.clip("project-\(number)", inProject: "project")) }
        let before = pool.begun.count
        for _ in 0..<5 * workers + 5 { try await pool.work() }
        let places = (0..<5).map { pool.begun.firstIndex(of: "project-\($0)") ?? .max }
        // One after the other, and each at the latest one turn after the one before is over.
        #expect(places.first == before, "\(places)")
        for (one, next) in zip(places, places.dropFirst()) { #expect(next - one <= workers + 1, "\(places)") }
    }

    @Test(arguments: LedgerDriver.all)
    func `an endless flow of newcomers passes nobody who waits`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("old"), .clip("older-1", inProject: "older"), .clip("older-2", inProject: "older"))
        try await fresh.settle(try await fresh.require(), with: .waiting(.aMinute))
        var pool = PoolOnPaper(of: 1, at: fresh)
        // Each turn brings a new clip, a new project, and a stem that was there before.
        for turn in 0..<40 {
            try await fresh.add(
                .clip("new-\(turn)"), .clip("new-project-\(turn)", inProject: FileName(bytes: "\(turn)".utf8) ?? "x"),
                .clip("again-\(turn)", stem: "again"))
            try await pool.work(at: turn < 10 ? .start : .minuteLater)
        }
        let places = ["older-1", "older-2", "old"].map { pool.begun.firstIndex(of: $0) ?? .max }
        #expect(places[0] == 0 && places[1] < 6, "\(places)")
        #expect((10..<16).contains(places[2]), "\(places)")
    }

    @Test(arguments: LedgerDriver.all)
    func `the lane served longest ago comes first`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        for turn in 1...3 {
            for project in ["a", "b", "c"] as [FileName] {
                try await fresh.add(.clip("\(project)\(turn)", inProject: project))
            }
        }
        #expect(try await fresh.runAll() == ["a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3"])
    }

    @Test(arguments: LedgerDriver.all)
    func `a lane that waited keeps its turn`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a", inProject: "a"), .clip("b1", inProject: "b"), .clip("b2", inProject: "b"))
        try await fresh.settle(try await fresh.require(), with: .waiting(.aMinute))
        try await fresh.end(try await fresh.require())

        #expect(try await fresh.claimAll(at: .start) == [JobID("b2")])
        #expect(try await fresh.claimAll(at: .minuteLater) == [JobID("a")])
    }

    @Test(arguments: LedgerDriver.all)
    func `when waits are over and others are ready, the longest unserved goes first`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"), .clip("b"), .clip("c"))
        for record in [JobRecord.sessionOpened(.one), .waiting(.aMinute), .waiting(.aMinute), .uploaded(member: 0)] {
            try await fresh.settle(try await fresh.require(), with: record)
        }
        #expect(try await fresh.claimAll(at: .minuteLater).map(\.rawValue) == ["b", "c", "a"])
    }

    @Test(arguments: LedgerDriver.all)
    func `many workers never hold one lane twice`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        for number in 0..<60 {
            try await fresh.add(.clip("job-\(number)", inProject: number.isMultiple(of: 2) ? "a" : "b"))
        }
        for number in 60..<90 { try await fresh.add(.clip("job-\(number)")) }

        let finished = try await withThrowingTaskGroup(of: [JobID].self) { workers in
            for _ in 0..<8 {
                workers.addTask {
                    var ended: [JobID] = []
                    while let claimed = try await fresh.claim() {
                        // A second claim of the lane would make one of these two fail.
                        try await fresh.end(claimed)
                        ended.append(claimed.job.id)
                    }
                    return ended
                }
            }
            return try await workers.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(finished).count == finished.count, "a job was run twice")
        // A worker may have found all lanes taken and left; what it left is still there to be claimed.
        var left = 0
        while let claimed = try await fresh.claim() {
            try await fresh.end(claimed)
            left += 1
        }
        #expect(finished.count + left == 90)
    }
}

extension FreshLedger {
    /// Works off everything, one job at a time.
    /// - Returns: the jobs in their turn.
    fileprivate func runAll() async throws -> [String] {
        var ran: [String] = []
        while let claimed = try await claim() {
            ran.append(claimed.job.id.rawValue)
            try await end(claimed)
        }
        return ran
    }
}

/// Workers all of whose jobs take equally long.
private struct PoolOnPaper {
    let workers: Int
    let fresh: FreshLedger
    private var running: [ClaimedJob] = []
    /// The jobs in the order they were begun.
    private(set) var begun: [String] = []

    init(of workers: Int, at fresh: FreshLedger) {
        self.workers = workers
        self.fresh = fresh
    }

    /// Ends what runs, one after the other, each worker at once taking what comes next.
    mutating func work(at now: Timestamp = .start) async throws {
        let ending = running.count
        for _ in 0..<ending {
            try await fresh.end(running.removeFirst())
            try await fill(at: now)
        }
        try await fill(at: now)
    }

    private mutating func fill(at now: Timestamp) async throws {
        while running.count < workers, let claimed = try await fresh.claim(at: now) {
            running.append(claimed)
            begun.append(claimed.job.id.rawValue)
        }
    }
}
