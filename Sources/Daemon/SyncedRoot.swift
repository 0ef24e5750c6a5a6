// A root that a sync tool carries elsewhere: the daemon's own folder in it is to stay here, claimed files and all.

import FileAccess
import JobModel

/// Keeps `.longtake` out of what Syncthing and Resilio Sync carry, where their own lists of ignored files lie in the root.
/// Everything else is said to the administrator: a list outside of the root, and Nextcloud's or ownCloud's, is not the
/// daemon's to write.
///
/// Syncthing reads `.stignore` beside `.stfolder`, Resilio Sync `.sync/IgnoreList`; in both a line that begins with `/`
/// counts from there (docs.syncthing.net/users/ignoring.html, help.resilio.com "Ignore List"). Nextcloud and ownCloud
/// keep a journal `.sync_….db` or `._sync_….db` where they synchronise, and their list in the settings of each client.
struct SyncedRoot {
    /// What was found and done.
    enum Finding: Hashable {
        /// Nothing synchronises the root, or the folder is left out already.
        case nothingToDo
        /// A line was added to the list.
        case leftOut(String)
        /// Somebody has to leave it out: one sentence.
        case toBeLeftOut(String)
    }

    private enum Tool: String, CaseIterable {
        case syncthing = "Syncthing"
        case resilio = "Resilio Sync"
        case nextcloud = "Nextcloud or ownCloud"
    }

    private static let ownFolder = ".longtake"
    private static let listLimit = 1 << 20

    /// As the settings name it.
    let path: String

    /// Looks for sync tools in the root and in the folders around it, and leaves the daemon's folder out where that can be
    /// done in the root.
    /// - Returns: one finding for each tool there is.
    func settle() -> [Finding] {
        var findings: [Finding] = []
        var (folder, below) = (path, "")
        while let directory = try? Directory.open(folder) {
            for tool in Tool.allCases where Self.isThere(tool, in: directory) {
                findings.append(leaveOut("\(below)/\(Self.ownFolder)", by: tool, in: directory, isRoot: below.isEmpty))
            }
            guard folder != "/", let slash = folder.lastIndex(of: "/") else { break }
            below = "\(folder[slash...])\(below)"
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
        return findings
    }

    private static func isThere(_ tool: Tool, in directory: Directory) -> Bool {
        switch tool {
        case .syncthing: (try? directory.status(of: ".stfolder")) != nil
        case .resilio: (try? directory.directory(RelativePath([".sync"])).status(of: "IgnoreList")) != nil
        case .nextcloud:
            (try? directory.entries())?.contains { entry in
                let name = entry.name.text
                return (name.hasPrefix(".sync_") || name.hasPrefix("._sync_")) && name.hasSuffix(".db")
            } ?? false
        }
    }

    /// - Parameter line: the daemon's folder as seen from where the tool synchronises.
    private func leaveOut(_ line: String, by tool: Tool, in directory: Directory, isRoot: Bool) -> Finding {
        let root = path.shownOnOneLine
        guard let list = Self.list(of: tool) else {
            return .toBeLeftOut(
                "\(tool.rawValue) synchronises \(root): add \(Self.ownFolder) to the ignored files of each client.")
        }
        let shown = "\(directory.shownPath)/\(list)".shownOnOneLine
        do {
            let folder = try directory.directory(list.parent)
            guard let name = list.last else { return .nothingToDo }
            if try Self.holds(line, name, in: folder) { return .nothingToDo }
            let advice = "\(tool.rawValue) synchronises \(root): add the line \(line.shownOnOneLine) to \(shown)."
            guard isRoot, try Self.add(line, to: name, in: folder) else { return .toBeLeftOut(advice) }
            return .leftOut("\(tool.rawValue) synchronises \(root): the line \(line) was added to \(shown).")
        } catch {
            return .toBeLeftOut(
                """
                \(tool.rawValue) synchronises \(root): add the line \(line.shownOnOneLine) to \(shown), which cannot be \
                used from here (\(error)).
                """)
        }
    }

    private static func list(of tool: Tool) -> RelativePath? {
        switch tool {
        case .syncthing: RelativePath([".stignore"])
        case .resilio: RelativePath([".sync", "IgnoreList"])
        case .nextcloud: nil
        }
    }

    /// Whether a list leaves the folder out already, be it by its name alone. Syncthing's prefixes may stand before it.
    private static func holds(_ line: String, _ list: FileName, in folder: Directory) throws(FileError) -> Bool {
        guard try folder.status(of: list) != nil else { return false }
        let text = String(decoding: try folder.contents(of: list, limit: listLimit), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).contains { entry in
            var entry = Substring(entry.trimmingPrefix { $0.isWhitespace })
            for prefix in ["(?d)", "(?i)", "(?d)"] where entry.hasPrefix(prefix) {
                entry = entry.dropFirst(prefix.count)
            }
            while let last = entry.last, last.isWhitespace || last == "/" { entry = entry.dropLast() }
            return entry == line || entry == ownFolder
        }
    }

    /// Adds a line to the end of a list and leaves the rest of it as it is; makes a list where there is none.
    /// - Returns: `false` where the list is not a plain file of this folder alone.
    private static func add(_ line: String, to list: FileName, in folder: Directory) throws(FileError) -> Bool {
        guard let facts = try folder.status(of: list) else {
            try folder.writeNew(Array("\(line)\n".utf8), to: list, mode: 0o664)
            return true
        }
        guard facts.kind == .file, facts.linkCount == 1 else { return false }
        let end = facts.size > 0 ? try folder.openFile(list).read(at: facts.size - 1, count: 1) : []
        let isOpen = end.first.map { $0 != UInt8(ascii: "\n") } ?? false
        let file = try folder.openForAppending(list, mode: 0o664)
        try file.write(Array("\(isOpen ? "\n" : "")\(line)\n".utf8))
        try file.sync()
        return true
    }
}
