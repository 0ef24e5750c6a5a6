// The right to write about a job, and for how long it holds.

import JobModel

/// One agent's time with the ledger, from its start until the next one's. Numbers only grow.
package struct Epoch: Hashable, Sendable, Codable {
    package let number: Int64
    package init(number: Int64) { self.number = number }
}

/// The right to work on one job. Void as soon as the job is claimed again or the epoch ends.
package struct Claim: Hashable, Sendable {
    package let job: JobID
    package let epoch: Epoch
    /// Grows with every claim of the job.
    package let fence: Int64

    package init(job: JobID, epoch: Epoch, fence: Int64) {
        self.job = job
        self.epoch = epoch
        self.fence = fence
    }
}

/// A claim and the job as it was when the claim was made.
package struct ClaimedJob: Hashable, Sendable {
    package let claim: Claim
    package let job: Job

    package init(claim: Claim, job: Job) {
        self.claim = claim
        self.job = job
    }
}
