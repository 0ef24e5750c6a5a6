// New folders and files suit the share: mode and group are what the share says, whatever the umask of the daemon.

import FileAccess
import Glibc
import JobModel
import TestSupport
import Testing

@Suite struct PermissionsTests {
    /// The umask belongs to the whole process, so each runs in one of its own.
    @Test func `a made folder has its mode whatever the umask`() async throws {
        let folder = try OpenedFolder()
        await #expect(processExitsWith: .success) { [root = folder.path as String] in
            umask(0o077)
            _ = try Directory.open(root).makingDirectory(RelativePath(["a", "b"]), mode: 0o775)
        }
        let outer = try folder.directory.status(of: "a")
        let inner = try folder.directory.directory(path("a")).status(of: "b")
        #expect(outer?.permissions == 0o775)
        #expect(inner?.permissions == 0o775)
    }

    @Test func `a written file has its mode whatever the umask`() async throws {
        let folder = try OpenedFolder()
        await #expect(processExitsWith: .success) { [root = folder.path as String] in
            umask(0o077)
            try Directory.open(root).write(Array("text".utf8), to: "note", mode: 0o664)
        }
        #expect(try folder.directory.status(of: "note")?.permissions == 0o664)
    }

    @Test func `a made folder takes the group and the set-gid bit of the one around it`() throws {
        // Root may give a folder to any group; anybody else has at least their own.
        let group = geteuid() == 0 ? 54_321 : getegid()
        let folder = try OpenedFolder("mkdir share; chgrp \(group) share; chmod 2770 share")
        let made = try folder.directory.makingDirectory(path("share/spring/day"), mode: 0o775)
        #expect(try made.status().permissions == 0o2775)
        #expect(try made.status().group == group)
        let file = try made.createFile("clip.log", mode: 0o600)
        #expect(try file.status().group == group)
    }

    @Test func `a folder that is there is left as it is`() throws {
        let folder = try OpenedFolder("mkdir there; chmod 700 there")
        let there = try folder.directory.makingDirectory(path("there"), mode: 0o775)
        #expect(try there.status().permissions == 0o700)
    }

    @Test func `a file where a folder should be is an error`() throws {
        let folder = try OpenedFolder("printf x > there")
        #expect(throws: FileError.self) { try folder.directory.makingDirectory(path("there/new"), mode: 0o775) }
        #expect(try folder.text("there") == "x")
    }

    @Test func `making the empty path opens the folder itself`() throws {
        let folder = try OpenedFolder(": > file")
        let again = try folder.directory.makingDirectory(.root, mode: 0o775)
        #expect(try again.entries().map(\.name) == ["file"])
    }
}
