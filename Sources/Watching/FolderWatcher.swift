// What every way of watching a folder promises, whatever it does to keep the promise.

import ServiceLifecycle

/// Watches the tree below one root while it runs.
///
/// The promise of every driver:
/// - No event is dropped silently. Where one may have been missed, by the kernel, by a dead helper or because the
///   consumer was slow, a ``FolderEvent/rescanNeeded(below:)`` that covers it follows.
/// - Soon after the start, and again every ``WatchingSettings/rescan``, the root is named for a rescan: what was there
///   before, and what no driver saw, is found too (FOLDER-CONTRACT 2).
/// - Nothing here ends the daemon. A missing root, a missing helper and an exhausted limit are told to the event sink,
///   and watching goes on by itself when they are over.
/// - What happens in private folders (names beginning with `.`, `@eaDir`, `#recycle`) is not told.
package protocol FolderWatcher: Service {
    /// What happened below the root. For one consumer; ends after ``run()`` has.
    var events: FolderEvents { get }
}
