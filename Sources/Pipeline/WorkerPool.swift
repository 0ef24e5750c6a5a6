// The persistent pool: claims jobs while workers are free, and lets running steps finish when it has to stop.

import JobModel
import Ledger
import ServiceLifecycle
import Synchronization
import Telemetry
import Timing

/// Works off the ledger with a bounded number of jobs at once.
package final class WorkerPool: Service {
    private let ledger: any LedgerWriter
    private let epoch: Epoch
    private let settings: PipelineSettings
    private let workshop: JobRun.Workshop
    /// Rung when there may be something to claim: after an admission, after a job, when a waiting job is due.
    private let bell: Bell
    private let running = Mutex(0)
    private let failure = Mutex<(any Error)?>(nil)
    private let drain = Drain()

    package init(
        ledger: any LedgerWriter, epoch: Epoch, settings: PipelineSettings, workshop: JobRun.Workshop, bell: Bell
    ) {
        self.ledger = ledger
        self.epoch = epoch
        self.settings = settings
        self.workshop = workshop
        self.bell = bell
    }

    /// Runs until graceful shutdown, then for as long as running steps take, up to `timing.drain`. What is not done
    /// by then is cancelled and resumes at the next start.
    /// - Throws: an error of the ledger: without it nothing may be done.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.work() }
                group.addTask { try await self.waitForDrainDeadline() }
                try await group.next()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.drain.begin()
            self.bell.ring()
        }
    }

    private func work() async throws {
        try await withThrowingDiscardingTaskGroup { jobs in
            bell.ring()
            for await _ in bell.rings {
                // Without the ledger nothing may be done: the first failure to write it ends the daemon.
                if let failure = failure.withLock({ $0 }) { throw failure }
                if drain.hasBegun { break }
                try await fillWorkers(in: &jobs)
            }
            bell.ring(at: nil)
        }
    }

    private func fillWorkers(in jobs: inout ThrowingDiscardingTaskGroup<any Error>) async throws {
        let now = workshop.time.wall()
        while !drain.hasBegun, running.withLock({ $0 }) < settings.workers,
            let claimed = try await ledger.claimNext(under: epoch, at: now)
        {
            running.withLock { $0 += 1 }
            jobs.addTask { await self.run(claimed) }
        }
        let due = try await ledger.nextDue(after: now)
        bell.ring(at: due.map { workshop.time.elapsed() + max(.zero, $0 - now) })
    }

    private func run(_ claimed: ClaimedJob) async {
        do {
            try await JobRun(claimed, workshop: workshop, drain: drain).run()
        } catch {
            failure.withLock { $0 = $0 ?? error }
        }
        running.withLock { $0 -= 1 }
        bell.ring()
    }

    private func waitForDrainDeadline() async throws {
        for await _ in drain.beginning {}
        try Task.checkCancellation()
        workshop.events.record(.service(.draining(deadline: settings.drain)))
        try await workshop.time.sleep(settings.drain)
    }
}

/// The end of admission: jobs stop before their next side effect.
final class Drain: Sendable {
    /// Ends when the drain begins.
    let beginning: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let began = Mutex(false)

    init() { (beginning, continuation) = AsyncStream.makeStream() }

    var hasBegun: Bool { began.withLock { $0 } }

    func begin() {
        began.withLock { $0 = true }
        continuation.finish()
    }
}
