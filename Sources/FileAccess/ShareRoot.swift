// A root and the folders the contract promises in it, found anew at each use: people move folders about.

import JobModel

/// A watched root (FOLDER-CONTRACT, head), held open. All of it lies on one filesystem, so every hand-over is a rename.
///
/// Each folder is opened by its name when it is asked for, and made again when somebody removed it.
package struct ShareRoot: Sendable {
    /// As the settings name it.
    package let path: String
    package let root: Directory

    /// Opens a root, making the folders it lacks.
    /// - Throws: ``ShareRootError``, or ``FileError`` when a folder cannot be made.
    package static func open(_ path: String) throws -> ShareRoot {
        let root: Directory
        do { root = try Directory.open(path) } catch { throw ShareRootError.unreachable(path, error) }
        let share = ShareRoot(path: path, root: root)
        try share.requireOneFilesystem()
        for folder in [try share.workshop, try share.claimed] { try folder.closeToOthers() }
        return share
    }

    /// Whether the path leads somewhere else than when the root was opened, or nowhere. What cannot be found out, as
    /// when the path cannot be read for a while, is no reason to think so.
    package var hasLeftItsPath: Bool {
        do {
            return try Directory.open(path).status().identity != root.status().identity
        } catch {
            return error.isMissing || error.isLossOfMount
        }
    }

    /// The folders' names below the root.
    package enum Folder: String, CaseIterable, Sendable {
        case inbox, outbox, archive, failed
        case workshop = ".longtake"
        case claimed = ".longtake/claimed"

        fileprivate var mode: UInt32 {
            switch self {
            case .inbox, .outbox, .archive, .failed: 0o775
            case .workshop, .claimed: 0o700
            }
        }
    }

    package var inbox: Directory { get throws(FileError) { try folder(.inbox) } }
    package var outbox: Directory { get throws(FileError) { try folder(.outbox) } }
    package var archive: Directory { get throws(FileError) { try folder(.archive) } }
    package var failed: Directory { get throws(FileError) { try folder(.failed) } }
    /// `.longtake`, private to the daemon.
    package var workshop: Directory { get throws(FileError) { try folder(.workshop) } }
    /// `.longtake/claimed`: one folder a job.
    package var claimed: Directory { get throws(FileError) { try folder(.claimed) } }

    private func folder(_ folder: Folder) throws(FileError) -> Directory {
        try root.makingDirectory(RelativePath(folder.rawValue) ?? .root, mode: folder.mode)
    }

    private func requireOneFilesystem() throws {
        let device = try root.status().identity.device
        for folder in Folder.allCases where try self.folder(folder).status().identity.device != device {
            throw ShareRootError.severalFilesystems(path, folder.rawValue)
        }
    }
}

/// Why a root cannot be used.
package enum ShareRootError: Error, CustomStringConvertible {
    case unreachable(String, FileError)
    case severalFilesystems(String, String)

    package var description: String {
        switch self {
        case .unreachable(let path, let error):
            "the root \(path.shownOnOneLine) cannot be used: \(error). Make the folder, or mount it, and start again."
        case .severalFilesystems(let path, let folder):
            """
            \(folder) of the root \(path.shownOnOneLine) lies on another filesystem; files are handed over by renames, \
            which need one. Put all of the root on one filesystem.
            """
        }
    }
}
