// What the ledger searches jobs by, derived from the job itself.

import JobModel

/// The searched columns of a job's row.
struct JobColumns: Equatable {
    enum Condition: String, CaseIterable {
        case arriving, active, waiting, failed, cancelled, finished
    }

    let condition: Condition
    let isOver: Bool
    /// Whether the job stands in its lane's row: it is not over, or it holds the lane until a person settles it.
    let isInLine: Bool
    /// When it can be worked on, in milliseconds since 1970: 0 for at once, `nil` for not as it stands.
    let due: Int64?
    /// When it can give its files back: 0 for at once, `nil` when it has none to give.
    let returnDue: Int64?

    init(_ job: Job) {
        isOver = job.state.isOver
        isInLine = !isOver || job.holdsItsLane
        returnDue = job.nextAction == .returnOriginals ? 0 : nil
        switch job.state {
        case .active(.arriving): (condition, due) = (.arriving, nil)
        case .active: (condition, due) = (.active, 0)
        case .waiting(let waiting, _): (condition, due) = (.waiting, max(0, waiting.until.milliseconds))
        case .failed: (condition, due) = (.failed, nil)
        case .cancelled: (condition, due) = (.cancelled, nil)
        case .finished: (condition, due) = (.finished, nil)
        }
    }
}
