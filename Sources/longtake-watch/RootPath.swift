// SPDX-License-Identifier: GPL-2.0-or-later
// The root: where it is, and whether it is still the directory that watching began with.

import Glibc

/// The root's absolute path, ended by NUL. The operator chose it, so it may lead through links.
struct RootPath {
    let terminated: [CChar]

    /// - Parameter argument: as given on the command line. A relative path counts from the working directory of now.
    init(_ argument: UnsafePointer<CChar>) throws(KernelError) {
        let path = Array(UnsafeBufferPointer(start: argument, count: strlen(argument) + 1))
        guard path.first != CChar(UInt8(ascii: "/")) else {
            terminated = path
            return
        }
        guard let working = getcwd(nil, 0) else { throw KernelError(code: errno) }
        defer { free(working) }
        terminated = UnsafeBufferPointer(start: working, count: strlen(working)) + [CChar(UInt8(ascii: "/"))] + path
    }

    /// Which directory is at the path now.
    func identity() throws(KernelError) -> DirectoryIdentity {
        var facts = stat()
        guard stat(terminated, &facts) == 0 else { throw KernelError(code: errno) }
        return DirectoryIdentity(device: facts.st_dev, inode: facts.st_ino)
    }
}

/// A directory, whatever its path.
struct DirectoryIdentity: Equatable {
    let device: dev_t
    let inode: ino_t
}
