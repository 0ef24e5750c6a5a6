// Which filesystems are believed to tell of every change.

import FileAccess
import Testing

@testable import Watching

struct FilesystemKindTests {
    @Test(arguments: [
        (0xEF53, "ext4", WatchingDriver.events),
        (0x5846_5342, "xfs", .events),
        (0x9123_683E, "btrfs", .events),
        (0x0102_1994, "tmpfs", .events),
        (0x2FC1_2FC1, "zfs", .events),
        (0x6969, "nfs", .polling),
        (0xFF53_4D42, "cifs", .polling),
        (-0x00AC_B2BE, "cifs", .polling),
        (0xFE53_4D42, "smb2", .polling),
        (0x6573_5546, "fuse", .polling),
        (0x794C_7630, "overlay", .polling),
        (0x0102_1997, "9p", .polling),
        (0x1234_ABCD, "0x1234abcd", .polling),
    ])
    func `a filesystem is watched by what its type can tell`(_ type: Int64, _ name: String, _ driver: WatchingDriver) {
        let kind = FilesystemKind(type: type)
        #expect(kind.name == name)
        #expect(kind.driver == driver)
    }

    @Test func `the kind is read from the directory itself`() throws {
        let kind = try FilesystemKind.of(Directory.open("/proc"))
        #expect(kind.name == "0x9fa0")
    }
}
