// What is done to an open file, and the lease that proves nobody is writing to it.

import FileAccess
import Glibc
import JobModel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct OpenFileTests {
    @Test func `reading takes what is there, at any offset`() throws {
        let folder = try OpenedFolder("printf 0123456789 > file")
        let file = try folder.directory.openFile("file")
        #expect(try file.read(at: 0, count: 4) == Array("0123".utf8))
        #expect(try file.read(at: 8, count: 4) == Array("89".utf8))
        #expect(try file.read(at: 10, count: 4).isEmpty)
        #expect(try file.read(at: 0, count: 0).isEmpty)
    }

    @Test func `appending adds to the end, whoever else does`() throws {
        let folder = try OpenedFolder("printf one > log")
        let log = try folder.directory.openForAppending("log", mode: 0o600)
        try folder.sh("printf ' two' >> log")
        try log.write(Array(" three".utf8))
        #expect(try folder.text("log") == "one two three")
    }

    @Test func `a length is set by cutting off or adding a hole`() throws {
        let folder = try OpenedFolder("printf 0123456789 > file")
        let file = try folder.directory.openOrCreateFile("file", mode: 0o600)
        try file.setLength(3)
        try file.setLength(5)
        #expect(try file.read(at: 0, count: 10) == Array("012\0\0".utf8))
        try file.sync()
    }

    @Test func `a fingerprint differs after a write, also one of the same length`() throws {
        let folder = try OpenedFolder("printf one > file; touch -d 2001-02-03 file")
        let before = try folder.directory.status(of: "file")?.fingerprint
        #expect(try folder.directory.status(of: "file")?.fingerprint == before)
        try folder.sh("printf two > file")
        #expect(try folder.directory.status(of: "file")?.fingerprint != before)
    }

    @Test func `a second name shows in the link count`() throws {
        let folder = try OpenedFolder(": > file; ln file second")
        #expect(try folder.directory.status(of: "file")?.linkCount == 2)
    }

    @Test func `a lease is refused while another process has the file open for writing`() throws {
        let folder = try OpenedFolder("printf text > clip.mp4")
        let file = try folder.directory.openFile("clip.mp4")
        #expect(file.isFreeOfWriters() == true)
        let writer = try ChildShell("exec 3>>clip.mp4; echo ready; read _ || :", in: folder.path)
        #expect(file.isFreeOfWriters() == false)
        #expect(try folder.directory.openFile("clip.mp4").isFreeOfWriters() == false)
        writer.end()
        #expect(file.isFreeOfWriters() == true)
    }

    @Test func `a lease is refused to a writer that the file was renamed under`() throws {
        let folder = try OpenedFolder("printf text > clip.mp4; mkdir private")
        let writer = try ChildShell("exec 3>>clip.mp4; echo ready; read _ || :", in: folder.path)
        let aside = try folder.directory.directory(path("private"))
        try folder.directory.rename("clip.mp4", to: aside, as: "clip.mp4")
        #expect(try aside.openFile("clip.mp4").isFreeOfWriters() == false)
        writer.kill()
        #expect(try aside.openFile("clip.mp4").isFreeOfWriters() == true)
    }

    @Test func `a reader elsewhere does not matter`() throws {
        let folder = try OpenedFolder("printf text > clip.mp4")
        let reader = try ChildShell("exec 3<clip.mp4; echo ready; read _ || :", in: folder.path)
        #expect(try folder.directory.openFile("clip.mp4").isFreeOfWriters() == true)
        reader.end()
    }

    /// The kernel sends it to the holder when somebody opens the file in that very moment (fcntl(2), "Leases").
    @Test func `the signal of a lease being broken does not end the process`() async {
        await #expect(processExitsWith: .success) {
            let folder = try OpenedFolder(": > clip.mp4")
            _ = try folder.directory.openFile("clip.mp4").isFreeOfWriters()
            kill(getpid(), SIGIO)
        }
    }
}
