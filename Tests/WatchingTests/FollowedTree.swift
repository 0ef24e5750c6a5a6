// A consumer as the promise to consumers has it: it looks where an event points, and nowhere else.

import FileAccess
import JobModel

@testable import Watching

/// The files somebody knows of who follows the events.
struct FollowedTree {
    private let root: String
    private(set) var files: Set<RelativePath> = []

    init(root: String) { self.root = root }

    mutating func follow(_ event: FolderEvent) {
        switch event {
        case .appeared(let path), .changed(let path):
            files.remove(path)
            files.formUnion(Self.files(below: path.parent, of: root).intersection([path]))
        case .vanished(let path):
            files = files.filter { $0 != path && !$0.isBelow(path) }
        case .rescanNeeded(let path):
            files = files.filter { !$0.isBelow(path) }.union(Self.files(below: path, of: root))
        }
    }

    static func files(below path: RelativePath, of root: String) -> Set<RelativePath> {
        let entries = (try? TreeSnapshot.read(below: path, of: root))?.entries ?? [:]
        return Set(entries.filter { if case .other = $0.value { true } else { false } }.keys)
    }
}
