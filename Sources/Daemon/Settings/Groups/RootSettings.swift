// What the daemon is told about one watch folder.

import SystemPackage

/// What becomes of the originals of a finished job (FOLDER-CONTRACT 4).
package enum OriginalsPolicy: String, CaseIterable, SettingValue {
    case archive, delete
}

/// What a drop gets that is the same as one already done (FOLDER-CONTRACT 5).
package enum DuplicatesPolicy: String, CaseIterable, SettingValue {
    case reuse, redo
}

package struct RootSettings: Hashable, Sendable {
    /// Absolute and without `..`; the folder that holds `inbox/` and `outbox/`.
    package var path: FilePath
    package var originals: OriginalsPolicy
    /// Archived originals older than this many days are removed; 0 keeps them.
    package var archiveDays: Int
    package var duplicates: DuplicatesPolicy
    /// The mode of what is delivered.
    package var outputMode: FilePermissions
}
