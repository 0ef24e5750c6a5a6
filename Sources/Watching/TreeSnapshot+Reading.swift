// Reading a tree from the disk. It may block for as long as a file server pleases.

import FileAccess
import JobModel

extension TreeSnapshot {
    /// Reads what lies below a path, without following links and without private folders. A folder that is gone by the
    /// time it is read holds nothing; one that cannot be read is listed as ``unread``.
    /// - Throws: when the root or the path itself cannot be opened.
    static func read(below path: RelativePath, of root: String) throws(FileError) -> TreeSnapshot {
        let directory = try Directory.open(root).directory(path)
        var snapshot = TreeSnapshot()
        snapshot.add(directory, at: path)
        return snapshot
    }

    private mutating func add(_ directory: Directory, at path: RelativePath) {
        do throws(FileError) {
            for entry in try directory.entries() where !(entry.kind == .directory && entry.name.isPrivateFolder) {
                guard let status = try directory.status(of: entry.name) else { continue }
                try add(entry.name, status, of: directory, at: path / entry.name)
            }
        } catch  where error.isMissing {
            return
        } catch {
            unread.insert(path)
        }
    }

    private mutating func add(
        _ name: FileName, _ status: FileStatus, of directory: Directory, at path: RelativePath
    ) throws(FileError) {
        guard status.kind == .directory else {
            entries[path] = .other(inode: status.identity.inode, size: status.size, modified: status.modified)
            return
        }
        guard !name.isPrivateFolder else { return }
        entries[path] = .folder(inode: status.identity.inode)
        do throws(FileError) {
            add(try directory.directory(RelativePath([name])), at: path)
        } catch  where error.isMissing || error.isUnsafePath {
            return
        } catch {
            unread.insert(path)
        }
    }
}
