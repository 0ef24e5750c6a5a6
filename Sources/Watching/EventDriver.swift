// Watching by the kernel's events, which a program of its own gathers: see longtake-watch for why.

import JobModel
import ServiceLifecycle
import Synchronization
import Telemetry

/// Runs `longtake-watch` and passes on what it says. While it is not there, and for folders it cannot watch, the tree
/// is polled.
package final class EventDriver: FolderWatcher {
    package var events: FolderEvents { FolderEvents(outlet) }

    private let root: String
    private let process: WatcherProcess
    private let settings: WatchingSettings
    private let clock: any Clock<Duration>
    private let sink: any EventSink
    private let outlet: FolderEventOutlet
    private let supervision: Mutex<WatcherSupervision>

    /// - Parameters:
    ///   - root: the root's path.
    ///   - program: where `longtake-watch` is.
    package init(
        root: String, program: String, settings: WatchingSettings, clock: any Clock<Duration>, sink: any EventSink
    ) {
        self.root = root
        self.settings = settings
        self.clock = clock
        self.sink = sink
        process = WatcherProcess(program: program, root: root)
        outlet = FolderEventOutlet(capacity: settings.bufferedEvents) {
            sink.record(.watching(.overflow(root: root)))
        }
        supervision = Mutex(WatcherSupervision(root: root, pauses: settings.restart))
    }

    package func run() async throws {
        defer { outlet.finish() }
        sink.record(.watching(.started(root: root, driver: WatchingDriver.events.rawValue)))
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.keepWatcherRunning() }
                group.addTask { await self.pollWhatIsNotWatched() }
                group.addTask { await self.outlet.sendRescans(every: self.settings.rescan, by: self.clock) }
            }
        }
    }

    private func keepWatcherRunning() async {
        while !Task.isCancelled {
            let (ending, ranFor) = await watchOnce(clock)
            if Task.isCancelled { return }
            let next = supervision.withLock { $0.end(ending, ranFor: ranFor) }
            perform(next.actions)
            guard await clock.waits(for: next.restartIn) else { return }
        }
    }

    private func watchOnce(_ clock: some Clock<Duration>) async -> (WatcherSupervision.Ending, ranFor: Duration) {
        let start = clock.now
        let ending = await process.run { record throws(WatchRecordParser.Malformed) in
            let actions = try self.supervision.withLock { supervision throws(WatchRecordParser.Malformed) in
                try supervision.take(record)
            }
            self.perform(actions)
        }
        return (ending, start.duration(to: clock.now))
    }

    private func perform(_ actions: [WatcherSupervision.Action]) {
        for action in actions {
            switch action {
            case .emit(let event): outlet.send(event)
            case .tell(let event): sink.record(.watching(event))
            }
        }
    }

    private func pollWhatIsNotWatched() async {
        var poller = TreePoller(root: root)
        while await clock.waits(for: settings.poll) {
            let polled = supervision.withLock { $0.polled }
            poller.keep(polled)
            for path in polled {
                switch await poller.look(below: path) {
                case .first: outlet.send(.rescanNeeded(below: path))
                case .next(let events): for event in events { outlet.send(event) }
                case .gone, .unreadable: break
                }
            }
        }
    }
}
