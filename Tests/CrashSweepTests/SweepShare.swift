// One job on a share of its own, before the backend that counts: what each point of the sweep begins with.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport

/// A clip and its prompt in the inbox, and a daemon's settings that make a job of them take a second.
struct SweepShare {
    let scenario: SweepScenario
    let share: CountedShare
    let trace: String

    /// Waits as short as a test can bear; what is waited for in earnest is none of the sweep's business.
    static let settings = [
        "duplicates": "reuse", "timing.settle": "10ms", "timing.settle_prompt": "10ms", "timing.settle_remote": "200ms",
        "timing.quiet_check": "20ms", "timing.render_poll": "20ms", "timing.credits_poll": "100ms",
        "timing.rate_limit_wait": "100ms",
    ]

    init(_ scenario: SweepScenario) async throws {
        self.scenario = scenario
        share = try await CountedShare()
        trace = share.folder.appending("strace.out")
        try share.drop(prompt: scenario.prompt)
        for _ in 0..<scenario.jobsBefore {
            try await finish()
            try share.drop(prompt: scenario.prompt)
        }
    }

    /// Has the job done, and takes away what it left on the share.
    private func finish() async throws {
        let daemon = daemon()
        try await eventually("the job before is over", seen: { share.tree + "\n" + daemon.output }) {
            guard isOver else { return false }
            return try await jobs().allSatisfy(\.isOver)
        }
        try await end(daemon)
        for folder in ["outbox", "archive"] {
            for name in share.names(in: folder) {
                try FileManager.default.removeItem(atPath: share.path("\(folder)/\(name)"))
            }
        }
    }

    func daemon(wrapper: [String] = []) -> SweepDaemon {
        SweepDaemon(share.daemon(Self.settings, wrapper: Self.withoutExtent + wrapper))
    }

    /// The sweep's own setting is none of the program's.
    private static let withoutExtent = ["env", "-u", SweepExtent.variable]

    /// Whether the share shows that the job is over: nothing left in the inbox and with the daemon, the originals back
    /// in people's reach.
    var isOver: Bool {
        share.names(in: "inbox").isEmpty && share.names(in: ".longtake/claimed").isEmpty
            && share.files.contains { $0.hasPrefix("archive/") || $0.hasPrefix("failed/") }
    }

    /// What the ledger has of jobs, as `longtake jobs list` tells it.
    func jobs() async throws -> [LedgerJob] {
        let listing = ProgramUnderTest(
            ["jobs", "list", "--json", "--state", share.state], wrapper: Self.withoutExtent)
        _ = try await listing.ending()
        return try JSONDecoder().decode([LedgerJob].self, from: Data(listing.output.utf8))
    }

    struct LedgerJob: Decodable {
        let id: String
        let state: String
        var isOver: Bool { ["finished", "failed", "cancelled"].contains(state) }
    }

    /// The daemon, by the locks that it holds: of the state directory and of the root, of which a fault may have left one
    /// empty. `nil` when there is none.
    private var runningDaemon: DaemonProcess? {
        [share.state, share.path(".longtake")]
            .compactMap { try? DaemonProcess(ofState: $0) }
            .first { DaemonProcess.arguments(of: $0.id).contains(share.state) }
    }

    /// The daemon and the programs that it runs now.
    var processes: [pid_t] { runningDaemon.map { [$0.id] + $0.children } ?? [] }

    /// Stops a daemon, be it traced or not, and waits for its end.
    func end(_ daemon: SweepDaemon) async throws {
        var isTold = false
        do {
            try await eventually("the daemon stops", within: .seconds(20), seen: { daemon.output }) {
                if !isTold, let running = runningDaemon {
                    running.send(SIGTERM)
                    isTold = true
                }
                return daemon.hasEnded
            }
        } catch {
            runningDaemon?.send(SIGKILL)
            throw error
        }
    }

    /// Whether a fault was put into a call, by the trace so far.
    var hasInjection: Bool {
        FileManager.default.contents(atPath: trace)?.range(of: Data("(INJECTED)".utf8)) != nil
    }

    func tracedCalls() throws -> SystemCallTrace { try SystemCallTrace(at: trace, below: share.folder.path) }
}
