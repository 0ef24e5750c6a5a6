// How long the daemon waits for the backend, and how often it asks.

import JobModel

package struct BackendTiming: Hashable, Sendable {
    /// One message and its stream (PROTOCOL 5).
    package struct Message: Hashable, Sendable {
        package var limit: Duration
        /// Nothing but heartbeats for this long is a broken connection.
        package var heartbeatLimit: Duration
        /// No bytes at all for this long is one.
        package var idleLimit: Duration
        /// Between two "still working" lines in an editor's log.
        package var stillWorking: Duration
        /// Between the two equal reads that show the state is quiet.
        package var quietCheck: Duration
    }

    /// Finding out what an uncertain message did (PROTOCOL 6).
    package struct Recheck: Hashable, Sendable {
        package var first: Duration
        package var next: Duration
        /// Unchanged reads before the job stops as uncertain.
        package var count: Int
    }

    package struct Render: Hashable, Sendable {
        package var poll: Duration
        package var limit: Duration
    }

    package var message: Message
    package var recheck: Recheck
    package var render: Render
    /// After HTTP 429 without `Retry-After`.
    package var rateLimitWait: Duration
    /// Between two reads of the balance while an account is out of credits.
    package var creditsPoll: Duration
    /// Between two probes while the backend is down.
    package var breaker: Duration
    /// Between two attempts of a call that may be repeated.
    package var retry: Backoff
}
