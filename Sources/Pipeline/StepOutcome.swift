// What a step says when it is over. Switched over once, in JobRun.

import JobModel

/// The end of one step.
enum StepOutcome: Sendable {
    /// The step's outcome, to be recorded.
    case advance(JobRecord)
    /// As `advance`, with a session to be saved in the same write.
    case advanceIn(Session, JobRecord)
    /// The step has recorded its outcome itself.
    case goOn
    /// Not now; the worker is free for others until then.
    case wait(Waiting)
    case fail(Failure)
    /// The daemon is stopping; the ledger says all there is to say.
    case stop

    var isAdvance: Bool {
        switch self {
        case .advance, .advanceIn, .goOn: true
        case .wait, .fail, .stop: false
        }
    }
}
