// Removing what has lain in the archive for long enough: the daemon's own files alone, unchanged (`archive_days`).

import FileAccess
import JobModel

extension ShareOutbox {
    /// What came of removing a file from the archive.
    package enum Removal: Hashable, Sendable {
        case removed
        /// Somebody moved it away, or put another in its place; it is theirs.
        case left
    }

    /// Removes an archived file if it is still the one that was put there, and the folders it leaves empty.
    package func remove(_ file: ArchivedFile) throws(FileError) -> Removal {
        guard let name = file.path.last else { return .left }
        let archive = try share.archive
        do throws(FileError) {
            let folder = try archive.directory(file.path.parent)
            guard let facts = try folder.status(of: name), facts.kind == .file,
                ArchivedFile(root: file.root, path: file.path, facts) == file
            else { return .left }
            try folder.remove(name)
            try folder.sync()
        } catch {
            if error.isMissing { return .left }
            throw error
        }
        removeEmptyFolders(from: file.path.parent, in: archive)
        return .removed
    }

    /// A folder that still holds something stays, and so do those around it.
    private func removeEmptyFolders(from path: RelativePath, in archive: Directory) {
        var path = path
        while let name = path.last {
            guard let parent = try? archive.directory(path.parent), (try? parent.removeDirectory(name)) != nil else {
                return
            }
            path = path.parent
        }
    }
}

extension ArchivedFile {
    init(root: String, path: RelativePath, _ facts: FileStatus) {
        self.init(
            root: root, path: path, size: facts.size, inode: facts.identity.inode, modified: facts.modified)
    }
}
