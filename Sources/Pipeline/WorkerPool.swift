// The persistent pool: claims jobs while workers are free, and lets running steps finish when it has to stop.

import JobModel
import Ledger
import ServiceLifecycle
import Synchronization
import Telemetry
import Timing

/// Works off the ledger with a bounded number of jobs at once. Jobs that only give their files back have places of their
/// own: they neither need a free worker nor take one.
package final class WorkerPool: Service {
    private let ledger: any LedgerWriter
    private let epoch: Epoch
    private let settings: PipelineSettings
    private let workshop: JobRun.Workshop
    /// Rung when there may be something to claim: after an admission, after a job, when a waiting job is due.
    private let bell: Bell
    private let running = Mutex<[JobID: Hands]>([:])
    private let failure = Mutex<(any Error)?>(nil)
    private let drain = Drain()
    private let reception: Reception
    private let start: @Sendable () async -> Void

    /// - Parameter start: waited for before the first job is claimed, so that what people left in the inbox while no
    ///   daemon ran has been read.
    package init(
        ledger: any LedgerWriter, epoch: Epoch, settings: PipelineSettings, workshop: JobRun.Workshop, bell: Bell,
        start: @escaping @Sendable () async -> Void = {}
    ) {
        self.ledger = ledger
        self.epoch = epoch
        self.settings = settings
        self.workshop = workshop
        self.bell = bell
        self.start = start
        reception = Reception(workshop: workshop)
    }

    /// There may be something to do.
    /// - Parameter job: one that was admitted: it is worked on now, or its editor is told that it has to wait.
    package func welcome(_ job: Job?) {
        if let job { reception.welcome(job) }
        bell.ring()
    }

    /// Runs until graceful shutdown, then for as long as running steps take, up to `timing.drain`. What is not done
    /// by then is cancelled and resumes at the next start.
    /// - Throws: an error of the ledger: without it nothing may be done.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.work() }
                group.addTask { try await self.reception.run() }
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
        await start()
        try await withThrowingDiscardingTaskGroup { jobs in
            // What was waited for may be over, and the clock may have been set meanwhile: all look again.
            try await ledger.hasten(Set(Waiting.Reason.allCases), under: epoch, at: workshop.appointments.now)
            bell.ring()
            for await _ in bell.rings {
                // Without the ledger nothing may be done: the first failure to write it ends the daemon.
                if let failure = failure.withLock({ $0 }) { throw failure }
                if drain.hasBegun { break }
                let newcomers = reception.takeNewcomers()
                try await fillWorkers(in: &jobs)
                reception.tell(newcomers)
            }
            bell.ring(at: nil)
        }
    }

    private func fillWorkers(in jobs: inout ThrowingDiscardingTaskGroup<any Error>) async throws {
        let now = workshop.appointments.now
        while !drain.hasBegun, taken(onlyReturning: true) < Self.returningPlaces,
            let claimed = try await ledger.claimReturning(under: epoch, at: now)
        {
            begin(claimed, onlyReturning: true, in: &jobs)
        }
        while !drain.hasBegun, taken(onlyReturning: false) < settings.workers,
            let claimed = try await ledger.claimNext(under: epoch, at: now)
        {
            begin(claimed, onlyReturning: false, in: &jobs)
        }
        let due = try await ledger.nextDue(after: now)
        bell.ring(at: due.map { workshop.time.elapsed() + max(.zero, $0 - now) })
    }

    /// How many jobs give their files back at once.
    private static let returningPlaces = 4

    private func taken(onlyReturning: Bool) -> Int {
        running.withLock { $0.values.count { $0.onlyReturning == onlyReturning } }
    }

    private func begin(
        _ claimed: ClaimedJob, onlyReturning: Bool, in jobs: inout ThrowingDiscardingTaskGroup<any Error>
    ) {
        let cancellation = Cancellation()
        running.withLock { $0[claimed.job.id] = Hands(onlyReturning: onlyReturning, cancellation: cancellation) }
        jobs.addTask { await self.run(claimed, cancellation) }
    }

    private func run(_ claimed: ClaimedJob, _ cancellation: Cancellation) async {
        do {
            try await JobRun(claimed, workshop: workshop, drain: drain, cancellation: cancellation).run()
        } catch {
            failure.withLock { $0 = $0 ?? error }
        }
        // The job may have been claimed again since it was given back.
        running.withLock { running in
            if running[claimed.job.id]?.cancellation === cancellation { running[claimed.job.id] = nil }
        }
        bell.ring()
    }

    /// Has a job that is being worked on stop before its next paid step.
    /// - Returns: whether it is being worked on.
    package func cancel(_ id: JobID) -> Bool {
        let cancellation = running.withLock { $0[id]?.cancellation }
        cancellation?.ask()
        return cancellation != nil
    }

    /// Lets the jobs that wait for one of these look again at once.
    package func wake(waitingFor reasons: Set<Waiting.Reason>) async throws {
        try await ledger.hasten(reasons, under: epoch, at: workshop.appointments.now)
        bell.ring()
    }

    private func waitForDrainDeadline() async throws {
        for await _ in drain.beginning {}
        try Task.checkCancellation()
        workshop.events.record(.service(.draining(deadline: settings.drain)))
        try await workshop.time.sleep(settings.drain)
    }
}

/// Who works on a job.
private struct Hands {
    /// Whether there is nothing to do but give its files back.
    let onlyReturning: Bool
    let cancellation: Cancellation
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
