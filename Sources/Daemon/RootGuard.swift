// Notices that a root is not where it was, so that no work is done beside it (FOLDER-CONTRACT, head).

import Dispatch
import FileAccess
import JobModel
import ServiceLifecycle
import Timing

/// Looks at regular times whether the path of each root still leads to the folder that was opened at the start, and ends
/// the daemon when one does not. What the daemon holds open then is of a filesystem that was taken away, and keeps it
/// busy; the next start goes on with the right one, and does not begin before it is there (``RootMarker``).
struct RootGuard: Service {
    let roots: [ShareRoot]
    let interval: Duration
    let time: Timekeeper

    /// A file server may keep a thread waiting for ever, so it must not be one that everybody shares.
    private let thread = DispatchQueue(label: "longtake.roots")

    init(roots: [ShareRoot], interval: Duration, time: Timekeeper) {
        self.roots = roots
        self.interval = interval
        self.time = time
    }

    /// - Throws: ``StartProblem``, as the next start would.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while (try? await time.sleep(interval)) != nil, !Task.isCancelled {
                for root in roots where await isGone(root) {
                    throw StartProblem(
                        .surroundings,
                        """
                        the root \(root.path.shownOnOneLine) is missing or not mounted any more, so work has stopped. \
                        Mount it and start again: what was begun goes on then.
                        """)
                }
            }
        }
    }

    private func isGone(_ root: ShareRoot) async -> Bool {
        await withCheckedContinuation { continuation in
            thread.async { continuation.resume(returning: root.hasLeftItsPath) }
        }
    }
}
