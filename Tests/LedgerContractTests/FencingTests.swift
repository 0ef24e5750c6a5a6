// An agent that slept through its time cannot write, whatever it tries.

import JobModel
import Ledger
import Testing

@Suite struct FencingTests {
    @Test(arguments: LedgerDriver.all)
    func `epochs only grow`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        let second = try await fresh.ledger.beginEpoch(holder: "second", at: .start)
        let third = try await fresh.ledger.beginEpoch(holder: "third", at: .start)
        #expect(fresh.epoch.number < second.number)
        #expect(second.number < third.number)
    }

    @Test(arguments: LedgerDriver.all, EpochWrite.all)
    func `no write under an epoch that has ended changes anything`(driver: LedgerDriver, write: EpochWrite) async throws
    {
        let fresh = try await driver.fresh()
        try await fresh.fillForWrites()
        let current = try await fresh.ledger.beginEpoch(holder: "second", at: .start)
        let before = try await fresh.contents()

        await expectFenced { try await write.perform(fresh.ledger, fresh.epoch) }
        #expect(try await fresh.contents() == before)

        try await write.perform(fresh.ledger, current)
    }

    @Test(arguments: LedgerDriver.all, EpochWrite.all)
    func `no write under an epoch that was never begun changes anything`(
        driver: LedgerDriver, write: EpochWrite
    ) async throws {
        let fresh = try await driver.fresh()
        try await fresh.fillForWrites()
        let before = try await fresh.contents()
        await expectFenced { try await write.perform(fresh.ledger, Epoch(number: fresh.epoch.number + 1)) }
        #expect(try await fresh.contents() == before)
    }

    @Test(arguments: LedgerDriver.all, ClaimLoss.all)
    func `no write under a lost claim changes anything`(driver: LedgerDriver, loss: ClaimLoss) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        let lost = try await fresh.require().claim
        try await loss.happen(fresh, lost)
        let before = try await fresh.contents()

        await expectFenced {
            _ = try await fresh.ledger.record(.cancelled, session: .sample(), under: lost, at: .start)
        }
        await expectFenced { try await fresh.ledger.release(lost) }
        #expect(try await fresh.contents() == before)
    }

    @Test(arguments: LedgerDriver.all)
    func `giving a lost claim back does not give back the claim made since`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        let first = try await fresh.require().claim
        try await fresh.ledger.release(first)
        let second = try await fresh.require().claim
        #expect(second.fence > first.fence)

        await expectFenced { try await fresh.ledger.release(first) }
        #expect(try await fresh.claim() == nil)
        _ = try await fresh.ledger.record(.cancelled, under: second, at: .start)
    }

    @Test(arguments: LedgerDriver.all)
    func `a claim is good for its own job and epoch alone`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"), .clip("b"))
        let claim = try await fresh.require().claim
        let before = try await fresh.contents()
        for forged in [
            Claim(job: JobID("b"), epoch: claim.epoch, fence: claim.fence),
            Claim(job: claim.job, epoch: Epoch(number: claim.epoch.number + 1), fence: claim.fence),
            Claim(job: claim.job, epoch: claim.epoch, fence: claim.fence + 1),
        ] {
            await expectFenced { _ = try await fresh.ledger.record(.cancelled, under: forged, at: .start) }
            await expectFenced { try await fresh.ledger.release(forged) }
        }
        #expect(try await fresh.contents() == before)
    }

    @Test(arguments: LedgerDriver.all)
    func `a new epoch can claim what the one before had claimed`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"), .clip("b"))
        let before = try await fresh.claimAll()
        let epoch = try await fresh.ledger.beginEpoch(holder: "second", at: .start)
        var again: Set<JobID> = []
        while let claimed = try await fresh.ledger.claimNext(under: epoch, at: .start) {
            again.insert(claimed.claim.job)
        }
        #expect(again == Set(before))
    }
}

