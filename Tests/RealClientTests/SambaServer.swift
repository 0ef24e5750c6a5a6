// A real smbd on loopback with the shipped share definition, and a daemon on it as the shipped unit runs one.

import EndToEndSupport
import Foundation
import Glibc
import TestSupport
import Testing

/// A share that editors reach over SMB alone, set up as docs/NAS.md says. It ends with the value, or with this process.
final class SambaServer: Sendable {
    let share: CountedShare
    let daemon: ProgramUnderTest
    private let port: UInt16
    private let machine: ChildShell

    /// The one that the tests of a suite have in common, as editors have one.
    static let common = Task { try await SambaServer() }

    /// The users of the recipe in docs/NAS.md, and the password they got.
    enum Editor: String, CaseIterable, Sendable {
        case anna, boris
        static let password = "longtake-test"
    }

    /// - Parameter mayLease: whether the daemon has the capability that the unit gives it.
    init(mayLease: Bool = true, _ settings: [String: String] = [:]) async throws {
        share = try await CountedShare()
        try FileManager.default.createDirectory(atPath: share.state, withIntermediateDirectories: true)
        port = try Self.freePort()
        let script = Self.files + "/samba_server.sh"
        let arguments = [script, Self.repository, ProgramUnderTest.folder, "\(port)", share.root, share.state]
        machine = try ChildShell(
            "exec unshare --mount --pid --fork --kill-child --mount-proc /bin/sh -eu "
                + arguments.map { "'\($0)'" }.joined(separator: " "), in: share.folder.path)
        // Should the lease not keep a clip that is still open, the wait would be over before the test has looked.
        daemon = share.daemon(
            ["timing.settle": "200ms"].merging(settings) { _, new in new }, root: "/srv/longtake", state: "/mnt/state",
            wrapper: Self.service(in: machine.identifier, capabilities: mayLease ? "-all,+lease" : "-all"))
        try await daemon.wrote("under watch")
    }

    /// A program and its arguments that run the daemon as contrib/systemd/longtake.service does: user, groups, umask
    /// and capabilities. The program it is given is left out for the one that the user can reach.
    private static func service(in machine: pid_t, capabilities: String) -> [String] {
        let start = """
            shift; umask 0002; cd /
            exec setpriv --reuid=longtake --regid=longtake --init-groups --no-new-privs \
            --inh-caps=\(capabilities) --ambient-caps=\(capabilities) --bounding-set=\(capabilities) \
            env LD_LIBRARY_PATH=/mnt/swift /mnt/programs/longtake "$@"
            """
        let spaces = "/proc/\(machine)/ns/"
        return [
            "nsenter", "--mount=\(spaces)mnt", "--pid=\(spaces)pid_for_children", "--", "/bin/sh", "-euc", start, "sh",
        ]
    }

    // MARK: What an editor does

    /// What came of commands to smbclient.
    struct Answer {
        let succeeded: Bool
        let text: String
    }

    /// Runs commands of smbclient(1), one after the other.
    func smbclient(_ commands: String..., as editor: Editor = .anna) throws -> Answer {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/smbclient")
        process.arguments = [
            "--configfile=/dev/null", "-p", "\(port)", "-U", "\(editor)%\(Editor.password)", "//127.0.0.1/longtake",
            "-c", commands.joined(separator: ";"),
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: share.folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Answer(succeeded: process.terminationStatus == 0 && !text.contains("NT_STATUS"), text: text)
    }

    /// As ``smbclient(_:as:)``, where nothing may be refused.
    func does(_ commands: String..., as editor: Editor = .anna) throws {
        let answer = try smbclient(commands.joined(separator: ";"), as: editor)
        guard answer.succeeded else { throw NotGranted(commands.joined(separator: ";"), because: answer.text) }
    }

    /// Copies a content into the share.
    func put(_ content: Data, as name: String, by editor: Editor = .anna) throws {
        try does("put \"\(try local(content))\" \"\(name)\"", as: editor)
    }

    func put(_ text: String, as name: String, by editor: Editor = .anna) throws {
        try put(Data(text.utf8), as: name, by: editor)
    }

    /// Copies a file out of the share.
    func get(_ name: String, by editor: Editor = .anna) throws -> Data {
        let path = share.folder.appending(UUID().uuidString)
        try does("get \"\(name)\" \"\(path)\"", as: editor)
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }

    /// A file beside the share, for a client to copy from.
    func local(_ content: Data) throws -> String {
        let path = share.folder.appending(UUID().uuidString)
        try content.write(to: URL(fileURLWithPath: path))
        return path
    }

    /// A client that writes as desktops do.
    func desktop(of editor: Editor = .anna) async throws -> DesktopClient {
        try DesktopClient(python: try await DesktopClient.python.value, port: port, editor: editor)
    }

    // MARK: Places

    /// Where the tests' own files of other kinds lie.
    static let files = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/SMB"
    static let repository = URL(fileURLWithPath: files).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// A port of loopback that nobody listens on now.
    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard status == 0 else { throw NotDone("find a free port") }
        return UInt16(bigEndian: address.sin_port)
    }
}
