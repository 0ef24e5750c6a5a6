// Looks for tokens where none may be: in files, in what was said, in what the machine shows of processes.

import Foundation
import Glibc

/// A search for secrets.
package struct SecretSearch: Sendable {
    private let secrets: [Data]

    package init(_ secrets: [String]) { self.secrets = secrets.map { Data($0.utf8) } }

    private func isIn(_ content: Data) -> Bool { secrets.contains { content.range(of: $0) != nil } }

    package func isIn(_ text: String) -> Bool { isIn(Data(text.utf8)) }

    /// Files below a folder that hold a secret, but for those that are meant to: of these names, and private.
    package func files(below folder: String, allowing credentials: Set<String> = []) -> [String] {
        (FileManager.default.subpaths(atPath: folder) ?? []).filter { name in
            let path = folder + "/" + name
            guard let content = FileManager.default.contents(atPath: path), isIn(content) else { return false }
            return !(credentials.contains(name) && Self.isPrivate(path))
        }
    }

    /// Processes among these that show a secret in their arguments or environment.
    package func processes(among ids: [pid_t]) -> [pid_t] {
        ids.filter { isIn(DaemonProcess.arguments(of: $0)) || isIn(DaemonProcess.environment(of: $0)) }
    }

    private static func isPrivate(_ path: String) -> Bool {
        let permissions = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        return permissions.map { $0 & 0o077 == 0 } ?? false
    }
}
