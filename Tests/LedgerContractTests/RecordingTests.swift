// What is written down about a claimed job, and when the next one is due.

import JobModel
import Ledger
import Testing

@Suite struct RecordingTests {
    @Test(arguments: LedgerDriver.all)
    func `records are kept in order with their times and add up to the job`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        let claim = try await fresh.require().claim
        let records: [JobRecord] = [
            .intended(.openSession), .sessionOpened(.one), .intended(.upload(member: 0, videosBefore: 0)),
            .uploaded(member: 0), .intended(.sendMessage(step: 0, before: StateDigest("before"))), .notSent(step: 0),
            .waiting(.aMinute), .resumed,
        ]
        var expected = try #require(try await fresh.ledger.job(claim.job))
        for (second, record) in records.enumerated() {
            try expected.record(record)
            let job = try await fresh.ledger.record(record, under: claim, at: .start + .seconds(second))
            #expect(job == expected)
            #expect(try await fresh.ledger.job(claim.job) == expected)
        }
        let journal = try await fresh.ledger.journal(of: claim.job)
        #expect(journal.map(\.record) == [.claimed] + records)
        #expect(journal.map(\.time) == [.start] + records.indices.map { .start + .seconds($0) })
    }

    @Test(arguments: LedgerDriver.all)
    func `each job has a journal of its own`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"), .clip("b"))
        try await fresh.settle(try await fresh.require(), with: .cancelled, .returned(suffix: ""))
        try await fresh.settle(try await fresh.require(), with: .sessionOpened(.one))
        #expect(
            try await fresh.ledger.journal(of: JobID("a")).map(\.record)
                == [.claimed, .cancelled, .returned(suffix: "")])
        #expect(try await fresh.ledger.journal(of: JobID("b")).map(\.record) == [.claimed, .sessionOpened(.one)])
        #expect(try await fresh.ledger.journal(of: JobID("c")).isEmpty)
    }

    @Test(arguments: LedgerDriver.all)
    func `a record that does not follow changes nothing, not even the session that came with it`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        let claim = try await fresh.require().claim
        let before = try await fresh.contents()
        await expect(.illegalRecord) {
            _ = try await fresh.ledger.record(.archived, session: .sample(), under: claim, at: .start)
        }
        #expect(try await fresh.contents() == before)
        _ = try await fresh.ledger.record(.cancelled, under: claim, at: .start)
    }

    @Test(arguments: LedgerDriver.all)
    func `a session is saved in the same step as the record`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        let claim = try await fresh.require().claim
        _ = try await fresh.ledger.record(.sessionOpened(.one), session: .sample(messages: 1), under: claim, at: .start)
        #expect(try await fresh.ledger.session(.one) == .sample(messages: 1))
        #expect(try await fresh.ledger.job(claim.job)?.session == .one)
    }

    @Test(arguments: LedgerDriver.all)
    func `the next due time is that of the waiting job due first`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        #expect(try await fresh.ledger.nextDue(after: .start) == nil)
        try await fresh.add(.clip("a"), .clip("b"), .clip("c"))
        #expect(try await fresh.ledger.nextDue(after: .start) == nil)
        for seconds in [90, 30, 60] {
            let until = Timestamp.start + .seconds(seconds)
            try await fresh.settle(
                try await fresh.require(),
                with: .waiting(Waiting(for: .backend, "The video service does not answer.", until: until)))
        }
        for (now, due) in [(0, 30), (29, 30), (30, 60), (60, 90)] {
            #expect(try await fresh.ledger.nextDue(after: .start + .seconds(now)) == .start + .seconds(due))
        }
        #expect(try await fresh.ledger.nextDue(after: .start + .seconds(90)) == nil)
    }
}
