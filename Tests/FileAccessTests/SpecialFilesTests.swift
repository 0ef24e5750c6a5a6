// FIFOs, devices, sockets and directories are refused at once, whatever they are called (FOLDER-CONTRACT 6).

import FileAccess
import Glibc
import JobModel
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SpecialFilesTests {
    private let folder: OpenedFolder

    init() throws {
        folder = try OpenedFolder("mkfifo fifo.mp4; mkdir folder.mp4")
        try Self.bindSocket(at: folder.path + "/socket.mp4")
    }

    @Test(arguments: ["fifo.mp4", "folder.mp4", "socket.mp4"] as [FileName])
    func `what is no file is not opened and nothing waits for it`(name: FileName) throws {
        #expect(throws: FileError.self) { try folder.directory.openFile(name) }
        #expect(throws: FileError.self) { try folder.directory.openForAppending(name, mode: 0o600) }
        #expect(throws: FileError.self) { try folder.directory.openOrCreateFile(name, mode: 0o600) }
    }

    @Test(.enabled(if: geteuid() == 0, "making a device takes root's rights"))
    func `a device is not opened`() throws {
        // A tape drive, which would rewind; there is none, and nothing gets so far as to find that out.
        try folder.sh("mknod clip.mp4 c 9 0; mknod zero.mp4 c 1 5")
        #expect(throws: FileError.self) { try folder.directory.openFile("clip.mp4") }
        #expect(throws: FileError.self) { try folder.directory.openFile("zero.mp4") }
    }

    @Test func `each kind is told apart`() throws {
        try folder.sh(": > file.mp4; ln -s file.mp4 link.mp4")
        let kinds: [FileName: FileKind] = [
            "fifo.mp4": .special, "socket.mp4": .special, "folder.mp4": .directory, "file.mp4": .file,
            "link.mp4": .symbolicLink,
        ]
        for (name, kind) in kinds { #expect(try folder.directory.status(of: name)?.kind == kind) }
        let listed = try folder.directory.entries().map { ($0.name, $0.kind) }
        #expect(Dictionary(uniqueKeysWithValues: listed) == kinds.mapValues(Optional.some))
    }

    /// The name stays when the socket is closed.
    private static func bindSocket(at path: String) throws {
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(status == 0)
    }
}
