// The file behind an upload, kept open for as long as anything may still read from it.

import Glibc
import NIOCore
import NIOPosix
import SystemPackage

/// A duplicate of the caller's descriptor. The network layer may ask for one more part after the call has already
/// failed and the caller has closed its own; with a duplicate that reads the same file and never a stranger's.
final class UploadSource: Sendable {
    private let descriptor: SystemPackage.FileDescriptor

    /// - Throws: `Errno`
    init(duplicating original: SystemPackage.FileDescriptor) throws(Errno) {
        let copy = fcntl(original.rawValue, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw Errno(rawValue: errno) }
        descriptor = SystemPackage.FileDescriptor(rawValue: copy)
    }

    deinit { try? descriptor.close() }

    /// Reads up to `count` bytes, away from the threads that run tasks, since a disk may be slow.
    /// - Throws: ``UploadSourceError``
    func read(at offset: Int64, count: Int64, of size: Int64) async throws -> ByteBuffer {
        try await NIOThreadPool.singleton.runIfActive { [self] in
            var part = ByteBufferAllocator().buffer(capacity: Int(count))
            do {
                try part.writeWithUnsafeMutableBytes(minimumWritableBytes: Int(count)) { space in
                    try descriptor.read(
                        fromAbsoluteOffset: offset, into: UnsafeMutableRawBufferPointer(rebasing: space[..<Int(count)]))
                }
            } catch let error as Errno {
                throw UploadSourceError.unreadable(error)
            }
            guard part.readableBytes > 0 else { throw UploadSourceError.endedEarly(at: offset, expected: size) }
            return part
        }
    }
}
