// How many jobs run at once, and how patient each step is.

import JobModel
import NemoAPI

/// The settings of the worker pool and its steps (FOLDER-CONTRACT 7, where each has the same name).
package struct PipelineSettings: Hashable, Sendable {
    /// Jobs in progress at once.
    package var workers = 8
    /// Of them uploading at once.
    package var uploads = 4
    /// How long a message may take, be silent, or give signs of life only.
    package var message = MessageLimits()
    package var stillWorking: Duration = .seconds(120)
    package var recheckFirst: Duration = .seconds(30)
    package var recheckNext: Duration = .seconds(60)
    package var recheckCount = 5
    package var quietCheck: Duration = .seconds(5)
    package var renderPoll: Duration = .seconds(30)
    package var renderLimit: Duration = .seconds(30 * 60)
    package var rateLimitWait: Duration = .seconds(30)
    package var creditsPoll: Duration = .seconds(60)
    package var breaker: Duration = .seconds(30)
    package var retry = Backoff(base: .seconds(1), cap: .seconds(60))
    package var drain: Duration = .seconds(30)
    /// The largest result that is downloaded, in bytes.
    package var maxResult: Int64 = 20_000_000_000

    package init() {}
}
