// Which filesystems tell of every change, so that nobody has to configure how a folder is watched (FOLDER-CONTRACT 2).

import FileAccess

/// A filesystem, by what it means for watching.
package struct FilesystemKind: Hashable, Sendable {
    /// As `mount` calls it; the number in hexadecimal when it is not known.
    package let name: String
    /// Whether every writer goes through this kernel and this filesystem, so that events and leases can be believed.
    /// On a network or stacked filesystem somebody elsewhere writes unseen (FIELD-FACTS 2).
    package let seesEveryWriter: Bool

    /// - Parameter type: `f_type` of statfs(2).
    package init(type: Int64) {
        // Kernels of 32 bits sign-extend the numbers that begin with F.
        let number = UInt32(truncatingIfNeeded: type)
        if let name = Self.local[number] {
            self.init(name: name, seesEveryWriter: true)
        } else {
            // An unknown one is polled: slower, and never wrong.
            self.init(name: Self.remote[number] ?? "0x" + String(number, radix: 16), seesEveryWriter: false)
        }
    }

    private init(name: String, seesEveryWriter: Bool) {
        self.name = name
        self.seesEveryWriter = seesEveryWriter
    }

    /// The filesystem a directory lies on.
    package static func of(_ directory: Directory) throws(FileError) -> FilesystemKind {
        FilesystemKind(type: try directory.filesystemType())
    }

    package var driver: WatchingDriver { seesEveryWriter ? .events : .polling }

    // Numbers from linux/magic.h and, where they are not there, from statfs(2) and the filesystems' own sources.
    private static let local: [UInt32: String] = [
        0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0x0102_1994: "tmpfs", 0x8584_58F6: "ramfs",
        0x2FC1_2FC1: "zfs", 0xF2F5_2010: "f2fs", 0xCA45_1A4E: "bcachefs", 0x3153_464A: "jfs", 0x5265_4973: "reiserfs",
        0x3434: "nilfs", 0x4D44: "vfat", 0x2011_BAB0: "exfat", 0x7366_746E: "ntfs3", 0x482B: "hfsplus",
        0x1501_3346: "udf",
    ]

    private static let remote: [UInt32: String] = [
        0x6969: "nfs", 0xFF53_4D42: "cifs", 0xFE53_4D42: "smb2", 0x517B: "smb", 0x6573_5546: "fuse",
        0x794C_7630: "overlay", 0x6175_6673: "aufs", 0xF15F: "ecryptfs", 0x0102_1997: "9p", 0x00C3_6400: "ceph",
        0x5346_414F: "afs", 0x6B41_4653: "kafs", 0x7375_7245: "coda", 0x564C: "ncp", 0x0116_1970: "gfs2",
        0x7461_636F: "ocfs2", 0x0BD0_0BD0: "lustre", 0x4750_4653: "gpfs", 0x1983_0326: "beegfs", 0x786F_4256: "vboxsf",
        0xBACB_ACBC: "vmhgfs",
    ]
}
