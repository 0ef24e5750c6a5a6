// Tells an empty root from one that is not mounted: a known root carries a marker.

import FileAccess
import Foundation
import JobModel

/// The marker `.longtake/root.id`, and the state directory's memory of which root had which.
package struct RootMarker: Sendable {
    private static let markerName: FileName = "root.id"
    private static let memoryName: FileName = "roots.json"
    /// Bytes; a marker has 36.
    private static let limit = 1 << 20

    let state: StateFolder

    package init(state: StateFolder) { self.state = state }

    /// Makes sure, before anything is made in it, that a root is the one it was: an empty mount point is never
    /// mistaken for an empty inbox (FOLDER-CONTRACT, head).
    package func check(rootAt path: String) throws(StartProblem) {
        guard let known = try memory()[path] else { return }
        guard marker(at: path) != known else { return }
        throw StartProblem(
            .surroundings,
            """
            the root \(path.shownOnOneLine) is not what it was: its marker .longtake/root.id is missing or another. \
            Mount it and start again. If it was replaced on purpose, remove its line from \
            \(state.path.shownOnOneLine)/\(Self.memoryName).
            """)
    }

    /// Marks an opened root, or takes over the marker it has, and remembers it.
    package func remember(_ share: ShareRoot, newID: () -> String) throws(StartProblem) {
        do {
            let id: String
            if let marked = marker(at: share.path) {
                id = marked
            } else {
                id = newID()
                try share.workshop.write(Array("\(id)\n".utf8), to: Self.markerName, mode: 0o600)
            }
            var roots = try memory()
            guard roots[share.path] != id else { return }
            roots[share.path] = id
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try state.directory.write(Array(encoder.encode(roots)), to: Self.memoryName, mode: 0o600)
        } catch let problem as StartProblem {
            throw problem
        } catch {
            throw StartProblem(.surroundings, "the root \(share.path.shownOnOneLine) cannot be marked: \(error)")
        }
    }

    private func marker(at path: String) -> String? {
        guard let root = try? Directory.open(path),
            let workshop = try? root.directory(RelativePath([".longtake"])),
            let bytes = try? workshop.contents(of: Self.markerName, limit: Self.limit)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// - Throws: ``StartProblem`` when there is a memory that cannot be read: an unmounted root could pass unnoticed.
    private func memory() throws(StartProblem) -> [String: String] {
        do {
            let bytes = try state.directory.contents(of: Self.memoryName, limit: Self.limit)
            return try JSONDecoder().decode([String: String].self, from: Data(bytes))
        } catch let error as FileError where error.isMissing {
            return [:]
        } catch {
            throw StartProblem(
                .configuration,
                """
                \(state.path.shownOnOneLine)/\(Self.memoryName), which tells the known roots, cannot be read: \(error). \
                Repair it, or remove it when all roots are mounted.
                """)
        }
    }
}
