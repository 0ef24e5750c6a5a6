// What a prompt asks for, step by step.

/// One step of a prompt after routing (PROTOCOL 8).
package enum PlanStep: Hashable, Sendable, Codable {
    /// Said to the editor's AI. Sent at most once, because it may cost credits (PROTOCOL 6).
    case message(String)
    /// Renders the timeline as it is now and delivers it as the next take.
    case export
    /// Writes the balance into the log.
    case credits
    /// Writes the tracks into the log.
    case status
    /// Asks for what happens anyway: the clip is uploaded before the first step.
    case upload
}

/// The steps of one job, in order.
package struct Plan: Hashable, Sendable, Codable {
    package let steps: [PlanStep]

    /// Routes each part of a prompt. An export is added at the end when a message comes after the last one, because
    /// a result is what people drop clips for.
    package init(prompt parts: [String]) {
        var steps = parts.map(PlanStep.init(routing:))
        let lastMessage = steps.lastIndex { if case .message = $0 { true } else { false } }
        let lastExport = steps.lastIndex(of: .export)
        if let lastMessage, lastExport.map({ $0 < lastMessage }) ?? true { steps.append(.export) }
        self.steps = steps
    }

    package subscript(step: Int) -> PlanStep? { steps.indices.contains(step) ? steps[step] : nil }

    /// Whether any step ends with a result in the outbox.
    package var delivers: Bool { steps.contains(.export) }

    /// The steps that end with a result, in order.
    package var exports: [Int] { steps.indices.filter { steps[$0] == .export } }

    /// Whether any step is said to the editor's AI.
    package var hasMessages: Bool { steps.contains { if case .message = $0 { true } else { false } } }
}
