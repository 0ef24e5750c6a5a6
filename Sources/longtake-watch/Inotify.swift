// SPDX-License-Identifier: GPL-2.0-or-later
// The narrow part of libinotifytools that can be relied on, and what has to be known to use it.

import CInotifytools
import Glibc

/// The kernel's number for one watched directory. It stays with the directory however that is renamed.
typealias WatchDescriptor = Int32

/// The process's one inotify instance; the library keeps it in globals, so there is one value of this at a time.
struct Inotify: ~Copyable {
    struct Event {
        let descriptor: WatchDescriptor
        let mask: Int32
        /// The entry it is about; empty when it is about the watched directory itself.
        let name: EntryName

        func has(_ bits: Int32) -> Bool { mask & bits != 0 }
    }

    /// Not IN_MODIFY: a copy of a large file would be thousands of events. IN_EXCL_UNLINK: no events of files that are
    /// unlinked but still open.
    private static let mask =
        IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF
        | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK

    private var watchesMade: UInt32 = 0

    /// - Throws: `EMFILE` when the user has no instance left.
    init() throws(KernelError) {
        guard inotifytools_initialize() == 1 else { throw KernelError(code: inotifytools_error()) }
    }

    deinit { inotifytools_cleanup() }

    /// Watches a directory, or finds the watch it already has.
    ///
    /// The library looks descriptors up by the path they were made with and never forgets one, so a directory made
    /// anew under an old name would get the old one's dead descriptor. Each watch is therefore made from inside the
    /// directory, with a spelling of `.` that was not used before.
    mutating func watch(_ directory: borrowing OpenDirectory) throws(KernelError) -> WatchDescriptor {
        guard fchdir(directory.descriptor) == 0 else { throw KernelError(code: errno) }
        // Staying inside would keep the directory from being reported as deleted, and its filesystem mounted.
        defer { chdir("/") }
        let spelling = Self.spelling(of: watchesMade)
        watchesMade += 1
        guard inotifytools_watch_file(spelling, Self.mask) == 1 else { throw KernelError(code: inotifytools_error()) }
        let descriptor = inotifytools_wd_from_filename(spelling)
        guard descriptor > 0 else { throw KernelError(code: ENOENT) }
        return descriptor
    }

    /// The n-th way to write `.`: each bit of the number is `/.` or `//`. The library wants a `/` at the end.
    private static func spelling(of number: UInt32) -> String {
        var path = "."
        for bit in 0..<UInt32.bitWidth { path += number & (1 << bit) == 0 ? "/." : "//" }
        return path + "/"
    }

    /// The next event, or `nil` when none came in time.
    /// - Parameter seconds: how long to wait; 0 takes what is there already.
    func nextEvent(within seconds: Int) throws(KernelError) -> Event? {
        guard let event = inotifytools_next_events(seconds, 1) else {
            let code = inotifytools_error()
            guard code == 0 || code == EINTR else { throw KernelError(code: code) }
            return nil
        }
        // The name follows the fixed part, padded with NULs to `len` bytes; Swift does not import it.
        let name = UnsafeRawBufferPointer(
            start: UnsafeRawPointer(event).advanced(by: MemoryLayout<inotify_event>.size), count: Int(event.pointee.len)
        )
        return Event(
            descriptor: event.pointee.wd, mask: Int32(bitPattern: event.pointee.mask),
            name: Array(name.prefix { $0 != 0 }))
    }

    /// How many directories a user may watch in all.
    static var watchLimit: Int { Int(inotifytools_get_max_user_watches()) }

    static var watchLimitSentence: String {
        "this user's \(watchLimit) inotify watches are used up (sysctl fs.inotify.max_user_watches)"
    }

    static var instanceLimitSentence: String {
        "this user's \(inotifytools_get_max_user_instances()) inotify instances are used up "
            + "(sysctl fs.inotify.max_user_instances)"
    }
}
