// Files that are there whole or not at all, also after a power cut (FIELD-FACTS 1.5).

import Foundation
import SystemPackage

/// Writes and moves files so that they survive a crash: write, fsync the file, rename, fsync the folder.
enum DurableFile {
    /// Replaces `path` with `bytes`. Readable by the owner only: accounts hold tokens.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let aside = path + ".new"
        let file = try FileDescriptor.open(
            FilePath(aside), .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        try file.closeAfter {
            try file.writeAll(bytes)
            try synchronize(file)
        }
        try move(aside, to: path)
    }

    static func write(json value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try write(Array(try encoder.encode(value)), to: path)
    }

    /// Puts a file that is written already in its final place. Both lie on one filesystem.
    static func settle(_ source: String, at destination: String) throws {
        let file = try FileDescriptor.open(FilePath(source), .readOnly)
        try file.closeAfter { try synchronize(file) }
        try move(source, to: destination)
    }

    static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Removes a file or folder; that it is not there is fine.
    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    static func read(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path)))
    }

    static func read<Value: Decodable>(json type: Value.Type, from path: String) throws -> Value {
        try JSONDecoder().decode(type, from: try Data(contentsOf: URL(filePath: path)))
    }

    /// Names in a folder; none where there is no such folder.
    static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    private static func move(_ source: String, to destination: String) throws {
        guard rename(source, destination) == 0 else { throw Errno(rawValue: errno) }
        let folder = try FileDescriptor.open(
            FilePath(destination).removingLastComponent(), .readOnly, options: [.directory])
        try folder.closeAfter { try synchronize(folder) }
    }

    private static func synchronize(_ file: FileDescriptor) throws {
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }
}
