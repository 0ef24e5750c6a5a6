// One thought of a prompt: the tokens between two boundaries, and questions the grammar asks of them.

/// A run of tokens that holds at most one edit.
struct PromptClause: Hashable, Sendable {
    var tokens: [PlacedToken] = []

    /// Cuts tokens into clauses: at boundaries, at a negation, and where a new verb begins after a finished thought.
    static func split(_ tokens: [PlacedToken]) -> [PromptClause] {
        var clauses: [PromptClause] = []
        var current = PromptClause()
        func close() {
            if !current.tokens.isEmpty { clauses.append(current) }
            current = PromptClause()
        }
        for token in tokens {
            switch token.token {
            case .boundary:
                close()
                continue
            case .mark(.not): close()
            case .verb(let verb) where current.isFinished(before: verb): close()
            default: break
            }
            current.tokens.append(token)
        }
        close()
        return clauses
    }

    /// Whether a verb after these tokens starts something new: there is a verb already and what it needs.
    private func isFinished(before next: PromptToken.Verb) -> Bool {
        guard let verb, !has(.not) else { return false }
        if hasQuotation { return true }
        let isTrimming: (PromptToken.Verb) -> Bool = { [.trim, .keep, .remove].contains($0) }
        return hasTime && !(isTrimming(verb) && next == .keep) && !(next == .make && verb == .extend)
    }

    // MARK: What is in it

    func has(_ mark: PromptToken.Mark) -> Bool { tokens.contains { $0.token == .mark(mark) } }
    func has(_ verb: PromptToken.Verb) -> Bool { tokens.contains { $0.token == .verb(verb) } }

    /// The first verb.
    var verb: PromptToken.Verb? {
        for case .verb(let verb) in tokens.map(\.token) { return verb }
        return nil
    }

    var hasTime: Bool { !times.isEmpty }
    var hasQuotation: Bool { quotation != nil }
    var hasUnknownWords: Bool { tokens.contains { $0.token == .other } }

    var quotation: String? {
        for case .quoted(let words) in tokens.map(\.token) { return words }
        return nil
    }

    /// Every time that is a length to work with, in order; times that only describe a clip are left out.
    var times: [Double] {
        tokens.compactMap { if case .time(let seconds, false) = $0.token { seconds } else { nil } }
    }

    /// The first time of any kind: "a 3-second title" describes, and means it.
    var anyTime: Double? {
        for case .time(let seconds, _) in tokens.map(\.token) { return seconds }
        return nil
    }

    /// The first time that stands after one of `marks`, with nothing but fillers between.
    func time(after marks: Set<PromptToken.Mark>) -> Double? {
        for (index, placed) in tokens.enumerated() {
            guard case .mark(let mark) = placed.token, marks.contains(mark) else { continue }
            let next = tokens[(index + 1)...].first { $0.token != .filler && $0.token != .mark(.only) }
            if case .time(let seconds, false)? = next?.token { return seconds }
        }
        return nil
    }

    /// "from 2 to 5 seconds", "2-5秒", "从2秒剪到第5秒": two times or numbers, the first after `from` or right before
    /// the `to` or dash that leads to the second.
    var range: (from: Double, to: Double)? {
        var start: Double?
        var leadsToEnd = false
        var wasFrom = false
        var wasAmount = false
        for placed in tokens {
            switch placed.token {
            case .time(let amount, false), .number(let amount):
                if leadsToEnd, let start {
                    return amount > start ? (start, amount) : nil
                }
                if wasFrom || start == nil {
                    start = amount
                    wasAmount = true
                }
                wasFrom = false
            case .mark(.from):
                wasFrom = true
            case .mark(.to), .mark(.dash):
                if start != nil && (wasAmount || hasFrom) { leadsToEnd = true }
            case .filler, .colon:
                break
            case .verb, .mark, .quoted, .boundary, .other, .time:
                wasAmount = false
                leadsToEnd = false
            }
        }
        return nil
    }

    private var hasFrom: Bool { has(.from) }
}
