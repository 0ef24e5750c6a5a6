// An original in the archive, as it has to be found again before it may be removed.

/// A file that the daemon itself put into an archive. The same inode, size and time of change mean the same content; the
/// number of the device is left out, as it may be another after a restart of the machine.
package struct ArchivedFile: Hashable, Sendable, Codable {
    /// The root's path as the settings name it.
    package let root: String
    /// Below `archive/`.
    package let path: RelativePath
    /// Bytes.
    package let size: Int64
    package let inode: UInt64
    /// Nanoseconds since 1970, as the file's own filesystem has it.
    package let modified: Int64

    package init(root: String, path: RelativePath, size: Int64, inode: UInt64, modified: Int64) {
        self.root = root
        self.path = path
        self.size = size
        self.inode = inode
        self.modified = modified
    }
}
