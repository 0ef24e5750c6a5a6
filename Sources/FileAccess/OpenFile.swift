// An open regular file. What is done to it goes by its descriptor, so a swapped name cannot redirect it.

import CLinux
import Glibc
import SystemPackage

/// An open regular file, closed with the value.
package final class OpenFile: Sendable {
    package let descriptor: FileDescriptor
    private let shownName: String

    init(_ descriptor: Int32, shownName: String) {
        self.descriptor = FileDescriptor(rawValue: descriptor)
        self.shownName = shownName
    }

    deinit { close(descriptor.rawValue) }

    package func status() throws(FileError) -> FileStatus {
        var facts = stat()
        try checking("read the facts of", shownName) { fstat(descriptor.rawValue, &facts) }
        return FileStatus(facts)
    }

    /// Whether a read lease is granted, which proves that nobody has the file open for writing; given back at once.
    /// `nil` where leases cannot be had (a foreign owner without CAP_LEASE, a filesystem without them).
    package func isFreeOfWriters() -> Bool? {
        Self.ignoreBrokenLeases
        if clinux_try_read_lease(descriptor.rawValue) == 0 { return true }
        return errno == EAGAIN ? false : nil
    }

    /// Whoever opens a file in the moment in which its lease is held makes the kernel send SIGIO, which ends a process
    /// that does not expect it (fcntl(2), "Leases").
    private static let ignoreBrokenLeases: Void = { _ = signal(SIGIO, SIG_IGN) }()

    /// Reads at most `count` bytes at an offset; fewer at the end of the file.
    package func read(at offset: Int64, count: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let read = try checking("read", shownName) {
                bytes.withUnsafeMutableBytes { buffer in
                    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
                    return pread(descriptor.rawValue, rest.baseAddress, rest.count, off_t(offset) + off_t(filled))
                }
            }
            if read == 0 { break }
            filled += read
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    /// Writes all bytes at the current position, or at the end of a file opened for appending.
    package func write(_ bytes: some Collection<UInt8>) throws(FileError) {
        let bytes = Array(bytes)
        var written = 0
        while written < bytes.count {
            written += try checking("write", shownName) {
                bytes.withUnsafeBytes { buffer in
                    let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                    return Glibc.write(descriptor.rawValue, rest.baseAddress, rest.count)
                }
            }
        }
    }

    /// Sets the length, cutting off or adding a hole.
    package func setLength(_ length: Int64) throws(FileError) {
        try checking("set the length of", shownName) { ftruncate(descriptor.rawValue, off_t(length)) }
    }

    package func setPermissions(_ mode: UInt32) throws(FileError) {
        try checking("set the permissions of", shownName) { fchmod(descriptor.rawValue, mode) }
    }

    /// Brings the content to the disk. A failure is final: the next call would succeed with the data lost (FIELD-FACTS 1.5).
    package func sync() throws(FileError) {
        try checking("sync", shownName) { fsync(descriptor.rawValue) }
    }
}
