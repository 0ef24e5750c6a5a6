// How results are put into the share.

/// What becomes of results and originals (FOLDER-CONTRACT 7).
package struct OutboxSettings: Hashable, Sendable {
    /// What happens to the originals of a finished job.
    package enum Originals: String, Hashable, Sendable, CaseIterable {
        case archive, delete
    }

    /// What a drop gets that is the same as one already done (FOLDER-CONTRACT 5).
    package enum Duplicates: String, Hashable, Sendable, CaseIterable {
        case reuse, redo
    }

    package var originals: Originals = .archive
    package var duplicates: Duplicates = .reuse
    /// Permissions of results and logs.
    package var mode: UInt32 = 0o664

    package init() {}

    /// Permissions of the folders made around them: whoever may read a file may enter its folder.
    var folderMode: UInt32 { mode | 0o300 | (mode & 0o444) >> 2 }
}
