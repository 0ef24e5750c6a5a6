// A filesystem of a test's own, which can be filled to the brim and whose power can be cut (FIELD-FACTS 5).

import Foundation
import Glibc
import TestSupport

/// A filesystem mounted over an empty folder, unmounted with the value.
package final class ScratchVolume: Sendable {
    package enum Kind: Sendable {
        /// A tmpfs.
        case memory
        /// ext4 on a loop device over a sparse file.
        case disk
    }

    /// Where it is mounted.
    package let path: String
    private let kind: Kind
    /// What the mount point lies in: it must outlive the mount.
    private let holder: TemporaryFolder
    /// Where the image of a disk lies.
    private let shelf: TemporaryFolder

    private var image: String { shelf.appending("disk.img") }
    private var ballast: String { path + "/.ballast" }

    /// Mounts a new, empty filesystem.
    /// - Parameters:
    ///   - path: an empty folder below `holder`, or `holder` itself; what was in it is hidden.
    ///   - megabytes: its size. A disk takes no more room than is written to it.
    package init(_ kind: Kind, megabytes: Int, over path: String, in holder: TemporaryFolder) throws {
        self.kind = kind
        self.path = path
        self.holder = holder
        shelf = try TemporaryFolder()
        switch kind {
        case .memory:
            try ChildShell.run("exec mount -t tmpfs -o size=\(megabytes)m,mode=755 longtake-test '\(path)'", in: "/")
        case .disk:
            try ChildShell.run(
                """
                truncate -s \(megabytes)M disk.img
                mkfs.ext4 -q -m 0 -E lazy_itable_init=1,lazy_journal_init=1 disk.img
                """, in: shelf.path)
            try mountDisk()
            // Everything in it belongs to the test.
            rmdir(path + "/lost+found")
        }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    private func mountDisk() throws { try ChildShell.run("exec mount -o loop '\(image)' '\(path)'", in: "/") }

    // MARK: Room

    /// Fills it, so that only some bytes are free, or none at all.
    package func fill(leaving rest: Int64 = 0) throws {
        let descriptor = open(ballast, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw NotDone("open \(ballast)") }
        defer { close(descriptor) }
        var facts = statvfs()
        guard fstatvfs(descriptor, &facts) == 0 else { throw NotDone("look for room in \(path)") }
        var size = Int64(0)
        let free = Int64(facts.f_bavail) * Int64(facts.f_frsize) - rest
        if free > 0, posix_fallocate(descriptor, 0, off_t(free)) == 0 { size = free }
        guard rest == 0 else {
            guard size > 0 else { throw NotDone("fill \(path)") }
            return
        }
        // What is left lies in pieces too small to be asked for at once.
        let block = [UInt8](repeating: 0x55, count: 1024)
        while write(descriptor, block, block.count) > 0 {}
        guard errno == ENOSPC else { throw NotDone("fill \(path)") }
        fsync(descriptor)
    }

    /// Gives the room back.
    package func makeRoom() throws {
        guard unlink(ballast) == 0 else { throw NotDone("remove \(ballast)") }
    }

    // MARK: Power

    /// Cuts the power: from now on nothing more reaches the disk, and every write to it fails. What was not synced is
    /// not on it.
    package func cutPower() throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw NotDone("open \(path)") }
        defer { close(descriptor) }
        // EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH (fs/ext4/ext4.h).
        var flag: UInt32 = 2
        guard ioctl(descriptor, 0x8004_587D, &flag) == 0 else { throw NotDone("cut the power of \(path)") }
    }

    /// Mounts the disk again, as after a boot: its journal is replayed. Nobody may have anything open on it.
    package func restorePower() async throws {
        try await eventually("\(path) is unmounted", within: .seconds(20)) {
            if umount2(self.path, 0) == 0 { return true }
            guard errno == EBUSY else { throw NotDone("unmount \(self.path)") }
            return false
        }
        try mountDisk()
    }

    /// Takes a disk away from where it is mounted. Whoever has something open on it keeps it.
    package func detach() throws {
        guard umount2(path, Int32(MNT_DETACH)) == 0 else { throw NotDone("unmount \(path)") }
    }

    /// Mounts it there again. It is the same filesystem if somebody still has something open on it.
    package func attach() throws { try mountDisk() }

    /// Brings all that was written so far to the disk.
    package func sync() throws { try ChildShell.run("exec sync -f '\(path)'", in: "/") }

    // MARK: Whether it can be had

    /// Whether this process may mount a filesystem of memory.
    package static let isAvailable = canMount(.memory, megabytes: 1)
    /// Whether this process may also mount a disk.
    package static let isDiskAvailable = canMount(.disk, megabytes: 16)

    private static func canMount(_ kind: Kind, megabytes: Int) -> Bool {
        guard geteuid() == 0, let folder = try? TemporaryFolder() else { return false }
        return (try? ScratchVolume(kind, megabytes: megabytes, over: folder.path, in: folder)) != nil
    }
}

/// A call of the system that a test cannot do without failed.
package struct NotDone: Error, CustomStringConvertible {
    private let wanted: String
    private let reason: String

    /// Right after the call, so that its reason is still known.
    package init(_ wanted: String) {
        self.wanted = wanted
        reason = String(cString: strerror(errno))
    }

    package var description: String { "cannot \(wanted): \(reason)" }
}
