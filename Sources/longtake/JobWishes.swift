// `longtake jobs retry` and `longtake jobs cancel`: wishes that the daemon grants or refuses.

import ArgumentParser
import Daemon
import JobModel
import Ledger
import LedgerSQLite
import SystemPackage
import Timing

extension Jobs {
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a failed or cancelled job go on from the step where it stopped.",
            discussion: """
                Its files are taken out of failed/, as if they had been dragged back to the inbox. Nothing that is done is \
                done or paid for again. A message of which nobody knows whether it arrived is looked for in the timeline \
                once more, and sent again only with --resend: that may be charged twice.
                """)

        @Argument(help: "The job's name, as `longtake jobs list` shows it.")
        var id: String

        @Flag(help: "Send a message whose fate is unknown once more, if the timeline shows no trace of it.")
        var resend = false

        @OptionGroup var options: SettingsOptions

        func run() async throws { try await ask(JobRequest(.retry(resend: resend), of: JobID(id)), options) }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop a job before its next paid step, or give up one that is uncertain.",
            discussion: "Its files go to failed/, marked as cancelled. What has been paid for stays paid for.")

        @Argument(help: "The job's name, as `longtake jobs list` shows it.")
        var id: String

        @OptionGroup var options: SettingsOptions

        func run() async throws { try await ask(JobRequest(.cancel, of: JobID(id)), options) }
    }
}

/// Leaves a request with the daemon and tells its answer. Without a daemon the request stays until the next one starts.
private func ask(_ request: JobRequest, _ options: SettingsOptions) async throws {
    let state = try options.loadForReading(environment: ProcessSurroundings.environment).state.string
    let path = StateFolder.ledgerPath(in: state)
    // Known before anything is left: a name that is wrong is told at once.
    guard try await SQLiteLedger.reader(path: path).job(request.job) != nil else {
        throw LedgerError.missing(request.job)
    }
    let box = try SQLiteRequestBox(path: path)
    let time = Timekeeper.system
    let number = try await box.leave(request, at: time.wall())
    guard DaemonLocks.holder(ofState: state) != nil else {
        return Console.line("No daemon is running; the next one does it when it starts.")
    }
    let patience = time.elapsed() + .seconds(10)
    while time.elapsed() < patience {
        if let answer = try await box.answer(to: number) {
            if answer.isGranted { return Console.line(answer.sentence) }
            Console.complain("longtake: \(answer.sentence)")
            throw ExitCode(1)
        }
        try await time.sleep(.milliseconds(50))
    }
    Console.line(
        request.wish == .cancel
            ? "Noted; the job stops as soon as the call that is under way is over."
            : "Noted; the job goes on once its files have been looked through.")
}
