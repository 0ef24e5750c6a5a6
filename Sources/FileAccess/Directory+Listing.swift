// What a directory holds, with names as bytes.

import Glibc
import JobModel

extension Directory {
    /// One entry as a listing gives it.
    package struct Entry: Hashable, Sendable {
        package let name: FileName
        /// `nil` where the filesystem does not say; ``Directory/status(of:)`` does.
        package let kind: FileKind?
    }

    /// All entries but `.` and `..`, in the directory's own order.
    package func entries() throws(FileError) -> [Entry] {
        let descriptor = try checking("list", shownPath) {
            openat(self.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        guard let stream = fdopendir(descriptor) else {
            let reason = errno
            close(descriptor)
            throw FileError(reason, "list", shownPath)
        }
        defer { closedir(stream) }
        var entries: [Entry] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            guard let name = FileName(bytes: Self.name(of: entry)) else { continue }
            entries.append(Entry(name: name, kind: Self.kind(of: entry.pointee.d_type)))
        }
        if errno != 0 { throw FileError(errno, "list", shownPath) }
        return entries
    }

    private static func name(of entry: UnsafePointer<dirent>) -> [UInt8] {
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        let start = UnsafeRawPointer(entry).advanced(by: offset)
        return Array(UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self))))
    }

    private static func kind(of type: UInt8) -> FileKind? {
        switch Int(type) {
        case Int(DT_REG): .file
        case Int(DT_DIR): .directory
        case Int(DT_LNK): .symbolicLink
        case Int(DT_UNKNOWN): nil
        default: .special
        }
    }
}
