// Watching where the kernel tells nothing: the tree is read again and again (FOLDER-CONTRACT 2).

import JobModel
import ServiceLifecycle
import Telemetry

/// Reads the tree every ``WatchingSettings/poll`` and tells what differs. It can only say that something changed or
/// vanished, never that a writer is done.
package final class PollingDriver: FolderWatcher {
    package var events: FolderEvents { FolderEvents(outlet) }

    private let root: String
    private let settings: WatchingSettings
    private let clock: any Clock<Duration>
    private let sink: any EventSink
    private let outlet: FolderEventOutlet

    package init(root: String, settings: WatchingSettings, clock: any Clock<Duration>, sink: any EventSink) {
        self.root = root
        self.settings = settings
        self.clock = clock
        self.sink = sink
        outlet = FolderEventOutlet(capacity: settings.bufferedEvents) {
            sink.record(.watching(.overflow(root: root)))
        }
    }

    package func run() async throws {
        defer { outlet.finish() }
        sink.record(.watching(.started(root: root, driver: WatchingDriver.polling.rawValue)))
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.poll() }
                group.addTask { await self.outlet.sendRescans(every: self.settings.rescan, by: self.clock) }
            }
        }
    }

    private func poll() async {
        var poller = TreePoller(root: root)
        // Told once, until the root could be read in between.
        var trouble: WatchingEvent?
        repeat {
            switch await poller.look(below: .root) {
            case .first(let folders):
                trouble = nil
                sink.record(.watching(.ready(root: root, folders: folders)))
                outlet.send(.rescanNeeded(below: .root))
            case .next(let events):
                for event in events { outlet.send(event) }
            case .gone:
                tell(.rootGone(root: root), unless: &trouble)
            case .unreadable(let error):
                tell(.rootUnreadable(root: root, reason: "\(error)"), unless: &trouble)
            }
        } while await clock.waits(for: settings.poll)
    }

    private func tell(_ event: WatchingEvent, unless told: inout WatchingEvent?) {
        guard told != event else { return }
        told = event
        sink.record(.watching(event))
        // Whoever holds files of this root has to notice as well.
        outlet.send(.rescanNeeded(below: .root))
    }
}

extension FolderEventOutlet {
    /// Names the root for a rescan at regular times, until the task is cancelled.
    func sendRescans(every interval: Duration, by clock: any Clock<Duration>) async {
        while await clock.waits(for: interval) { send(.rescanNeeded(below: .root)) }
    }
}

extension Clock<Duration> {
    /// - Returns: `false` when the task was cancelled meanwhile.
    func waits(for duration: Duration) async -> Bool {
        do {
            try await sleep(for: duration)
            return !Task.isCancelled
        } catch {
            return false
        }
    }
}
