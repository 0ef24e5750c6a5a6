// What can be set about the embedded backend, with the values the shipped command uses.

/// Settings of a ``LocalBackendServer``.
package struct LocalBackendSettings: Sendable {
    /// The folder that holds accounts, sessions, media and renders. Made when it is not there.
    package var storage: String
    /// The port on loopback; 0 takes any that is free.
    package var port: Int
    /// Tokens that are accepted besides the anonymous ones it issues: what a person would put into `NEMO_TOKEN`.
    package var acceptedTokens: Set<String> = []

    /// Credits a new account begins with (PROTOCOL 4).
    package var freeCredits = 100
    /// Credits a message that edits the timeline costs. Nothing: no new footage is made here.
    package var editCost = 0
    /// Anonymous tokens one client id gets in ``tokenPeriod``; the next is refused with 429 (PROTOCOL 4).
    package var tokensPerClient = 1
    package var tokenPeriod: Duration = .seconds(7 * 86_400)
    /// How long an anonymous token is valid.
    package var tokenLifetime: Duration = .seconds(7 * 86_400)

    /// Bytes a file may have; a larger one is refused with 4002 (PROTOCOL 4).
    package var uploadLimit = 500_000_000
    /// How long an edit is thought about, so that streams look like those of the real backend.
    package var pace: Duration = .milliseconds(400)
    /// Between two heartbeats of a stream while it waits.
    package var heartbeat: Duration = .milliseconds(200)

    /// Paths of the two programs; `nil` looks in `PATH`.
    package var ffmpeg: String?
    package var ffprobe: String?

    /// Whether `/_faults` and `/_counts` answer. Never in the shipped command: for tests that run the server as another
    /// process.
    package var faultsAreReachable = false

    package init(storage: String, port: Int = 0) {
        self.storage = storage
        self.port = port
    }
}
