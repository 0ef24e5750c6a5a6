// The two ways a folder is watched, and the one place where a way becomes a watcher.

import Telemetry

/// How a folder is watched. Ask ``FilesystemKind/driver`` which fits.
package enum WatchingDriver: String, Sendable {
    /// The kernel tells, through the program `longtake-watch`.
    case events
    /// The tree is read again and again.
    case polling

    /// - Parameters:
    ///   - root: the root's path.
    ///   - program: where `longtake-watch` is: beside the main executable.
    package func watcher(
        root: String, program: String, settings: WatchingSettings, clock: any Clock<Duration>, sink: any EventSink
    ) -> any FolderWatcher {
        switch self {
        case .events: EventDriver(root: root, program: program, settings: settings, clock: clock, sink: sink)
        case .polling: PollingDriver(root: root, settings: settings, clock: clock, sink: sink)
        }
    }
}