/// A write that is made under an epoch, and that succeeds in a ledger that was filled for it.
struct EpochWrite: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let perform: @Sendable (any LedgerWriter & RequestTray & ArchiveBook, Epoch) async throws -> Void

    static let all = [
        EpochWrite(testDescription: "admit") { try await $0.admit(.clip("new"), under: $1) },
        EpochWrite(testDescription: "withdraw") {
            try await $0.withdraw(JobID("arriving"), under: $1, at: .start)
        },
        EpochWrite(testDescription: "withdraw a reopened job") {
            try await $0.withdraw(JobID("reopened"), under: $1, at: .start)
        },
        EpochWrite(testDescription: "confirm a reopened job") {
            _ = try await $0.confirmClaimed(JobID("reopened"), under: $1, at: .start)
        },
        EpochWrite(testDescription: "reopen") {
            let ended = try #require(try await $0.job(JobID("ended")))
            _ = try await $0.record(.reopened(.sample(of: ended)), ofUnclaimed: ended.id, under: $1, at: .start)
        },
        EpochWrite(testDescription: "confirmClaimed") {
            _ = try await $0.confirmClaimed(JobID("arriving"), under: $1, at: .start)
        },
        EpochWrite(testDescription: "claimNext") {
            _ = try #require(try await $0.claimNext(under: $1, at: .start))
        },
        EpochWrite(testDescription: "claimReturning") {
            _ = try #require(try await $0.claimReturning(under: $1, at: .start))
        },
        EpochWrite(testDescription: "record of an unclaimed job") {
            _ = try await $0.record(.cancelled, ofUnclaimed: JobID("ready"), under: $1, at: .start)
        },
        EpochWrite(testDescription: "hasten") { try await $0.hasten([.backend], under: $1, at: .start) },
        EpochWrite(testDescription: "answer a request") {
            try await $0.answer(1, with: RequestAnswer(isGranted: true, "Done."), under: $1)
        },
        EpochWrite(testDescription: "note archived files") { try await $0.note([.sample], under: $1) },
        EpochWrite(testDescription: "forget an archived file") { try await $0.forget(.sample, under: $1) },
        EpochWrite(testDescription: "add running time") { try await $0.addRunningTime(.seconds(1), under: $1) },
        EpochWrite(testDescription: "save a session") { try await $0.save(Session.sample(), under: $1) },
        EpochWrite(testDescription: "save an account") { try await $0.save(Account.sample(), under: $1) },
    ]
}

extension FreshLedger {
    /// Jobs `arriving`, `ready`, `returning`, `ended` and `reopened`, each named after how it stands.
    fileprivate func fillForWrites() async throws {
        for name in ["ended", "reopened"] {
            try await add(.clip(name))
            try await end(try await require())
        }
        try await reopen("reopened")
        try await ledger.admit(.clip("arriving"), under: epoch)
        try await add(.clip("ready"), .clip("returning"))
        try await note(.cancelled, of: "returning")
    }
}

/// A way to lose a claim.
struct ClaimLoss: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let happen: @Sendable (FreshLedger, Claim) async throws -> Void

    static let all = [
        ClaimLoss(testDescription: "given back") { try await $0.ledger.release($1) },
        ClaimLoss(testDescription: "made anew") { fresh, claim in
            try await fresh.ledger.release(claim)
            _ = try await fresh.require()
        },
        ClaimLoss(testDescription: "epoch ended") { fresh, _ in
            _ = try await fresh.ledger.beginEpoch(holder: "second", at: .start)
        },
        ClaimLoss(testDescription: "epoch ended and made anew") { fresh, _ in
            let epoch = try await fresh.ledger.beginEpoch(holder: "second", at: .start)
            _ = try #require(try await fresh.ledger.claimNext(under: epoch, at: .start))
        },
    ]
}

/// Expects a ledger's error of one kind.
func expect(
    _ code: LedgerError.Code, sourceLocation: SourceLocation = #_sourceLocation,
    from work: () async throws -> Void
) async {
    let error = await #expect(throws: LedgerError.self, sourceLocation: sourceLocation) { try await work() }
    #expect(error?.code == code, sourceLocation: sourceLocation)
}

func expectFenced(sourceLocation: SourceLocation = #_sourceLocation, from work: () async throws -> Void) async {
    await expect(.fenced, sourceLocation: sourceLocation, from: work)
}
