// What people ask of a daemon about its jobs, from another process.

import JobModel

/// A wish about one job.
package struct JobRequest: Hashable, Sendable, Codable {
    package enum Wish: Hashable, Sendable, Codable {
        /// Stop before the next paid step.
        case cancel
        /// Go on from the step that failed. `resend`: a message whose fate is unknown may go out once more.
        case retry(resend: Bool)
    }

    package let job: JobID
    package let wish: Wish

    package init(_ wish: Wish, of job: JobID) {
        self.wish = wish
        self.job = job
    }
}

/// A request that waits for its answer.
package struct NumberedRequest: Hashable, Sendable {
    package let number: Int64
    package let request: JobRequest

    package init(number: Int64, request: JobRequest) {
        self.number = number
        self.request = request
    }
}

/// What became of a request.
package struct RequestAnswer: Hashable, Sendable, Codable {
    package let isGranted: Bool
    /// One sentence for whoever asked.
    package let sentence: String

    package init(isGranted: Bool, _ sentence: String) {
        self.isGranted = isGranted
        self.sentence = sentence
    }
}

/// Where requests are left for the daemon. They outlive both sides: one made while no daemon runs is answered by the
/// next. Leaving one changes no job; only the holder of the epoch does that.
package protocol RequestBox: Sendable {
    /// Leaves a request.
    /// - Returns: the number its answer goes by.
    func leave(_ request: JobRequest, at time: Timestamp) async throws(LedgerError) -> Int64

    /// - Returns: `nil` as long as there is no answer.
    func answer(to number: Int64) async throws(LedgerError) -> RequestAnswer?
}

/// The daemon's side of the box.
package protocol RequestTray: RequestBox {
    /// The requests without an answer, the first first.
    func openRequests() async throws(LedgerError) -> [NumberedRequest]

    func answer(_ number: Int64, with answer: RequestAnswer, under epoch: Epoch) async throws(LedgerError)
}
