// What a test changes in the backend's world while it runs: settings, tokens, credits, sessions.

import Synchronization

extension CountingServer {
    /// The settings; a change counts from the next request on.
    package var settings: CountingSettings {
        get { world.withLock { $0.settings } }
        set { world.withLock { $0.settings = newValue } }
    }

    // MARK: Tokens

    /// Makes a registered token good: new, or again.
    /// - Parameter user: whose it is; tokens of one user share sessions.
    package func accept(token: String, user: String = "registered", credits: Int = 1000) {
        world.withLock { world in
            if world.accounts[token] == nil {
                world.accounts[token] = TokenAccount(
                    user: user, isAnonymous: false, available: credits, bindID: nil)
            } else {
                world.accounts.change(token) { $0.isExpired = false }
            }
        }
    }

    /// Lets a token expire, or all that are known now.
    package func expire(token: String? = nil) { world.withLock { $0.accounts.change(token) { $0.isExpired = true } } }

    /// Lets every client have an anonymous token again, as after 7 days.
    package func allowAnotherToken() { world.withLock { $0.accounts.forgetIssued() } }

    /// All tokens that were ever good, for a test to look for where they must not be.
    package var tokens: [String] { world.withLock { Array($0.accounts.tokens.keys) } }

    /// Sets the credits of a token, or of all.
    package func setCredits(_ available: Int, token: String? = nil) {
        world.withLock { $0.accounts.change(token) { $0.available = available } }
    }

    /// The credits of a token that are not reserved; `nil` when it is unknown.
    package func credits(of token: String) -> Int? { world.withLock { $0.accounts[token]?.available } }

    // MARK: Sessions and renders

    /// The session is gone: 1002 from here on.
    package func forget(session: String) { world.withLock { $0[session: session]?.isForgotten = true } }

    /// All sessions are gone.
    package func forgetSessions() { for session in tally.sessions { forget(session: session) } }

    /// All renders are gone: 404 from here on.
    package func forgetRenders() { world.withLock { $0.renders = [:] } }

    /// Changes a session's timeline, as work that nobody waits for.
    package func edit(session: String, _ text: String = "by itself") {
        world.withLock { $0.edit(session: session, text: text) }
    }

    /// The draft of a session as the state gives it; `nil` before the first edit.
    package func draft(session: String) -> String? { world.withLock { $0[session: session]?.draft } }
}
