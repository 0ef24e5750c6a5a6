// Where jobs queue up one behind the other.

/// A row of jobs that run one after the other, in the order they came (FOLDER-CONTRACT 1): those of a project share
/// its session; those of one stem directly in the inbox share its name. Jobs of different lanes run side by side.
package struct Lane: Hashable, Sendable, Codable {
    package let root: String
    /// The project's folder below the inbox, or the stem of a clip directly in it.
    package let path: RelativePath
    package let isProject: Bool

    package init(root: String, path: RelativePath, isProject: Bool) {
        self.root = root
        self.path = path
        self.isProject = isProject
    }

    /// The lane as one text, for indexes: reversible bytes in hexadecimal, so that no name can look like another's.
    package var key: String {
        let name = path.bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        return "\(isProject ? "project" : "clip"):\(name.joined()):\(root)"
    }
}
