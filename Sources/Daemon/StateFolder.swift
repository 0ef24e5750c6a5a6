// Where the daemon keeps what must survive it: ledger, credentials, and which roots it has known.

import FileAccess
import JobModel

/// The state directory, private to the daemon's user.
package struct StateFolder: Sendable {
    package let path: String
    package let directory: Directory

    /// Opens the directory, making it when it is missing.
    package init(_ path: String) throws(StartProblem) {
        self.path = path
        do {
            let (parent, name) = Self.split(path)
            if let name, let parent = try? Directory.open(parent) {
                directory = try parent.makingDirectory(RelativePath([name]), mode: 0o700)
            } else {
                directory = try Directory.open(path)
            }
        } catch {
            throw StartProblem(
                error,
                "the state directory cannot be used: \(error). Make its parent folder, or name another with --state.")
        }
    }

    package static func ledgerPath(in state: String) -> String { state + "/ledger.sqlite" }

    package var ledgerPath: String { Self.ledgerPath(in: path) }

    /// The directory of the embedded backend's sessions, media and renders.
    package var backendPath: String { path + "/local-backend" }

    private static func split(_ path: String) -> (parent: String, name: FileName?) {
        guard let slash = path.lastIndex(of: "/") else { return (".", FileName(path)) }
        let parent = slash == path.startIndex ? "/" : String(path[..<slash])
        return (parent, FileName(String(path[path.index(after: slash)...])))
    }
}
