// SPDX-License-Identifier: GPL-2.0-or-later
// Turns the kernel's events into records while people make, move and remove what they are about.

import CInotifytools
import Glibc

/// The tree below one root, every directory of which is watched.
struct WatchTree: ~Copyable {
    /// Why there is nothing left to watch.
    enum Ending: Error {
        case rootGone
        case readerGone
        /// A sentence that says why.
        case failed(String)
    }

    let root: RootPath
    private let identity: DirectoryIdentity
    var inotify: Inotify
    var map: DirectoryMap
    var unwatched = UnwatchedFolders()
    private var records: RecordWriter

    /// Watches the root alone; ``watchWholeTree()`` does the rest.
    init(root: RootPath, inotify: consuming Inotify, records: RecordWriter) throws(Ending) {
        var inotify = inotify
        let watched = try Self.watchRoot(root, &inotify)
        self.root = root
        self.identity = watched.identity
        self.map = DirectoryMap(root: watched.descriptor)
        self.inotify = inotify
        self.records = records
    }

    private static func watchRoot(
        _ root: RootPath, _ inotify: inout Inotify
    ) throws(Ending) -> (identity: DirectoryIdentity, descriptor: WatchDescriptor) {
        do {
            return (try root.identity(), try inotify.watch(try OpenDirectory(.root, below: root)))
        } catch {
            throw ending(error)
        }
    }

    /// Why the root cannot be watched.
    static func ending(_ error: KernelError) -> Ending {
        if error.meansGone { return .rootGone }
        return .failed("watching the root: \(error.meansLimitReached ? Inotify.watchLimitSentence : error.sentence)")
    }

    mutating func watchWholeTree() throws(Ending) {
        try adoptContentsOfRoot()
        try say(.ready(directories: map.count))
        try flush()
    }

    /// What no event tells: whether anybody still reads, whether the root is still the directory it was, whether
    /// directories that could not be watched can be by now.
    mutating func lookAfter() throws(Ending) {
        do { try records.checkReader() } catch { throw .readerGone }
        guard identity == (try? root.identity()) else { throw .rootGone }
        try retryUnwatched()
        try flush()
    }

    mutating func say(_ record: Record) throws(Ending) {
        do { try records.append(record) } catch { throw .readerGone }
    }

    mutating func flush() throws(Ending) {
        do { try records.flush() } catch { throw .readerGone }
    }

    // MARK: - Events

    /// Events told together at most, so that in a steady stream of them none waits for long.
    private static var batch: Int { 256 }

    /// Waits for events and tells of those that are pending.
    /// - Parameter seconds: how long to wait for the first.
    mutating func takeEvents(within seconds: Int) throws(Ending) {
        var event = try nextEvent(within: seconds)
        var left = Self.batch
        while let current = event {
            try take(current)
            left -= 1
            event = left > 0 ? try nextEvent(within: 0) : nil
        }
        try flush()
    }

    private func nextEvent(within seconds: Int) throws(Ending) -> Inotify.Event? {
        do { return try inotify.nextEvent(within: seconds) } catch {
            throw .failed("reading events: \(error.sentence)")
        }
    }

    private mutating func take(_ event: Inotify.Event) throws(Ending) {
        if event.has(IN_Q_OVERFLOW) { return try startAfresh() }
        guard let path = map.path(of: event.descriptor) else {
            if event.has(IN_IGNORED) { map.remove(event.descriptor) }
            return
        }
        if event.has(IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED) {
            try takeEndOfWatch(event, of: path)
        } else if event.has(IN_ISDIR) {
            try takeFolderEvent(event, path: path / event.name)
        } else {
            try takeFileEvent(event, path: path / event.name)
        }
    }

    private mutating func takeFileEvent(_ event: Inotify.Event, path: TreePath) throws(Ending) {
        if event.has(IN_CLOSE_WRITE | IN_MOVED_TO) {
            try say(.appeared(path))
        } else if event.has(IN_CREATE) {
            try say(.changed(path))
        } else if event.has(IN_DELETE | IN_MOVED_FROM) {
            try say(.vanished(path))
        }
    }

    private mutating func takeFolderEvent(_ event: Inotify.Event, path: TreePath) throws(Ending) {
        guard !event.name.isPrivateFolder else { return }
        if event.has(IN_CREATE | IN_MOVED_TO) {
            try adopt(event.name, in: event.descriptor)
            try say(.rescan(path))
            try tellOfLimit()
        } else if event.has(IN_DELETE | IN_MOVED_FROM) {
            map.remove(event.name, in: event.descriptor)
            unwatched.forget(atOrBelow: path)
            try say(.vanished(path))
        }
    }

    /// What became of a watched directory itself. Its parent tells where it went; here it matters for the root, and
    /// for a watch that ended though the directory did not.
    private mutating func takeEndOfWatch(_ event: Inotify.Event, of path: TreePath) throws(Ending) {
        if event.descriptor == map.root { throw .rootGone }
        if event.has(IN_MOVE_SELF) { return }
        map.remove(event.descriptor)
        if event.has(IN_DELETE_SELF) { return }
        if let name = path.names.last, let parent = map.descriptor(at: TreePath(names: path.names.dropLast())) {
            try adopt(name, in: parent)
        }
        try say(.rescan(path))
        try tellOfLimit()
    }

    /// Events were lost, so any directory may be anywhere: the whole tree is gone through again.
    private mutating func startAfresh() throws(Ending) {
        map = DirectoryMap(root: map.root)
        unwatched = UnwatchedFolders()
        try say(.overflow)
        try adoptContentsOfRoot()
        try say(.rescan(.root))
    }
}
