// Notices that an operator has put a new token in place of one that does not work, so that jobs go on at once.

import NemoAPI
import ServiceLifecycle
import Timing

/// Looks at the token file while the token in it is of no use, and only then.
package struct TokenWatch: Service {
    private let tokens: TokenKeeper
    private let time: Timekeeper
    private let interval: Duration
    private let changed: @Sendable () async -> Void

    /// - Parameter changed: wakes the jobs that wait for a token.
    package init(
        tokens: TokenKeeper, time: Timekeeper, interval: Duration = .seconds(1),
        changed: @escaping @Sendable () async -> Void
    ) {
        self.tokens = tokens
        self.time = time
        self.interval = interval
        self.changed = changed
    }

    /// Runs until graceful shutdown.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in tokens.fileTroubles { await lookForChange() }
        }
    }

    private func lookForChange() async {
        while await tokens.isFileWatched {
            guard (try? await time.sleep(interval)) != nil else { return }
            if await tokens.takeChange() { return await changed() }
        }
    }
}
