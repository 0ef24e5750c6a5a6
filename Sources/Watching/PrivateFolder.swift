// Folders nobody drops anything in: ours, and those of desktop and NAS systems (FOLDER-CONTRACT 2).

import JobModel

extension FileName {
    /// Whether a folder of this name is left unwatched, with everything below it.
    package var isPrivateFolder: Bool {
        bytes.first == UInt8(ascii: ".") || Self.ofStorageSystems.contains(bytes)
    }

    private static let ofStorageSystems: Set<[UInt8]> = [Array("@eaDir".utf8), Array("#recycle".utf8)]
}
