// Keeps small secrets on disk: readable by the daemon alone, and whole or not at all after a power cut.

import Glibc
import SystemPackage

/// The part of the state directory that holds credentials. All of it blocks, briefly.
struct CredentialFolder: Sendable {
    /// Secrets are short; whatever is longer is none.
    static let sizeLimit = 65_536

    let path: FilePath

    /// - Returns: `nil` when there is no such file.
    /// - Throws: `Errno`, also when it is no regular file or too large.
    func read(_ name: String) throws(Errno) -> [UInt8]? { try Self.read(path.appending(name), following: false) }

    /// Puts a file in place, mode 0600: written aside, synced, renamed, and the directory synced (FIELD-FACTS 1.5).
    /// - Throws: `Errno`
    func write(_ bytes: [UInt8], to name: String) throws(Errno) {
        try makeFolder()
        let target = path.appending(name)
        let aside = path.appending(Self.nameAside(of: name))
        if unlink(aside.string) != 0, errno != ENOENT { throw Errno(rawValue: errno) }
        try Self.use(aside, .writeOnly, [.create, .exclusiveCreate, .noFollow, .closeOnExec], mode: [.ownerReadWrite]) {
            file throws(Errno) in
            _ = try Self.catching { try file.writeAll(bytes) }
            try Self.sync(file)
        }
        guard rename(aside.string, target.string) == 0 else { throw Errno(rawValue: errno) }
        try Self.use(path, .readOnly, [.directory, .closeOnExec]) { folder throws(Errno) in try Self.sync(folder) }
    }

    /// Where a file is written before it gets its name.
    static func nameAside(of name: String) -> String { ".\(name).new" }

    /// A file that an operator named, which may be a symbolic link.
    static func readNamed(_ path: String) throws(Errno) -> [UInt8]? { try read(FilePath(path), following: true) }

    /// What changes when a file is written again; `nil` when it is not there.
    static func trace(_ path: String) -> FileTrace? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return FileTrace(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
            seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
    }

    /// Compared with itself only; a share's time is never compared with the local clock.
    struct FileTrace: Hashable, Sendable {
        let device: UInt64, inode: UInt64, size: Int64, seconds: Int64, nanoseconds: Int64
    }
}

extension CredentialFolder {
    private func makeFolder() throws(Errno) {
        guard mkdir(path.string, 0o700) != 0, errno != EEXIST else { return }
        throw Errno(rawValue: errno)
    }

    private static func read(_ path: FilePath, following: Bool) throws(Errno) -> [UInt8]? {
        do {
            // Not to wait for the other end of a FIFO (FIELD-FACTS 3).
            let options: SystemPackage.FileDescriptor.OpenOptions = [.nonBlocking, .closeOnExec]
            return try use(path, .readOnly, following ? options : options.union(.noFollow)) { file throws(Errno) in
                var status = stat()
                guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
                guard status.st_mode & S_IFMT == S_IFREG else { throw Errno.invalidArgument }
                guard status.st_size <= sizeLimit else { throw Errno.fileTooLarge }
                var bytes = [UInt8](repeating: 0, count: sizeLimit)
                let count = try catching { try bytes.withUnsafeMutableBytes { try file.read(into: $0) } }
                return Array(bytes.prefix(count))
            }
        } catch .noSuchFileOrDirectory {
            return nil
        }
    }

    private static func use<Value>(
        _ path: FilePath, _ access: SystemPackage.FileDescriptor.AccessMode,
        _ options: SystemPackage.FileDescriptor.OpenOptions, mode: FilePermissions? = nil,
        _ body: (SystemPackage.FileDescriptor) throws(Errno) -> Value
    ) throws(Errno) -> Value {
        let file = try catching {
            try SystemPackage.FileDescriptor.open(path, access, options: options, permissions: mode)
        }
        defer { try? file.close() }
        return try body(file)
    }

    /// A failed sync is final: the next one would claim success with the data lost (FIELD-FACTS 1.5).
    private static func sync(_ file: SystemPackage.FileDescriptor) throws(Errno) {
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }

    private static func catching<Value>(_ body: () throws -> Value) throws(Errno) -> Value {
        do { return try body() } catch let error as Errno { throw error } catch { throw Errno.ioError }
    }
}
