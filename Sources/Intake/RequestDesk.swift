// Grants or refuses what people ask about jobs by command or note.

import FileAccess
import JobModel
import Ledger
import Outbox
import ServiceLifecycle
import Telemetry
import Timing

/// Works off the requests that were left in the ledger. A request is answered when it has taken effect, so that one
/// which a crash interrupts is taken up again by the next daemon.
package struct RequestDesk: Service {
    /// What is needed to take a job's files again, by root.
    package struct Shelf: Sendable {
        package let claimer: DropClaimer
        package let outbox: ShareOutbox
        package let log: EditorLog

        package init(claimer: DropClaimer, outbox: ShareOutbox, log: EditorLog) {
            self.claimer = claimer
            self.outbox = outbox
            self.log = log
        }
    }

    let requests: any RequestTray
    let ledger: any LedgerWriter
    let epoch: Epoch
    let shelves: [String: Shelf]
    let events: any EventSink
    let time: Timekeeper
    private let start: @Sendable () async -> Void
    /// Has a running job stop; says whether it runs.
    let stop: @Sendable (JobID) -> Bool
    /// Called when there is something to work on.
    let changed: @Sendable () -> Void

    /// - Parameter start: waited for before the first request: what a crash left in the roots has to be settled before.
    package init(
        requests: any RequestTray, ledger: any LedgerWriter, epoch: Epoch, shelves: [String: Shelf],
        events: any EventSink, time: Timekeeper, start: @escaping @Sendable () async -> Void = {},
        stop: @escaping @Sendable (JobID) -> Bool, changed: @escaping @Sendable () -> Void
    ) {
        self.requests = requests
        self.ledger = ledger
        self.epoch = epoch
        self.shelves = shelves
        self.events = events
        self.time = time
        self.start = start
        self.stop = stop
        self.changed = changed
    }

    /// How often the box is looked into. Requests come from other processes, which cannot ring.
    private static let interval: Duration = .seconds(1)

    /// Runs until graceful shutdown.
    /// - Throws: an error of the ledger.
    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            await start()
            repeat {
                for open in try await requests.openRequests() { try await grantOrRefuse(open) }
            } while (try? await time.sleep(Self.interval)) != nil
        }
    }

    /// A request stays open when there is no room for its answer; what it asked for is then found done.
    private func grantOrRefuse(_ open: NumberedRequest) async throws {
        guard let answer = try await answer(to: open.request) else { return }
        do throws(LedgerError) {
            try await requests.answer(open.number, with: answer, under: epoch)
        } catch {
            guard error.code == .noRoom else { throw error }
        }
    }

    /// - Returns: `nil` as long as it has not taken effect.
    package func answer(to request: JobRequest) async throws -> RequestAnswer? {
        guard let job = try await ledger.job(request.job) else {
            return RequestAnswer(isGranted: false, "There is no job \(request.job).")
        }
        switch request.wish {
        case .cancel: return try await cancel(job)
        case .retry(let resend): return try await retry(job, mayResend: resend)
        }
    }

    // MARK: Cancelling

    private func cancel(_ job: Job) async throws -> RequestAnswer? {
        switch job.state {
        case .finished: return RequestAnswer(isGranted: false, "Job \(job.id) is finished; nothing is left to cancel.")
        case .cancelled: return RequestAnswer(isGranted: true, "Job \(job.id) is cancelled; its files are in failed/.")
        case .failed(let failure, _, _) where failure.code != .uncertain:
            return RequestAnswer(isGranted: false, "Job \(job.id) has failed already; its files are in failed/.")
        case .active, .waiting, .failed:
            // The pool alone knows whether somebody works on it; what it has cancelled is answered at the next look.
            if stop(job.id) { return nil }
            return try await cancelResting(job)
        }
    }

    private func cancelResting(_ job: Job) async throws -> RequestAnswer? {
        do throws(LedgerError) {
            let wasOver = job.state.isOver
            let cancelled = try await ledger.record(.cancelled, ofUnclaimed: job.id, under: epoch, at: time.wall())
            if !wasOver { shelves[job.origin.root]?.log.tell(.cancelled, of: cancelled) }
            changed()
            return RequestAnswer(
                isGranted: true,
                wasOver ? "Job \(job.id) is given up." : "Job \(job.id) is cancelled; its files go to failed/.")
        } catch {
            switch error.code {
            case .claimed: return nil
            case .illegalRecord where job.state.stage == .ready(step: job.plan.steps.count):
                return RequestAnswer(isGranted: false, "Everything of job \(job.id) is delivered already.")
            // Its files are on their way, or a message is at work on a timeline it shares: when that is over.
            case .illegalRecord: return nil
            case .fenced, .missing, .conflict, .noRoom, .unreadable, .failed: throw error
            }
        }
    }
}
