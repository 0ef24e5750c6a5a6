// Sees through inotify whether anybody opens or reads a file that nobody has a reason to look into.

import Foundation

/// Watches one file, from when it is made.
final class SecretWatch: Sendable {
    private let inotify: Int32

    /// - Parameter mask: what must not happen to it, such as `IN_ACCESS`.
    init(_ path: String, _ mask: Int32) throws {
        inotify = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard inotify >= 0, inotify_add_watch(inotify, path, UInt32(bitPattern: mask)) >= 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
    }

    deinit { close(inotify) }

    /// Whether it has happened.
    var wasSeen: Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        return read(inotify, &buffer, buffer.count) > 0
    }
}
