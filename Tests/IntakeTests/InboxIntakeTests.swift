// The intake as a service: it hears of real files from a real watcher, and stops when it is asked to.

import Intake
import JobModel
import Logging
import ServiceLifecycle
import Telemetry
import TestSupport
import Testing
import Timing
import Watching

@Suite(.timeLimit(.minutes(5)))
struct InboxIntakeTests {
    /// Time as it passes.
    private var realTime: Timekeeper {
        let start = ContinuousClock.now
        return Timekeeper(
            wall: { Timestamp(milliseconds: 1_795_600_000_000) }, elapsed: { ContinuousClock.now - start },
            sleep: { try await Task.sleep(for: $0) })
    }

    private var quick: IntakeSettings {
        var settings = IntakeSettings()
        settings.settle = .milliseconds(20)
        settings.settlePrompt = .milliseconds(20)
        settings.settleRemote = .milliseconds(20)
        return settings
    }

    @Test func `what is there and what comes is taken, until the service is told to stop`() async throws {
        let share = try await InboxShare("drop first")
        var watching = WatchingSettings()
        watching.poll = .milliseconds(20)
        let watcher = PollingDriver(
            root: share.path + "/inbox", settings: watching, clock: ContinuousClock(), sink: share.told)
        let time = realTime
        let intake = InboxIntake(
            watcher: watcher, desk: try share.desk(quick, trust: .pollingOnly, time: time), time: time)
        let group = ServiceGroup(services: [watcher, intake], logger: Logger(label: "test"))
        let running = Task { try await group.run() }

        try await expectPickUp(of: "first.mp4", in: share)
        try share.sh("drop second")
        try await expectPickUp(of: "second.mp4", in: share)
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(try share.names(in: "inbox").isEmpty)
    }

    private func expectPickUp(of name: FileName, in share: InboxShare) async throws {
        let files = await share.told.first { event -> [FileName]? in
            guard case .job(_, .pickedUp(let files)) = event, files.contains(where: { $0.name == name }) else {
                return nil
            }
            return files.map(\.name)
        }
        #expect(files?.count == 2)
    }
}
