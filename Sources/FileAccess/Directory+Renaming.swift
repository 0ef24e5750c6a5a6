// Handing files over: renames that never overwrite, and small files that are there whole or not at all.

import CLinux
import Glibc
import JobModel

extension Directory {
    /// Moves an entry to another directory of the same filesystem. Not durable until both directories are synced.
    /// - Throws: ``FileError`` with ``FileError/isAlreadyThere`` when the new name is taken; nothing is overwritten.
    package func rename(_ name: FileName, to directory: Directory, as newName: FileName) throws(FileError) {
        try checking("move", "\(shown(name)) to \(directory.shown(newName))") {
            name.withCString { from in
                newName.withCString { clinux_rename_no_replace(descriptor, from, directory.descriptor, $0) }
            }
        }
    }

    /// Puts a small file in place whole: written aside, synced, renamed over what was there, directory synced
    /// (FIELD-FACTS 1.5). It has `mode` whatever the umask.
    package func write(_ bytes: some Collection<UInt8>, to name: FileName, mode: UInt32) throws(FileError) {
        try write(bytes, mode: mode, aside: Self.nameAside(of: name)) { aside throws(FileError) in
            _ = try checking("move", "\(shown(aside)) to \(shown(name))") {
                aside.withCString { from in
                    name.withCString { renameat(descriptor, from, descriptor, $0) }
                }
            }
        }
    }

    /// As ``write(_:to:mode:)``, over nothing that is there.
    /// - Throws: ``FileError`` with ``FileError/isAlreadyThere`` when the name is taken.
    package func writeNew(_ bytes: some Collection<UInt8>, to name: FileName, mode: UInt32) throws(FileError) {
        try write(bytes, mode: mode, aside: Self.nameAside(of: name)) { aside throws(FileError) in
            try rename(aside, to: self, as: name)
        }
    }

    private func write(
        _ bytes: some Collection<UInt8>, mode: UInt32, aside: FileName,
        givingName: (FileName) throws(FileError) -> Void
    ) throws(FileError) {
        try remove(aside)
        do {
            let file = try createFile(aside, mode: mode)
            try file.write(bytes)
            try file.setPermissions(mode)
            try file.sync()
            try givingName(aside)
        } catch {
            // The reason that matters is the first one; what is left over is cleared by the next write.
            try? remove(aside)
            throw error
        }
        try sync()
    }

    /// Where a file is written before it gets its name: the same place every time, so that the next write clears what
    /// a crash left there. Short whatever the name is (FNV-1a, 64 bits).
    private static func nameAside(of name: FileName) -> FileName {
        let digest = name.bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        return (".longtake-write-" as FileName).appending(String(digest, radix: 16))
    }
}
