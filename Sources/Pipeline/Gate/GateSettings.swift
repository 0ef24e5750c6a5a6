// How patient the gate is.

import JobModel
import NemoAPI

/// The settings of a gate (FOLDER-CONTRACT 7, where those that people set have the same name).
package struct GateSettings: Hashable, Sendable {
    /// Between attempts of one kind of call.
    package var retry = Backoff(base: .seconds(1), cap: .seconds(60))
    /// The time between probes while the backend is down.
    package var breaker: Duration = .seconds(30)
    /// How many calls in a row must find the backend unwell until it is believed to be down.
    package var breakerThreshold = 5
    /// After a 429 without `Retry-After`, and the shortest pause of a whole account.
    package var rateLimitWait: Duration = .seconds(30)
    package var creditsPoll: Duration = .seconds(60)
    /// How long a message may take. When one that was let through to find out about credits has not been heard of for
    /// longer, it is lost.
    package var messageLimit: Duration = .seconds(900)

    package init() {}

    package init(_ settings: PipelineSettings) {
        retry = settings.retry
        breaker = settings.breaker
        rateLimitWait = settings.rateLimitWait
        creditsPoll = settings.creditsPoll
        messageLimit = settings.message.total
    }

    /// How long an account is paused the first, second, … time that it is limited in a row.
    var ratePauses: Backoff { Backoff(base: rateLimitWait, cap: rateLimitWait * 8) }

    /// The step of the ramp after an outage: a second, where the time between probes is half a minute.
    var rampStep: Duration { breaker / 30 }

    /// The step of the ramp after a want of credits.
    var spendingStep: Duration { creditsPoll / 60 }
}
