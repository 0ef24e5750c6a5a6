// Where a job's files came from, which is also where they go back to.

/// The place of a drop: its root, its folder below the inbox, and the stem its files share.
package struct Origin: Hashable, Sendable, Codable {
    /// The root's path as the settings name it.
    package let root: String
    /// The folder below `inbox/`; the empty path is the inbox itself.
    package let folder: RelativePath
    /// The name results and logs are made from: `clip` of `clip.mp4`.
    package let stem: FileName

    package init(root: String, folder: RelativePath, stem: FileName) {
        self.root = root
        self.folder = folder
        self.stem = stem
    }

    /// A folder below the inbox is a project with one session; a clip in the inbox itself has a session of its own.
    package var lane: Lane {
        folder.isRoot
            ? Lane(root: root, path: RelativePath([stem]), isProject: false)
            : Lane(root: root, path: folder, isProject: true)
    }
}
