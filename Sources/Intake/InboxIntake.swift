// The intake of one root: hears of files, looks at them, and takes what is complete.

import AsyncAlgorithms
import FileAccess
import JobModel
import Ledger
import Outbox
import ServiceLifecycle
import Timing
import Watching

/// Turns what is dropped into one root's inbox into jobs.
package final class InboxIntake: Service {
    private let watcher: any FolderWatcher
    private let desk: IntakeDesk
    private let bell: Bell
    private let looked: @Sendable () -> Void

    /// - Parameter looked: called once the inbox as it lay there at the start has been read.
    package init(
        watcher: any FolderWatcher, desk: IntakeDesk, time: Timekeeper, looked: @escaping @Sendable () -> Void = {}
    ) {
        self.watcher = watcher
        self.desk = desk
        bell = Bell(time: time)
        self.looked = looked
    }

    /// Runs until the watcher ends, which it does on graceful shutdown.
    /// - Throws: what makes the daemon useless: an error of the ledger.
    package func run() async throws {
        try await desk.recover()
        let inputs = merge(watcher.events.map { Input.event($0) }, bell.rings.map { Input.bell })
        for await input in inputs.cancelOnGracefulShutdown() {
            switch input {
            case .event(let event):
                try await desk.take(event)
                if case .rescanNeeded(below: .root) = event { looked() }
            case .bell: try await desk.lookAgain()
            }
            bell.ring(at: await desk.nextLook)
        }
        bell.ring(at: nil)
    }

    private enum Input: Sendable {
        case event(FolderEvent)
        case bell
    }
}
