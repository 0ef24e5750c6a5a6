// A file that a writer has open in the inbox: what it does to it, step by step, so that a test can look in between.

import EndToEndSupport
import Foundation
import Glibc

/// A file open for writing, closed with the value.
final class OpenClip {
    private let path: String
    private let descriptor: Int32
    private var isClosed = false

    /// Opens a file, making it when it is not there.
    init(_ path: String, emptied: Bool = false) throws {
        self.path = path
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC | (emptied ? O_TRUNC : 0), 0o664)
        guard descriptor >= 0 else { throw NotDone("open \(path)") }
    }

    deinit { close() }

    /// What closing does; a writer that is killed does no more.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        Glibc.close(descriptor)
    }

    /// Gives the file its full size, with room on the disk for it.
    func allocate(_ size: Int) throws {
        guard posix_fallocate(descriptor, 0, off_t(size)) == 0 else { throw NotDone("allocate \(path)") }
    }

    /// Gives the file its full size without any room for it.
    func setSize(_ size: Int64) throws {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw NotDone("extend \(path)") }
    }

    func write(_ bytes: some Collection<UInt8>, at offset: Int64 = 0) throws {
        let bytes = Array(bytes)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                return pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(written))
            }
            guard count > 0 else { throw NotDone("write \(path)") }
            written += count
        }
    }

    /// Writes the part of a content that belongs at a place.
    func write(_ range: Range<Int>, of content: [UInt8]) throws {
        try write(content[range], at: Int64(range.lowerBound))
    }

    /// A mapping of the whole file, which outlives ``close()``. It has to be unmapped.
    func map(_ size: Int) throws -> UnsafeMutableRawBufferPointer {
        let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let start, start != MAP_FAILED else { throw NotDone("map \(path)") }
        return UnsafeMutableRawBufferPointer(start: start, count: size)
    }
}
