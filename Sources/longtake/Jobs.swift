// `longtake jobs`: what the ledger knows about jobs.

import ArgumentParser
import Daemon
import JobModel
import Ledger
import LedgerSQLite
import SystemPackage
import Telemetry

struct Jobs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List jobs, show one with its journal, retry or cancel one.",
        subcommands: [List.self, Show.self, Retry.self, Cancel.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List jobs, the newest first.",
            discussion: "Works whether or not the daemon runs. `longtake jobs show ID` tells the rest.")

        @OptionGroup var options: SettingsOptions

        @Flag(help: "Only jobs that are not over.")
        var unfinished = false

        @Option(help: ArgumentHelp("How many at most.", valueName: "number"))
        var limit = 50

        @Flag(help: "Print JSON for scripts.")
        var json = false

        func run() async throws {
            let ledger = try openLedger(options)
            let jobs = try await ledger.jobs(unfinished ? .unfinished : .all, limit: limit).map(JobSummary.init)
            if json { return Console.line(try JSONText.of(jobs)) }
            Console.line(jobs.isEmpty ? "There are no jobs." : JobSummary.table(jobs))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a job: its files, its steps and every record of its journal.")

        @Argument(help: "The job's name, as `longtake jobs list` shows it.")
        var id: String

        @OptionGroup var options: SettingsOptions

        @Flag(help: "Print JSON for scripts.")
        var json = false

        func run() async throws {
            let ledger = try openLedger(options)
            guard let job = try await ledger.job(JobID(id)) else { throw LedgerError.missing(JobID(id)) }
            let details = JobDetails(job: job, journal: try await ledger.journal(of: job.id))
            Console.line(json ? try JSONText.of(details) : details.text)
        }
    }
}

private func openLedger(_ options: SettingsOptions) throws -> some LedgerReader {
    let settings = try options.loadForReading(environment: ProcessSurroundings.environment)
    return try SQLiteLedger.reader(path: StateFolder.ledgerPath(in: settings.state.string))
}

/// Everything about one job.
struct JobDetails: Encodable {
    let job: Job
    let journal: [JournalEntry]

    var text: String {
        let summary = JobSummary(job)
        var lines = ["Job \(summary.id): \(summary.clip), \(summary.state)"]
        if !summary.detail.isEmpty { lines[0] += " (\(summary.detail))" }
        if case .failed(let failure, _, _) = job.state { lines.append("To do: \(failure.remedy)") }
        lines.append("From: \(job.origin.root.shownOnOneLine)/inbox/\(job.origin.folder)")
        for member in job.members { lines.append("File: \(member.name) (\(ByteText.size(member.size)))") }
        for (number, step) in job.plan.steps.enumerated() { lines.append("Step \(number + 1): \(step)".shownOnOneLine) }
        if let session = job.session { lines.append("Session: \(session)") }
        lines.append("Journal:")
        for entry in journal { lines.append("  \(ClockText.local(entry.time))  \("\(entry.record)".shownOnOneLine)") }
        return lines.joined(separator: "\n")
    }
}
