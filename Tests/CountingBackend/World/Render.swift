// An export that was accepted, from `pending` to its end.

/// A render. It belongs to the token that asked for it.
struct Render: Sendable {
    let id: String
    let session: String
    let token: String
    let fate: RenderFate?
    var polls = 0

    enum Status: String, Sendable {
        case pending
        case processing
        case completed
        case failed
    }

    /// Where it stands after so many polls.
    func status(_ settings: CountingSettings) -> Status {
        if polls <= settings.pendingPolls { return .pending }
        if case .stuck = fate { return .processing }
        var wait = settings.pendingPolls + settings.processingPolls
        if case .completesAfter(let count) = fate { wait = count }
        if polls <= wait { return .processing }
        if case .fails = fate { return .failed }
        return .completed
    }

    /// Whether it neither completed nor failed.
    func isActive(_ settings: CountingSettings) -> Bool {
        [.pending, .processing].contains(status(settings)) && fate != .forgotten
    }
}
