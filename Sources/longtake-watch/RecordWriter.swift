// SPDX-License-Identifier: GPL-2.0-or-later
// The way out: records leave in the order they were made, as soon as nothing more is pending.

import Glibc

/// Gathers records and writes them with `write(2)`.
final class RecordWriter {
    /// Nobody reads any more; there is nobody left to tell.
    struct ReaderGone: Error {}

    private let descriptor: Int32
    private var pending: [UInt8] = []

    /// Bytes: what a pipe holds by default. More than that is not worth gathering.
    private static let enough = 65_536

    init(descriptor: Int32) { self.descriptor = descriptor }

    func append(_ record: Record) throws(ReaderGone) {
        pending += record.bytes
        if pending.count >= Self.enough { try flush() }
    }

    /// Writes what is pending. Waits while the pipe is full; the kernel keeps the events meanwhile and says so when
    /// they become too many.
    func flush() throws(ReaderGone) {
        var written = 0
        while written < pending.count {
            let count = pending.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
                return write(descriptor, rest.baseAddress, rest.count)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw ReaderGone()
            }
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Asks, without waiting, whether somebody still holds the other end.
    func checkReader() throws(ReaderGone) {
        var end = pollfd(fd: descriptor, events: 0, revents: 0)
        if poll(&end, 1, 0) > 0, Int32(end.revents) & (Int32(POLLERR) | Int32(POLLHUP) | Int32(POLLNVAL)) != 0 {
            throw ReaderGone()
        }
    }
}
