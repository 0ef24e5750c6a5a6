// The first limit: what the kernel takes to wake somebody who waits for the close of a file.

import Foundation
import Measuring
import Synchronization

/// From close(2) on one thread to the inotify event on another, in one process. No watcher can be faster.
struct KernelWakeup: Subject {
    let title: String
    private let folder: String
    private let clip: [UInt8]
    private let observer: FolderObserver

    init(_ title: String, in folder: String, clip: [UInt8]) throws {
        try makeFolder(folder)
        self.title = title
        self.folder = folder
        self.clip = clip
        observer = try FolderObserver(folder, .writerClosed)
    }

    func react(to stem: String) throws -> Duration {
        let closing = Latest()
        let path = "\(folder)/\(stem).mp4"
        Thread.detachNewThread { [clip] in
            // Until the thread that observes sleeps in its wait; if it does not yet, the figure is only smaller.
            Thread.sleep(forTimeInterval: 0.002)
            closing.value.withLock { value in value = Result { try copy(clip, to: path) } }
        }
        let noticed = try observer.wait(for: ["\(stem).mp4"], within: patience)
        try system("remove \(path)") { unlink(path) }
        return noticed - (try closing.value.withLock { try $0.get() })
    }

    private final class Latest: Sendable {
        let value = Mutex<Result<SuspendingClock.Instant, any Error>>(.failure(CannotMeasure("nothing was closed")))
    }
}
