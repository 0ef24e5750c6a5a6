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
    func `lanes that were never served come first, in the order of their jobs`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a1", inProject: "a"), .clip("a2", inProject: "a"))
        try await fresh.end(try await fresh.require())
        try await fresh.add(.clip("c"), .clip("b"), .clip("z", inProject: "z"))
        #expect(try await fresh.claimAll().map(\.rawValue) == ["c", "b", "z", "a2"])
    }

    @Test(arguments: LedgerDriver.all)
    func `the lane served longest ago comes first`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        for turn in 1...3 {
            for project in ["a", "b", "c"] as [FileName] {
                try await fresh.add(.clip("\(project)\(turn)", inProject: project))
            }
        }
        var ran: [String] = []
        while let claimed = try await fresh.claim() {
            ran.append(claimed.job.id.rawValue)
            try await fresh.end(claimed)
        }
        #expect(ran == ["a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3"])
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
