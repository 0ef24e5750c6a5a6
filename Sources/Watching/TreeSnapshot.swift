// How a tree looked at one moment, and what is different at a later one: polling, as values.

import JobModel

/// What lay below a root.
package struct TreeSnapshot: Sendable, Equatable {
    /// What of an entry tells that it is another one, or was written to.
    package enum Mark: Sendable, Hashable {
        /// A folder's own times change with its content, whose entries are here themselves.
        case folder(inode: UInt64)
        /// - Parameters:
        ///   - size: bytes.
        ///   - modified: nanoseconds, by the clock of whoever keeps the file.
        case other(inode: UInt64, size: Int64, modified: Int64)
    }

    package var entries: [RelativePath: Mark]
    /// Folders that could not be read: what is in them is not known, which is not the same as nothing.
    package var unread: Set<RelativePath>

    package init(entries: [RelativePath: Mark] = [:], unread: Set<RelativePath> = []) {
        self.entries = entries
        self.unread = unread
    }

    package var folderCount: Int {
        entries.values.count { if case .folder = $0 { true } else { false } }
    }

    /// The snapshot with what is unknown taken from an earlier one.
    package func completed(from earlier: TreeSnapshot) -> TreeSnapshot {
        guard !unread.isEmpty else { return self }
        let known = earlier.entries.filter { path, _ in unread.contains { path.isBelow($0) } }
        return TreeSnapshot(entries: entries.merging(known) { now, _ in now }, unread: unread)
    }

    /// What happened since an earlier snapshot: first what vanished, deepest first, then what is new or different,
    /// in the order of paths. A poll never knows that a writer is done, so nothing appears.
    package func difference(from earlier: TreeSnapshot) -> [FolderEvent] {
        let vanished = earlier.entries.keys.filter { entries[$0] == nil }
        let changed = entries.filter { path, mark in earlier.entries[path] != mark }.keys
        return vanished.sorted(by: RelativePath.precedes).reversed().map { .vanished($0) }
            + changed.sorted(by: RelativePath.precedes).map { .changed($0) }
    }
}

extension RelativePath {
    /// Orders names by their bytes, a folder before what is in it.
    fileprivate static func precedes(_ one: RelativePath, _ other: RelativePath) -> Bool {
        one.names.lexicographicallyPrecedes(other.names) { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}
