// SPDX-License-Identifier: GPL-2.0-or-later
// Names and paths as the filesystem holds them: bytes, never text, so that none is changed on its way through.

/// One name of a directory's entry, without NUL.
typealias EntryName = [UInt8]

/// A path below the root; empty for the root itself.
struct TreePath: Hashable {
    var names: [EntryName] = []

    static let root = TreePath()

    /// The names joined by `/`.
    var bytes: [UInt8] { Array(names.joined(separator: [UInt8(ascii: "/")])) }

    static func / (path: TreePath, name: EntryName) -> TreePath { TreePath(names: path.names + [name]) }

    func isAtOrBelow(_ other: TreePath) -> Bool { names.starts(with: other.names) }
}

extension EntryName {
    /// Folders of ours, of desktop systems and of NAS systems: what happens in them is nobody's drop.
    var isPrivateFolder: Bool {
        first == UInt8(ascii: ".") || self == Array("@eaDir".utf8) || self == Array("#recycle".utf8)
    }

    /// The name as C wants it, ended by NUL.
    var terminated: [CChar] { map { CChar(bitPattern: $0) } + [0] }
}
