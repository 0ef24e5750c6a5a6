// A directory by its descriptor: everything below a root is reached from one of these, one checked step at a time.

import CLinux
import Glibc
import JobModel

/// An open directory. Names resolve below it and never through a symbolic link (FIELD-FACTS 3).
package final class Directory: Sendable {
    package let descriptor: Int32
    /// The path it was opened by, fit to be shown.
    package let shownPath: String

    init(_ descriptor: Int32, shownPath: String) {
        self.descriptor = descriptor
        self.shownPath = shownPath.shownOnOneLine
    }

    deinit { close(descriptor) }

    /// Opens a directory by its path, which may lead through links: this is for roots an operator configured.
    package static func open(_ path: String) throws(FileError) -> Directory {
        let descriptor = try checking("open the folder", path.shownOnOneLine) {
            Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        return Directory(descriptor, shownPath: path)
    }

    func shown(_ name: FileName) -> String { "\(shownPath)/\(name)" }
    func shown(_ path: RelativePath) -> String { path.isRoot ? shownPath : "\(shownPath)/\(path)" }

    /// Opens a directory below this one.
    package func directory(_ path: RelativePath) throws(FileError) -> Directory {
        let descriptor = try checking("open the folder", shown(path)) {
            path.withCString { clinux_open_beneath(self.descriptor, $0, O_RDONLY | O_DIRECTORY, 0) }
        }
        return Directory(descriptor, shownPath: shown(path))
    }

    /// Opens a directory below this one, making what is missing of its path. A new directory has `mode` whatever the
    /// umask, and takes the group and set-gid bit of the one it is made in.
    package func makingDirectory(_ path: RelativePath, mode: UInt32) throws(FileError) -> Directory {
        var directory = try directory(.root)
        for name in path.names {
            let isNew = name.withCString { mkdirat(directory.descriptor, $0, 0o700) } == 0
            if !isNew, errno != EEXIST { throw FileError(errno, "make the folder", directory.shown(name)) }
            let child = try directory.directory(RelativePath([name]))
            if isNew {
                let inherited = try child.status().permissions & S_ISGID
                try checking("set the permissions of", child.shownPath) { fchmod(child.descriptor, mode | inherited) }
                try directory.sync()
            }
            directory = child
        }
        return directory
    }

    /// The facts of an entry itself (of a link, not of what it points to); `nil` when there is no such entry.
    package func status(of name: FileName) throws(FileError) -> FileStatus? {
        var facts = stat()
        do {
            try checking("read the facts of", shown(name)) {
                name.withCString { fstatat(descriptor, $0, &facts, AT_SYMLINK_NOFOLLOW) }
            }
        } catch {
            guard error.isMissing else { throw error }
            return nil
        }
        return FileStatus(facts)
    }

    /// The facts of this directory.
    package func status() throws(FileError) -> FileStatus {
        var facts = stat()
        try checking("read the facts of", shownPath) { fstat(descriptor, &facts) }
        return FileStatus(facts)
    }

    /// The filesystem's type number (`statfs`).
    package func filesystemType() throws(FileError) -> Int64 {
        try checking("read the filesystem of", shownPath) { clinux_filesystem_type(descriptor) }
    }

    /// Bytes free to this user.
    package func freeBytes() throws(FileError) -> Int64 {
        try checking("read the free room of", shownPath) { clinux_free_bytes(descriptor) }
    }

    /// Takes away what others may do with this directory.
    package func closeToOthers() throws(FileError) {
        let permissions = try status().permissions
        guard permissions & 0o077 != 0 else { return }
        try checking("set the permissions of", shownPath) { fchmod(descriptor, permissions & ~0o077) }
    }

    /// Brings renames, creations and removals in this directory to the disk.
    package func sync() throws(FileError) {
        try checking("sync", shownPath) { fsync(descriptor) }
    }
}
