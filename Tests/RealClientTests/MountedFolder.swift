// A folder seen through sshfs: a filesystem that tells nothing of what others do to it (FIELD-FACTS 2).

import EndToEndSupport
import Foundation
import Glibc
import TestSupport

/// A folder and a mount of it by sshfs, without a server: the program at the other end is sftp-server itself.
/// Unmounted with the value.
final class MountedFolder: Sendable {
    private let holder: TemporaryFolder
    private let sshfs: ChildShell
    /// The folder itself, as other computers see it.
    var behind: String { holder.appending("behind") }
    /// The folder through the mount.
    var path: String { holder.appending("mount") }

    /// Whether this process can mount one; says so when it cannot.
    static func canBeHad() async -> Bool {
        var isThere = ClientProgram.sshfs.path != nil && access("/dev/fuse", R_OK | W_OK) == 0
        if isThere { isThere = (try? await MountedFolder()) != nil }
        if !isThere { FileHandle.standardError.write(Data("SKIPPING tests: sshfs cannot be had here\n".utf8)) }
        return isThere
    }

    init() async throws {
        holder = try TemporaryFolder()
        for folder in ["behind", "mount"] {
            try FileManager.default.createDirectory(
                atPath: holder.appending(folder), withIntermediateDirectories: true)
        }
        let server = holder.appending("server")
        let target = holder.appending("behind")
        try Data("#!/bin/sh\nexec /usr/lib/openssh/sftp-server\n".utf8).write(to: URL(filePath: server))
        // In the foreground, for a child that stays behind would be waited for.
        sshfs = try ChildShell(
            """
            chmod +x server
            echo ready
            exec 2>/dev/null sshfs -f -o dir_cache=no -o ssh_command='\(server)' here:'\(target)' mount
            """, in: holder.path)
        let mark = holder.appending("behind/mark")
        try Data().write(to: URL(filePath: mark))
        try await eventually("sshfs is mounted", within: .seconds(10)) { access(self.path + "/mark", F_OK) == 0 }
        unlink(mark)
    }

    deinit {
        if umount2(path, Int32(MNT_DETACH)) != 0 { try? ChildShell.run("fusermount -u '\(path)'", in: "/") }
        sshfs.kill()
    }
}
