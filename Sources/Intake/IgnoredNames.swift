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

    /// Whether it is what a program that copies a clip of a stem calls it until it is done, or a browser that fetches
    /// it: `clip.mp4.part`, `.clip.mp4.Xa81bC`, `clip.crdownload`.
    static func isUnfinishedCopy(_ name: FileName, of stem: FileName) -> Bool {
        guard contains(name) else { return false }
        var text = name.text.lowercased()[...]
        for prefix in ["~$", "._", ".syncthing.", ".~", "."] where text.hasPrefix(prefix) {
            text = text.dropFirst(prefix.count)
            break
        }
        let start = stem.text.lowercased() + "."
        guard text.hasPrefix(start) else { return false }
        let ending = text.dropFirst(start.count)
        return !["prompt.txt", "next.prompt.txt", "cancel.txt"].contains { ending.hasPrefix($0) }
    }

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
