// What tests of the share look at: what was uploaded, what was delivered, whose it is, who still has it open.

import CountingBackend
import EndToEndSupport
import Foundation
import Glibc
import TestSupport
import Testing

extension SambaServer {
    /// A clip like no other, so that its upload can be told: a free box with some text ends it.
    func clip(_ text: String) -> Data { Data(share.backend.clip) + Self.freeBox(text) }

    /// A box that players and proofs pass over (ISO 14496-12, 8.1.2).
    static func freeBox(_ text: String) -> Data {
        let length = UInt32(8 + text.utf8.count)
        return withUnsafeBytes(of: length.bigEndian) { Data($0) } + Data("free\(text)".utf8)
    }

    /// A clip like no other whose index comes first, so that its end is pictures and sound.
    func streamedClip(_ text: String) throws -> Data {
        let path = try local(Data(share.backend.clip))
        try ChildShell.run(
            """
            exec ffmpeg -nostdin -v error -i '\(path)' -c copy -movflags +faststart -metadata 'title=\(text)' \
            '\(path).mp4'
            """, in: share.folder.path)
        return try Data(contentsOf: URL(fileURLWithPath: path + ".mp4"))
    }

    // MARK: Deliveries

    /// How often just these bytes reached the backend.
    func uploads(of clip: Data) -> Int {
        share.backend.tally.uploads.count { $0.checksum == Checksum(of: clip) }
    }

    /// Waits for a result.
    func delivers(_ stem: String) async throws { try await share.waits(for: "outbox/\(stem).mp4", from: daemon) }

    /// Lets a colleague drop something and waits until it is delivered: whatever else could have been taken has been
    /// looked at by then.
    func deliversAnother(beside stem: String) async throws {
        let other = "beside \(stem)"
        try put(clip(other), as: "inbox/\(other).mp4", by: .boris)
        try put("brighten it", as: "inbox/\(other).prompt.txt", by: .boris)
        try await delivers(other)
    }

    // MARK: Files

    /// Whose a file is and what may be done with it, as the server's disk has it.
    struct Rights: Equatable {
        var owner: Int
        var group: Int
        var mode: Int
    }

    func rights(of name: String) throws -> Rights { try Self.rights(at: share.path(name)) }

    /// The user and the group that the service runs as, and that the share belongs to.
    var service: Int { get throws { try Self.rights(at: share.state).owner } }
    var editors: Int { get throws { try Self.rights(at: share.root).group } }

    private static func rights(at path: String) throws -> Rights {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { throw NotDone("look at \(path)") }
        return Rights(owner: Int(facts.st_uid), group: Int(facts.st_gid), mode: Int(facts.st_mode & 0o7777))
    }

    /// Waits until smbd has closed a file that a client left open when its connection broke.
    func isLetGo(_ name: String) async throws {
        let descriptor = open(share.path(name), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw NotDone("open \(name)") }
        defer { close(descriptor) }
        // F_SETLEASE (fcntl(2)), which Swift cannot import: granted when nobody has the file open for writing.
        try await eventually("smbd lets go of \(name)") { fcntl(descriptor, 1024, F_RDLCK) == 0 }
        _ = fcntl(descriptor, 1024, F_UNLCK)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test where this process may not set up namespaces and mounts, and says so.
    static var needsOwnMachine: Self {
        .enabled("namespaces and mounts need root") {
            if !ScratchVolume.isAvailable { FileHandle.standardError.write(Data("SKIPPING tests: not root\n".utf8)) }
            return ScratchVolume.isAvailable
        }
    }

    /// Skips a test where there is no library to write as desktops do, and says so.
    static var needsDesktopClient: Self {
        .enabled("smbprotocol cannot be fetched from PyPI") { await DesktopClient.isAvailable() }
    }
}

/// Something that a client of the share should have been able to do.
struct NotGranted: Error, CustomStringConvertible {
    private let wanted: String
    private let reason: String

    init(_ wanted: String, because reason: String) {
        self.wanted = wanted
        self.reason = reason
    }

    var description: String { "could not: \(wanted)\n\(reason)" }
}
