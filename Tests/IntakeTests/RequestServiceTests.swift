// The desk as a service: it looks for requests again and again, over restarts and full disks, until it is told to stop.

import Intake
import JobModel
import Ledger
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RequestServiceTests {
    /// Runs a desk for as long as the body takes.
    private func running(_ desk: RequestDesk, _ body: () async throws -> Void) async throws {
        let group = ServiceGroup(services: [desk], logger: Logger(label: "test"))
        let running = Task { try await group.run() }
        try await body()
        await group.triggerGracefulShutdown()
        try await running.value
    }

    private func isGranted(_ number: Int64, in share: InboxShare) async throws -> Bool? {
        try await share.ledger.answer(to: number)?.isGranted
    }

    @Test func `what was left before and what comes later is answered, each at the next look`() async throws {
        let share = try await InboxShare("drop clip")
        try await share.settle(try share.desk())
        let first = try await share.ledger.leave(JobRequest(.cancel, of: JobID("unknown")), at: share.time.wall)
        try await running(share.requestDesk()) {
            await share.time.sleepers(1)
            #expect(try await isGranted(first, in: share) == false)
            let second = try await share.ledger.leave(JobRequest(.cancel, of: JobID("job-1")), at: share.time.wall)
            share.time.advance(by: .seconds(1))
            await share.time.sleepers(1)
            #expect(try await isGranted(second, in: share) == true)
        }
        #expect(try await share.wishes.isEmpty)
    }

    @Test func `a request that has not taken effect stays open, and does not keep the others back`() async throws {
        let share = try await InboxShare("drop clip")
        try await share.settle(try share.desk())
        let claimed = try await share.begin()
        let open = JobRequest(.cancel, of: claimed.job.id)
        _ = try await share.ledger.leave(open, at: share.time.wall)
        let other = try await share.ledger.leave(JobRequest(.cancel, of: JobID("unknown")), at: share.time.wall)
        try await running(share.requestDesk(running: [claimed.job.id])) {
            await share.time.sleepers(1)
            #expect(try await share.wishes == [open])
            #expect(try await isGranted(other, in: share) != nil)
            try await share.giveBack(claimed, with: .cancelled)
            share.time.advance(by: .seconds(1))
            await share.time.sleepers(1)
            #expect(try await share.wishes.isEmpty)
        }
    }

    @Test func `a request that a crash interrupts is taken up by the next daemon`() async throws {
        let share = try await InboxShare("drop clip")
        try await share.dropAndEnd(try share.desk())
        let number = try await share.ledger.leave(
            JobRequest(.retry(resend: false), of: JobID("job-1")), at: share.time.wall)
        let epoch = try await share.ledger.beginEpoch(holder: "again", at: share.time.wall)
        let claimer = DropClaimer(
            share: share.root, ledger: share.ledger, epoch: epoch, now: { [time = share.time] in time.wall })
        let shelf = RequestDesk.Shelf(claimer: claimer, outbox: share.outbox, log: share.log)
        let desk = RequestDesk(
            requests: share.ledger, ledger: share.ledger, epoch: epoch, shelves: [share.path: shelf],
            events: share.told, time: share.time.timekeeper, stop: { _ in false }, changed: {})
        try await running(desk) {
            await share.time.sleepers(1)
            let answer = try await share.ledger.answer(to: number)
            #expect(answer?.isGranted == true)
        }
        #expect(try await share.job(named: "job-1").reopenings == 1)
    }

    @Test func `while there is no room for the answer the request stays open`() async throws {
        let share = try await InboxShare("drop clip")
        try await share.settle(try share.desk())
        let number = try await share.ledger.leave(JobRequest(.cancel, of: JobID("job-1")), at: share.time.wall)
        let requests = RequestsOnFullDisk(share.ledger)
        try await running(share.requestDesk(requests: requests)) {
            await share.time.sleepers(1)
            let early = try await share.ledger.answer(to: number)
            #expect(early == nil)
            requests.makeRoom()
            share.time.advance(by: .seconds(1))
            await share.time.sleepers(1)
            let late = try await share.ledger.answer(to: number)
            #expect(late?.isGranted == true)
        }
        #expect(try await share.ledger.journal(of: JobID("job-1")).count { $0.record == .cancelled } == 1)
    }

    @Test func `an agent whose time is over ends`() async throws {
        let share = try await InboxShare("drop clip")
        try await share.settle(try share.desk())
        _ = try await share.ledger.leave(JobRequest(.cancel, of: JobID("job-1")), at: share.time.wall)
        _ = try await share.ledger.beginEpoch(holder: "another", at: share.time.wall)
        let error = await #expect(throws: LedgerError.self) { try await share.requestDesk().run() }
        #expect(error?.code == .fenced)
        #expect(try await share.wishes.count == 1)
    }
}
