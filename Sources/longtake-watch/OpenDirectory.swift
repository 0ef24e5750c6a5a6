// SPDX-License-Identifier: GPL-2.0-or-later
// Reaching a directory below the root without ever passing through a symbolic link.

import Glibc

/// A refusal of the kernel.
struct KernelError: Error {
    let code: Int32

    /// The entry is not there, or is no directory (any more): nothing to watch.
    var meansGone: Bool { code == ENOENT || code == ENOTDIR || code == ELOOP }
    var meansLimitReached: Bool { code == ENOSPC }
    var sentence: String { String(cString: strerror(code)) }
}

/// An open directory, closed with the value.
struct OpenDirectory: ~Copyable {
    let descriptor: Int32

    /// Opens name by name, so that no path is too long and a swapped-in link is refused.
    init(_ path: TreePath, below root: RootPath) throws(KernelError) {
        var current = try Self.open(AT_FDCWD, root.terminated, 0)
        for name in path.names {
            let parent = current
            defer { close(parent) }
            current = try Self.open(parent, name.terminated, O_NOFOLLOW)
        }
        descriptor = current
    }

    deinit { close(descriptor) }

    private static func open(_ parent: Int32, _ name: [CChar], _ flags: Int32) throws(KernelError) -> Int32 {
        let descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags)
        guard descriptor >= 0 else { throw KernelError(code: errno) }
        return descriptor
    }

    /// The names of the directories directly in this one, without the private ones.
    func subdirectories() throws(KernelError) -> [EntryName] {
        let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0 else { throw KernelError(code: errno) }
        guard let stream = fdopendir(own) else {
            let code = errno
            close(own)
            throw KernelError(code: code)
        }
        defer { closedir(stream) }
        var names: [EntryName] = []
        while let entry = readdir(stream) {
            let name = Self.name(of: entry)
            guard !name.isPrivateFolder, isDirectory(name, type: Int(entry.pointee.d_type)) else { continue }
            names.append(name)
        }
        return names
    }

    private func isDirectory(_ name: EntryName, type: Int) -> Bool {
        guard type == Int(DT_UNKNOWN) else { return type == Int(DT_DIR) }
        var facts = stat()
        return fstatat(descriptor, name.terminated, &facts, AT_SYMLINK_NOFOLLOW) == 0
            && facts.st_mode & S_IFMT == S_IFDIR
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> EntryName {
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in Array(bytes.prefix { $0 != 0 }) }
    }
}
