// Tells the editor of a job that was just picked up when it has to wait for its turn (FOLDER-CONTRACT 3).

import JobModel
import Ledger
import Outbox
import Synchronization
import Telemetry
import Timing

/// Looks at each new job once, after the pool has given it a worker if one was free.
final class Reception: Sendable {
    private let workshop: JobRun.Workshop
    private let newcomers = Mutex<[Job]>([])
    private let waiting: AsyncStream<[Job]>
    private let handOver: AsyncStream<[Job]>.Continuation

    init(workshop: JobRun.Workshop) {
        self.workshop = workshop
        (waiting, handOver) = AsyncStream.makeStream()
    }

    func welcome(_ job: Job) { newcomers.withLock { $0.append(job) } }

    /// Those who came before the pool looks for work. They are told of after it.
    func takeNewcomers() -> [Job] {
        newcomers.withLock { newcomers in
            defer { newcomers = [] }
            return newcomers
        }
    }

    func tell(_ jobs: [Job]) { if !jobs.isEmpty { handOver.yield(jobs) } }

    /// Runs until the task is cancelled. Thousands of logs take their time, and no job waits for them.
    /// - Throws: an error of the ledger.
    func run() async throws {
        for await jobs in waiting {
            let typical = Estimate.typical(of: try await workshop.ledger.workTimes(limit: Estimate.sample))
            for job in jobs {
                guard !Task.isCancelled else { return }
                try await tell(job, typical: typical)
            }
        }
    }

    private func tell(_ job: Job, typical: Duration?) async throws {
        guard let place = try await workshop.ledger.place(of: job.id, at: workshop.appointments.now) else { return }
        let log = workshop.outboxes[job.origin.root]?.log
        if let holder = place.holder { log?.tell(.held(by: holder.stem), of: job) }
        // Nobody can tell then how many come first, or how long it takes.
        guard place.holder == nil else { return }
        let isCounted = place.aheadElsewhere < QueuePlace.most
        let estimate = isCounted ? Estimate.wait(for: place, typical: typical, workers: workshop.settings.workers) : nil
        log?.tell(.queued(ahead: place.aheadInLane + place.aheadElsewhere, estimate: estimate), of: job)
    }
}

/// How long a job may have to wait, guessed from how long others took.
enum Estimate {
    /// How many of the jobs finished last are asked.
    static let sample = 20
    /// Fewer than these say nothing.
    private static let fewest = 3

    /// The median, which a job that rested for a day among them does not move.
    static func typical(of times: [Duration]) -> Duration? {
        times.count < fewest ? nil : times.sorted()[times.count / 2]
    }

    /// Jobs of a lane run one after the other, those of others side by side.
    static func wait(for place: QueuePlace, typical: Duration?, workers: Int) -> Duration? {
        guard let typical else { return nil }
        if place.aheadInLane > 0 { return typical * place.aheadInLane }
        return typical * (place.aheadElsewhere + 1) / max(1, workers)
    }
}
