// SPDX-License-Identifier: GPL-2.0-or-later
// Directories coming under watch: at the start, when one is made or moved in, and when a refusal is over.

/// Directories that could not be watched; whatever lies below one is not watched either.
struct UnwatchedFolders {
    /// With each, how many directories the exhausted limit leaves unwatched; 0 where it was refused for another reason.
    private var directories: [TreePath: Int] = [:]

    var paths: [TreePath] { Array(directories.keys) }
    var countByLimit: Int { directories.values.reduce(0, +) }
    /// What was last told of that count.
    var toldCount = 0

    func contains(_ path: TreePath) -> Bool { directories[path] != nil }

    /// Whether the exhausted limit is what keeps the directory from being watched.
    func isBeyondLimit(_ path: TreePath) -> Bool { directories[path, default: 0] > 0 }

    mutating func insert(_ path: TreePath, countByLimit: Int) { directories[path] = countByLimit }

    /// - Returns: whether the directory was known to be unwatched.
    mutating func forget(_ path: TreePath) -> Bool { directories.removeValue(forKey: path) != nil }

    mutating func forget(atOrBelow path: TreePath) {
        directories = directories.filter { !$0.key.isAtOrBelow(path) }
    }
}

extension WatchTree {
    private enum Attempt {
        case watched(WatchDescriptor, subdirectories: [EntryName])
        /// Not there by now; the events of its parent say what became of it.
        case gone
        case refused(KernelError)
    }

    /// Watches first and lists second, so that nothing made in between is missed.
    private mutating func attempt(_ path: TreePath) -> Attempt {
        do throws(KernelError) {
            let directory = try OpenDirectory(path, below: root)
            let descriptor = try inotify.watch(directory)
            return .watched(descriptor, subdirectories: try directory.subdirectories())
        } catch {
            return error.meansGone ? .gone : .refused(error)
        }
    }

    /// Watches all that lies below the root, which itself is watched.
    mutating func adoptContentsOfRoot() throws(Ending) {
        let names: [EntryName]
        do { names = try OpenDirectory(.root, below: root).subdirectories() } catch {
            throw Self.ending(error)
        }
        for name in names { try adopt(name, in: map.root) }
        try tellOfLimit()
    }

    /// Watches a directory and all that lie below it.
    mutating func adopt(_ name: EntryName, in parent: WatchDescriptor) throws(Ending) {
        var pending = [(name: name, parent: parent)]
        while let (name, parent) = pending.popLast() {
            guard let path = map.path(of: parent).map({ $0 / name }) else { continue }
            switch attempt(path) {
            case .watched(let descriptor, let subdirectories):
                map.put(descriptor, named: name, in: parent)
                pending += subdirectories.map { ($0, descriptor) }
                if unwatched.forget(path) { try say(.watchedAgain(path)) }
            case .gone:
                map.remove(name, in: parent)
            case .refused(let error):
                guard !unwatched.contains(path) else { continue }
                unwatched.insert(path, countByLimit: error.meansLimitReached ? 1 + countDirectories(below: path) : 0)
                try say(.unwatched(path))
            }
        }
    }

    /// Tries once more to watch what could not be watched, until the limit is met again.
    mutating func retryUnwatched() throws(Ending) {
        for path in unwatched.paths {
            guard let name = path.names.last,
                let parent = map.descriptor(at: TreePath(names: path.names.dropLast()))
            else {
                _ = unwatched.forget(path)
                continue
            }
            try adopt(name, in: parent)
            if unwatched.isBeyondLimit(path) { break }
            if map.descriptor(at: path) != nil { try say(.rescan(path)) }
        }
        try tellOfLimit()
    }

    /// Says how far the limit of watches falls short, when that has changed.
    mutating func tellOfLimit() throws(Ending) {
        let count = unwatched.countByLimit
        guard count != unwatched.toldCount else { return }
        unwatched.toldCount = count
        try say(.limitReached(unwatched: count, limit: Inotify.watchLimit))
    }

    private func countDirectories(below path: TreePath) -> Int {
        var count = 0
        var pending = [path]
        while let path = pending.popLast() {
            let names = (try? OpenDirectory(path, below: root).subdirectories()) ?? []
            count += names.count
            pending += names.map { path / $0 }
        }
        return count
    }
}
