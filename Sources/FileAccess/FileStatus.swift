// What the kernel says about an entry, and what of it tells that a file has changed.

import Glibc

/// What sort of thing an entry of a directory is.
package enum FileKind: Hashable, Sendable {
    case file, directory, symbolicLink
    /// FIFO, device or socket; never opened (FOLDER-CONTRACT 6).
    case special
}

/// The facts of one entry at one moment.
package struct FileStatus: Hashable, Sendable {
    package let kind: FileKind
    /// Bytes.
    package let size: Int64
    package let linkCount: Int
    package let owner: UInt32
    package let group: UInt32
    package let permissions: UInt32
    package let identity: FileIdentity
    /// Nanoseconds since 1970. Compared with itself only, never with the local clock (FIELD-FACTS 4).
    package let modified: Int64
    package let statusChanged: Int64

    init(_ facts: stat) {
        kind =
            switch facts.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            case S_IFLNK: .symbolicLink
            default: .special
            }
        size = Int64(facts.st_size)
        linkCount = Int(facts.st_nlink)
        owner = facts.st_uid
        group = facts.st_gid
        permissions = facts.st_mode & 0o7777
        identity = FileIdentity(device: UInt64(facts.st_dev), inode: UInt64(facts.st_ino))
        modified = Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec)
        statusChanged = Int64(facts.st_ctim.tv_sec) * 1_000_000_000 + Int64(facts.st_ctim.tv_nsec)
    }

    /// What differs when the content may have changed. A rename leaves it alone.
    package var fingerprint: FileFingerprint {
        FileFingerprint(identity: identity, size: size, modified: modified)
    }
}

/// Which file it is, whatever its name.
package struct FileIdentity: Hashable, Sendable, Codable {
    package let device: UInt64
    package let inode: UInt64

    package init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}

/// The same fingerprint twice means: the same file, not written to in between.
package struct FileFingerprint: Hashable, Sendable {
    package let identity: FileIdentity
    package let size: Int64
    package let modified: Int64

    package init(identity: FileIdentity, size: Int64, modified: Int64) {
        self.identity = identity
        self.size = size
        self.modified = modified
    }
}
