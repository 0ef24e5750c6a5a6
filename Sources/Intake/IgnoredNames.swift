// Names that are never drops: transfers in progress, and what desktops and storage systems leave about.

import JobModel

/// The ignore patterns of FOLDER-CONTRACT 2.
package enum IgnoredNames {
    /// Whether an entry of that name is passed over, and all below it when it is a folder.
    package static func contains(_ name: FileName) -> Bool {
        let text = name.text.lowercased()
        return prefixes.contains { text.hasPrefix($0) }
            || suffixes.contains { text.hasSuffix($0) }
            || names.contains(text)
            || isSandboxedSave(text)
    }

    /// Whether any component of a path is passed over.
    package static func contains(_ path: RelativePath) -> Bool { path.names.contains { contains($0) } }

    /// A leading dot also covers AppleDouble files, Syncthing's and rsync's temporary names and our own folder.
    private static let prefixes = [".", "~$"]
    private static let suffixes = [
        ".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".!sync",
    ]
    private static let names: Set<String> = [
        "thumbs.db", "desktop.ini", "@eadir", "#recycle",
    ]

    /// `clip.mp4.sb-1a2b3c4d-Xy`: what a sandboxed Mac program writes before it renames (`*.sb-*`).
    private static func isSandboxedSave(_ text: String) -> Bool { text.contains(".sb-") }
}
