// The stopwatch's other hand: sees through inotify of the benchmark's own when a name enters or leaves a folder.

import Glibc

/// The clock of all latencies: CLOCK_MONOTONIC.
package typealias Moment = SuspendingClock.Instant

/// Watches one folder, without its subfolders.
package final class FolderObserver {
    /// What is waited for.
    package enum Happening {
        case writerClosed
        case movedAway
        case created

        fileprivate var mask: Int32 {
            switch self {
            case .writerClosed: IN_CLOSE_WRITE
            case .movedAway: IN_MOVED_FROM
            case .created: IN_CREATE
            }
        }
    }

    private let folder: String
    private let inotify: Descriptor
    /// Names seen and not yet waited for.
    private var seen: Set<String> = []
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    package init(_ folder: String, _ happening: Happening) throws {
        self.folder = folder
        inotify = Descriptor(try system("watch folders") { inotify_init1(Int32(IN_CLOEXEC)) })
        try system("watch \(folder)") {
            inotify_add_watch(inotify.number, folder, UInt32(bitPattern: happening.mask))
        }
    }

    /// Waits until it has happened to each of the names.
    /// - Returns: when the last of them was known here: after the wake-up, so a little later than it happened.
    /// - Throws: ``CannotMeasure`` when it does not happen in time.
    package func wait(for names: Set<String>, within limit: Duration) throws -> Moment {
        let deadline = SuspendingClock.now + limit
        var now = SuspendingClock.now
        while !seen.isSuperset(of: names) {
            guard try waitForEvents(limit: deadline - now) else {
                let missing = names.subtracting(seen).sorted().joined(separator: ", ")
                throw CannotMeasure("nothing happened to \(missing) in \(folder) within \(limit)")
            }
            let count = try system("read events") { read(inotify.number, &buffer, buffer.count) }
            now = SuspendingClock.now
            noteNames(in: buffer[..<count])
        }
        seen.subtract(names)
        return now
    }

    /// The next name it happened to.
    /// - Parameter pipe: the writing end of a pipe.
    /// - Returns: `nil` when the pipe's reading end is closed first.
    package func next(until pipe: Descriptor) throws -> String? {
        while seen.isEmpty {
            var sources = [
                pollfd(fd: inotify.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: pipe.number, events: 0, revents: 0),
            ]
            try system("wait for events") { poll(&sources, 2, -1) }
            if sources[1].revents != 0 { return nil }
            let count = try system("read events") { read(inotify.number, &buffer, buffer.count) }
            noteNames(in: buffer[..<count])
        }
        return seen.popFirst()
    }

    private func waitForEvents(limit: Duration) throws -> Bool {
        var source = pollfd(fd: inotify.number, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(clamping: Int64(max(.zero, limit) / .milliseconds(1)))
        return try system("wait for events") { poll(&source, 1, milliseconds) } > 0
    }

    private func noteNames(in events: ArraySlice<UInt8>) {
        let header = MemoryLayout<inotify_event>.size
        var rest = events
        while rest.count >= header {
            let length = rest.withUnsafeBytes { Int($0.loadUnaligned(as: inotify_event.self).len) }
            let name = rest.dropFirst(header).prefix(length).prefix { $0 != 0 }
            seen.insert(String(decoding: name, as: UTF8.self))
            rest = rest.dropFirst(header + length)
        }
    }
}
