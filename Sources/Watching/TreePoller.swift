// Looks at folders again and again and tells the difference.

import Dispatch
import FileAccess
import JobModel

/// Remembers how each polled folder looked.
struct TreePoller {
    /// What came of looking at one folder.
    enum Look: Equatable {
        /// It was read for the first time (since it could not be), so all of it is news.
        case first(folders: Int)
        case next([FolderEvent])
        case gone
        case unreadable(FileError)
    }

    private let root: String
    private var known: [RelativePath: TreeSnapshot] = [:]
    /// A file server may keep a thread waiting for ever, so it must not be one that everybody shares.
    private let thread: DispatchQueue

    init(root: String) {
        self.root = root
        thread = DispatchQueue(label: "longtake.polling")
    }

    /// Forgets every folder that is not polled any more.
    mutating func keep(_ paths: Set<RelativePath>) { known = known.filter { paths.contains($0.key) } }

    mutating func look(below path: RelativePath) async -> Look {
        switch await read(below: path) {
        case .success(let read):
            let earlier = known[path]
            let snapshot = read.completed(from: earlier ?? TreeSnapshot())
            known[path] = snapshot
            guard let earlier else { return .first(folders: 1 + snapshot.folderCount) }
            return .next(snapshot.difference(from: earlier))
        case .failure(let error):
            known[path] = nil
            return error.isMissing ? .gone : .unreadable(error)
        }
    }

    private func read(below path: RelativePath) async -> Result<TreeSnapshot, FileError> {
        await withCheckedContinuation { continuation in
            thread.async { [root] in
                continuation.resume(
                    returning: Result { () throws(FileError) in try TreeSnapshot.read(below: path, of: root) })
            }
        }
    }
}
