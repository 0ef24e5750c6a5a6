// Reads an open file by its descriptor, never by its name: what was checked is what is used (FIELD-FACTS 3).

import Glibc

/// `lseek(2)`; Glibc declares it for GNU sources only, so Swift does not see it.
private let seekHole: Int32 = 4

/// The bytes of an open regular file.
///
/// Borrows the descriptor: whoever opened it keeps it open and closes it. Reading leaves its offset alone.
package struct DescriptorBytes: ByteSource, Sendable {
    package let size: Int64
    private let descriptor: Int32

    /// - Throws: ``ByteSourceError`` when the descriptor is not a regular file's.
    package init(descriptor: Int32) throws(ByteSourceError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        self.descriptor = descriptor
        size = Int64(status.st_size)
    }

    package func bytes(at offset: Int64, count: Int) throws(ByteSourceError) -> [UInt8] {
        guard offset >= 0, count >= 0, offset <= size, Int64(count) <= size - offset else {
            throw .outOfBounds(offset: offset, count: count)
        }
        var failure: ByteSourceError?
        let read = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, failure == nil {
                let start = buffer.baseAddress.map { $0 + filled }
                let length = pread(descriptor, start, count - filled, off_t(offset) + off_t(filled))
                switch length {
                case 1...: filled += length
                case 0: failure = .outOfBounds(offset: offset, count: count)
                default: if errno != EINTR { failure = .unreadable(errno: errno) }
                }
            }
        }
        if let failure { throw failure }
        return read
    }

    package func firstHole(from offset: Int64) throws(ByteSourceError) -> Int64? {
        guard offset < size else { return nil }
        let position = lseek(descriptor, 0, SEEK_CUR)
        let hole = lseek(descriptor, off_t(offset), seekHole)
        let reason = errno
        if position >= 0 { lseek(descriptor, position, SEEK_SET) }
        if hole < 0 {
            // Not every filesystem knows holes, and a file may have shrunk below `offset` meanwhile.
            if [EINVAL, ENXIO, EOPNOTSUPP].contains(reason) { return nil }
            throw .unreadable(errno: reason)
        }
        return Int64(hole) < size ? Int64(hole) : nil
    }
}
