// Opening, making and removing files in a directory.

import CLinux
import Glibc
import JobModel

extension Directory {
    /// Opens a regular file for reading. A link, a directory or a special file is refused without being opened for
    /// good: the open does not block on a FIFO, and the kind is checked on the descriptor.
    package func openFile(_ name: FileName) throws(FileError) -> OpenFile {
        try openRegular(name, flags: O_RDONLY, mode: 0)
    }

    /// Makes a new file for reading and writing.
    /// - Throws: ``FileError`` with ``FileError/isAlreadyThere`` when the name is taken, whatever by.
    package func createFile(_ name: FileName, mode: UInt32) throws(FileError) -> OpenFile {
        try openRegular(name, flags: O_RDWR | O_CREAT | O_EXCL, mode: mode)
    }

    /// Opens a file for reading and writing at any offset, making it when it is missing.
    package func openOrCreateFile(_ name: FileName, mode: UInt32) throws(FileError) -> OpenFile {
        try openRegular(name, flags: O_RDWR | O_CREAT, mode: mode)
    }

    /// Opens a file to add to its end, making it when it is missing.
    package func openForAppending(_ name: FileName, mode: UInt32) throws(FileError) -> OpenFile {
        try openRegular(name, flags: O_WRONLY | O_APPEND | O_CREAT, mode: mode)
    }

    private func openRegular(_ name: FileName, flags: Int32, mode: UInt32) throws(FileError) -> OpenFile {
        let descriptor = try checking("open", shown(name)) {
            name.withCString {
                clinux_open_beneath(self.descriptor, $0, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, mode)
            }
        }
        let file = OpenFile(descriptor, shownName: shown(name))
        guard try file.status().kind == .file else { throw FileError(EINVAL, "open", shown(name)) }
        return file
    }

    /// Removes a file or link; nothing happens when it is already gone.
    package func remove(_ name: FileName) throws(FileError) {
        do {
            try checking("remove", shown(name)) { name.withCString { unlinkat(descriptor, $0, 0) } }
        } catch {
            guard error.isMissing else { throw error }
        }
    }

    /// Removes an empty directory; nothing happens when it is already gone.
    package func removeDirectory(_ name: FileName) throws(FileError) {
        do {
            try checking("remove the folder", shown(name)) {
                name.withCString { unlinkat(descriptor, $0, AT_REMOVEDIR) }
            }
        } catch {
            guard error.isMissing else { throw error }
        }
    }

    /// The whole content of a small file.
    /// - Parameter limit: bytes; a longer file is refused with `EFBIG`.
    package func contents(of name: FileName, limit: Int) throws(FileError) -> [UInt8] {
        let bytes = try openFile(name).read(at: 0, count: limit + 1)
        guard bytes.count <= limit else { throw FileError(EFBIG, "read", shown(name)) }
        return bytes
    }
}
