// `longtake status`: what is going on, in a few lines.

import ArgumentParser
import Daemon
import Ledger
import LedgerSQLite
import SystemPackage

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show whether the daemon runs, and how its jobs stand.")

    @OptionGroup var options: SettingsOptions

    @Flag(help: "Print JSON for scripts.")
    var json = false

    func run() async throws {
        let settings = try options.loadForReading(environment: ProcessSurroundings.environment)
        let state = settings.state.string
        let ledger = try SQLiteLedger.reader(path: StateFolder.ledgerPath(in: state))
        let summary = StatusSummary(
            daemon: DaemonLocks.holder(ofState: state), tally: try await ledger.tally(),
            jobs: try await ledger.jobs(.unfinished, limit: 20).map(JobSummary.init))
        Console.line(json ? try JSONText.of(summary) : summary.text)
    }
}

/// What `longtake status` shows.
struct StatusSummary: Encodable {
    /// Who holds the state directory; `nil` when no daemon runs.
    let daemon: String?
    let tally: JobTally
    /// Those that are not over.
    let jobs: [JobSummary]

    var text: String {
        var lines = [daemon.map { "Running: \($0)." } ?? "No daemon is running on this state directory."]
        lines.append(
            """
            Jobs: \(tally.active) active, \(tally.waiting) waiting, \(tally.finished) finished, \(tally.failed) failed, \
            \(tally.cancelled) cancelled.
            """)
        if !jobs.isEmpty { lines.append(JobSummary.table(jobs)) }
        return lines.joined(separator: "\n")
    }
}
