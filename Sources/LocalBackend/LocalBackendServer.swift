// The embedded backend: a real server on loopback that speaks the wire protocol and does real work with ffmpeg.

import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// A stand-in for the cloud, on this machine.
///
/// It keeps sessions, media and renders on disk, understands prompts in English and Chinese (``PromptGrammar``),
/// changes a draft of tracks and segments, and renders drafts to 1080p MP4s. It shares no type with the rest of the
/// product: that both are right is proved by their talking to each other over HTTP.
///
/// What it does not do:
/// - It makes no new footage. An extension plays the clip's own material on, forward and back (``Strand``), with its
///   sound from the beginning each time; nothing is invented, and nothing is charged for it unless
///   ``LocalBackendSettings/editCost`` says so.
/// - It understands extending, trimming and titles (the table at ``PromptGrammar``), no other wish. What it does not
///   understand it says, and leaves the timeline alone.
/// - It fetches nothing: an upload by URL is refused, and ffmpeg is kept off the network.
/// - It is for one machine: it listens on 127.0.0.1 only, without TLS, and keeps tokens in its storage folder.
package final class LocalBackendServer: Service {
    private let settings: LocalBackendSettings
    private let surroundings: Surroundings
    private let logger: Logger
    private let bound = BoundAddress()
    private let accounts = Mutex<AccountBook?>(nil)

    /// The fault script and the counts of what was received. The script is empty unless a test fills it.
    package let faults: FaultBoard

    package init(
        settings: LocalBackendSettings, faults: [Fault] = [], surroundings: Surroundings = .system, logger: Logger
    ) {
        self.settings = settings
        self.faults = FaultBoard(faults)
        self.surroundings = surroundings
        self.logger = logger
    }

    /// The address clients use, `http://127.0.0.1:port`, as soon as there is one.
    /// - Throws: Why the server did not start, or `CancellationError`.
    package func address() async throws -> String { try await bound.value }

    /// Sets what the account of a token has, as if it had been topped up or drained.
    package func setCredits(_ credits: Int, ofToken token: String) async throws {
        _ = try await address()
        try await accounts.withLock { $0 }?.setCredits(credits, ofToken: token)
    }

    /// Makes a token invalid at once: the next call with it gets 1001.
    package func expire(token: String) async throws {
        _ = try await address()
        try await accounts.withLock { $0 }?.expire(token: token)
    }

    /// Serves until shut down or cancelled. A render in progress is then stopped, its ffmpeg ended, and begun anew at
    /// the next start.
    /// - Throws: When ffmpeg is missing, the storage cannot be used or the port is taken. To be run once.
    package func run() async throws {
        do {
            let backend = try await Backend(
                settings: settings, faults: faults, surroundings: surroundings, address: bound, logger: logger)
            accounts.withLock { $0 = backend.accounts }
            var quiet = logger
            quiet.logLevel = max(logger.logLevel, .warning)
            var application = Application(
                router: backend.router,
                configuration: .init(
                    address: .hostname("127.0.0.1", port: settings.port), serverName: "longtake-local-backend"),
                onServerRunning: { [bound] channel in
                    bound.settle(.success("http://127.0.0.1:\(channel.localAddress?.port ?? 0)"))
                },
                logger: quiet)
            application.addServices(backend.desk, backend.queue)
            try await application.run()
            bound.settle(.failure(CancellationError()))
        } catch {
            bound.settle(.failure(error))
            throw error
        }
    }
}
