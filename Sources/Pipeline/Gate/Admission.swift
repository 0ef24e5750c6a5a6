// What a caller gets from the gate: a pass, or a time to come again.

import JobModel
import NemoAPI

/// Whether a call may go out now. Times are those of the monotonic clock the gate lives by.
package enum Admission: Hashable, Sendable {
    /// It may. Its end must be noted, once.
    case go(CallPass)
    /// Not before this time; what stands in the way is the reason.
    case wait(until: Duration, for: Waiting.Reason)
}

/// The right to make one call now.
package struct CallPass: Hashable, Sendable {
    package let call: APICall
    /// The account at whose gate it was given; `nil` when there was none yet.
    package let account: AccountID?
    /// Counts up at each gate, so that it can be told whether one call began after another had ended.
    let number: Int
}

extension APICall {
    /// Whether it is the backend that answers it. A pre-signed address is on another host and knows no account, so
    /// that what happens there says nothing about the backend, and the other way round.
    var isOfBackend: Bool { self != .downloadOutput }
}
