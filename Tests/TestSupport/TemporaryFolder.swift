// A folder for one test that goes away with it.

import Foundation

/// A new, empty folder, removed when the value is released.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// - Parameter parent: the folder to make it in; `nil` for the system's temporary directory.
    package init(below parent: String? = nil) throws {
        let parent = parent.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory
        let url = parent.appending(path: "longtake-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.resolvingSymlinksInPath().path(percentEncoded: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    package func appending(_ name: String) -> String { path + "/" + name }
}
