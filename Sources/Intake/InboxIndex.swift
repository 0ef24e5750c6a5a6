// What is in the inbox, as far as it has been seen. Events change single entries; a scan sets a whole folder right.

import FileAccess
import JobModel

/// Everything that may become a drop, by folder and stem.
package struct InboxIndex: Sendable {
    /// Files of one folder that may belong together.
    package struct Group: Hashable, Sendable {
        package let folder: RelativePath
        package let key: StemKey

        package init(folder: RelativePath, key: StemKey) {
            self.folder = folder
            self.key = key
        }

        /// The group of a stem, its notes among it.
        package init(folder: RelativePath, stem: FileName) {
            self.init(folder: folder, key: StemKey(InboxNote.shared(stem)))
        }
    }

    private var folders: [RelativePath: [StemKey: [FileName: Sighting]]] = [:]

    package init() {}

    /// The files of a group.
    package subscript(group: Group) -> [FileName: Sighting] { folders[group.folder]?[group.key] ?? [:] }

    /// Takes in a look at a file.
    /// - Returns: the group it belongs to; `nil` when no drop could have a file of that name.
    package mutating func see(
        _ path: RelativePath, _ fingerprint: FileFingerprint, isClosed: Bool, obstacle: Obstacle? = nil,
        at now: Duration
    ) -> Group? {
        guard let name = path.last, let group = group(of: name, in: path.parent) else { return nil }
        let new = Sighting(fingerprint, isClosed: isClosed, obstacle: obstacle, at: now)
        folders[group.folder, default: [:]][group.key, default: [:]][name, default: new]
            .see(fingerprint, isClosed: isClosed, obstacle: obstacle, at: now)
        return group
    }

    /// Keeps what was found in a file, unless the file has changed since.
    package mutating func keep(
        _ report: FileReport, of name: FileName, in group: Group, for condition: FileFingerprint
    ) {
        guard folders[group.folder]?[group.key]?[name]?.fingerprint == condition else { return }
        folders[group.folder]?[group.key]?[name]?.report = report
    }

    /// Forgets an entry and, were it a folder, all below it.
    /// - Returns: the group the entry may have belonged to.
    @discardableResult
    package mutating func forget(_ path: RelativePath) -> Group? {
        guard let name = path.last, let group = group(of: name, in: path.parent) else {
            // No folder that is looked into has a name that a file of a drop could have.
            for folder in folders.keys where folder == path || folder.isBelow(path) { folders[folder] = nil }
            return nil
        }
        folders[group.folder]?[group.key]?[name] = nil
        removeIfEmpty(group)
        return group
    }

    /// Forgets what a listing of a folder no longer shows: its files, and folders with all below them.
    package mutating func forgetAll(in folder: RelativePath, except names: Set<FileName>) {
        for known in folders.keys where known.isBelow(folder) && !names.contains(known.names[folder.names.count]) {
            folders[known] = nil
        }
        for (key, files) in folders[folder] ?? [:] {
            for name in files.keys where !names.contains(name) { folders[folder]?[key]?[name] = nil }
            removeIfEmpty(Group(folder: folder, key: key))
        }
    }

    /// The groups in a folder and below it.
    package func groups(below folder: RelativePath) -> [Group] {
        folders.filter { $0.key == folder || $0.key.isBelow(folder) }
            .flatMap { below, groups in groups.keys.map { Group(folder: below, key: $0) } }
    }

    private func group(of name: FileName, in folder: RelativePath) -> Group? {
        DropName(name).map { Group(folder: folder, stem: $0.stem) }
    }

    private mutating func removeIfEmpty(_ group: Group) {
        if folders[group.folder]?[group.key]?.isEmpty == true { folders[group.folder]?[group.key] = nil }
        if folders[group.folder]?.isEmpty == true { folders[group.folder] = nil }
    }
}
