// One point of the sweep: a job with one fault in it, then a daemon without faults, then the oracles.

import CountingBackend
import EndToEndSupport
import Foundation

struct SweepRun {
    let scenario: SweepScenario
    let point: FaultPoint
    let clean: SystemCallTrace

    func result() async throws -> SweepResult {
        let job = try await SweepShare(scenario)
        let command = try await point.wrapper(clean: clean, output: job.trace)
        let first = job.daemon(wrapper: command)
        try await goOn(job, first)
        var evidence = SweepEvidence(point: point, job: job)
        evidence.command = command
        evidence.endedByItself = first.hasEnded
        evidence.exposed += evidence.search.processes(among: job.processes)
        do { try await job.end(first) } catch { evidence.problems.append("the daemon with the fault does not stop") }
        evidence.outputs.append(first.output)
        evidence.trace = try job.tracedCalls()

        try await settle(job, &evidence)
        return SweepResult(try evidence.judged())
    }

    /// Runs the daemon without faults until the job is over. A client that gets no second token waits for the day on
    /// which it does: that day comes at once, and with it a third daemon.
    private func settle(_ job: SweepShare, _ evidence: inout SweepEvidence) async throws {
        let daemon = job.daemon()
        var isDenied = false
        do { try await finish(job, by: daemon, &evidence) } catch is TokenDenied {
            isDenied = true
        } catch is DaemonEnded {
            evidence.problems.append("a daemon that had no fault ended by itself")
        } catch let problem as NotSeen {
            evidence.problems.append("did not come: \(problem.wanted)")
        }
        evidence.exposed += evidence.search.processes(among: job.processes)
        do { try await job.end(daemon) } catch { evidence.problems.append("a daemon that had no fault does not stop") }
        evidence.outputs.append(daemon.output)
        guard isDenied else { return }
        evidence.wasTokenDenied = true
        job.share.backend.allowAnotherToken()
        try await settle(job, &evidence)
    }

    /// Waits until the job is over by the share and by the ledger.
    private func finish(_ job: SweepShare, by daemon: SweepDaemon, _ evidence: inout SweepEvidence) async throws {
        try await eventually("the daemon is up", within: .seconds(20)) {
            daemon.hasEnded || daemon.output.contains(" watches ")
        }
        let isAllowed = evidence.wasTokenDenied
        try await eventually("the job is over", within: .seconds(20)) {
            if daemon.hasEnded { throw DaemonEnded() }
            if job.share.backend.tally.tokensDenied > 0, !isAllowed { throw TokenDenied() }
            return job.isOver
        }
        try await eventually("the job is over in the ledger too", within: .seconds(20)) {
            if daemon.hasEnded { throw DaemonEnded() }
            evidence.ledger = (try? await job.jobs()) ?? []
            return !evidence.ledger.isEmpty && evidence.ledger.allSatisfy(\.isOver)
        }
    }

    /// Lets a daemon go on with its fault as long as that can change anything. It is then stopped, whatever it does.
    private func goOn(_ job: SweepShare, _ daemon: SweepDaemon) async throws {
        if point.fault == .fullDisk {
            try await until(within: .seconds(10)) { daemon.hasEnded || job.isOver || job.hasInjection }
            // Long enough for some of its tries to do without room.
            try await until(within: .milliseconds(700)) { daemon.hasEnded || job.isOver }
        } else {
            let patience: Duration = point.fault == .kill ? .seconds(20) : .seconds(5)
            try await until(within: patience) { daemon.hasEnded || job.isOver }
        }
    }

    private func until(within limit: Duration, _ isSo: () -> Bool) async throws {
        let deadline = ContinuousClock.now + limit
        while !isSo(), ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
    }
}

/// The backend gave no second token to the client id.
private struct TokenDenied: Error {}

/// A daemon that should have gone on did not.
private struct DaemonEnded: Error {}
