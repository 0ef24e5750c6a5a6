// The rules that make edits of a prompt's words. The table below is the whole of what this backend understands.

/// Understands prompts in English and Chinese.
///
/// | asked for | edit |
/// |---|---|
/// | extend by N, N seconds longer, add N more seconds, 延长N秒, 再加N秒 | ``Edit/extend(by:)`` |
/// | extend to N, 延长到N秒 | ``Edit/extendTo(_:)`` |
/// | make it N seconds long, 时长改为N秒 | ``Edit/setLength(_:)`` |
/// | trim / cut / remove the first N, cut N from the start, 剪掉前N秒 | ``Edit/removeFirst(_:)`` |
/// | the same with last or end, shorten by N, 去掉最后N秒 | ``Edit/removeLast(_:)`` |
/// | keep (only) the first N, trim / cut / shorten to N or to the first N, 保留前N秒, 剪到N秒 | ``Edit/keepFirst(_:)`` |
/// | keep (only) the last N, trim to the last N, 保留最后N秒 | ``Edit/keepLast(_:)`` |
/// | trim / cut / keep from A to B, 保留第A到B秒, 从A秒剪到B秒 | ``Edit/keepRange(from:to:)`` |
/// | remove / delete / cut out from A to B, 删除第A到B秒 | ``Edit/removeRange(from:to:)`` |
/// | add a title "…" (for N seconds; 3 unless said), 添加标题“…”N秒 | ``Edit/addTitle(_:seconds:)`` |
///
/// Several edits may stand in one prompt. "Don't …" and "how do I …" ask for nothing.
enum PromptGrammar {
    /// Seconds a title stays when the prompt does not say.
    static let usualTitleSeconds = 3.0

    static func understand(_ prompt: String) -> Understanding {
        let characters = Array(prompt)
        var understanding = Understanding()
        var lastVerb: PromptToken.Verb?
        for clause in PromptClause.split(PromptLexer.tokens(of: prompt)) {
            if clause.has(.not) || clause.has(.how) {
                lastVerb = nil
                continue
            }
            if completeTitle(with: clause, in: &understanding) { continue }
            switch reading(of: clause, after: lastVerb, in: characters) {
            case .edit(let edit): understanding.edits.append(edit)
            case .incomplete(let missing): understanding.incomplete.append(missing)
            case .beyond: understanding.beyond.append(text(of: clause, in: characters))
            case .nothing: break
            }
            lastVerb = clause.verb ?? lastVerb
        }
        if understanding.edits.contains(where: \.isExtension) {
            understanding.incomplete.removeAll { $0 == .lengthOfExtension }
        }
        return understanding
    }

    private enum Reading {
        case edit(Edit)
        case incomplete(Understanding.Missing)
        case beyond
        case nothing
    }

    private static func reading(
        of clause: PromptClause, after lastVerb: PromptToken.Verb?, in prompt: [Character]
    ) -> Reading {
        if clause.has(.music) { return .beyond }
        if let title = title(clause, in: prompt) { return title }
        if clause.has(.extend) || clause.has(.longer) { return extending(clause) }
        if clause.has(.keep) { return keeping(clause) }
        if clause.has(.remove) { return removing(clause) }
        if clause.has(.trim) || clause.has(.shorter) { return trimming(clause) }
        if clause.has(.long), let length = clause.times.last { return .edit(.setLength(length)) }
        if clause.has(.make), !clause.hasUnknownWords, let length = clause.time(after: [.to]) {
            return .edit(.setLength(length))
        }
        if clause.has(.add) { return adding(clause) }
        if clause.verb == nil, clause.has(.first) || clause.has(.last), clause.hasTime {
            switch lastVerb {
            case .remove: return removing(clause)
            case .trim: return trimming(clause)
            case .keep: return keeping(clause)
            case .extend, .add, .make, nil: break
            }
            if clause.has(.only) { return keeping(clause) }
        }
        return clause.verb == nil ? .nothing : .beyond
    }

    // MARK: One rule for each kind

    private static func title(_ clause: PromptClause, in prompt: [Character]) -> Reading? {
        let isTitle = clause.has(.title)
        guard isTitle || (clause.has(.add) && clause.hasQuotation) else { return nil }
        guard let words = clause.quotation ?? wordsAfterColon(clause, in: prompt) else {
            return clause.verb == nil
                ? .nothing
                : clause.verb == .add || clause.verb == .make
                    ? .incomplete(.wordsOfTitle) : .beyond
        }
        if clause.has(.remove) { return .beyond }
        return .edit(.addTitle(words, seconds: clause.anyTime ?? usualTitleSeconds))
    }

    private static func extending(_ clause: PromptClause) -> Reading {
        if let (_, end) = clause.range { return .edit(.extendTo(end)) }
        if let more = clause.time(after: [.by, .more]) { return .edit(.extend(by: more)) }
        if let length = clause.time(after: [.to]) { return .edit(.extendTo(length)) }
        guard let time = clause.times.first ?? clause.anyTime else { return .incomplete(.lengthOfExtension) }
        return .edit(clause.has(.long) ? .extendTo(time) : .extend(by: time))
    }

    private static func keeping(_ clause: PromptClause) -> Reading {
        if let (start, end) = clause.range { return .edit(.keepRange(from: start, to: end)) }
        guard let time = clause.times.first else { return .incomplete(.lengthOfTrim) }
        return .edit(clause.has(.last) ? .keepLast(time) : .keepFirst(time))
    }

    private static func removing(_ clause: PromptClause) -> Reading {
        if let (start, end) = clause.range { return .edit(.removeRange(from: start, to: end)) }
        guard let time = clause.times.first else {
            return clause.has(.first) || clause.has(.last) ? .incomplete(.lengthOfTrim) : .beyond
        }
        if clause.has(.last) { return .edit(.removeLast(time)) }
        return clause.has(.first) ? .edit(.removeFirst(time)) : .incomplete(.lengthOfTrim)
    }

    private static func trimming(_ clause: PromptClause) -> Reading {
        if let (start, end) = clause.range {
            return .edit(clause.has(.out) ? .removeRange(from: start, to: end) : .keepRange(from: start, to: end))
        }
        guard let time = clause.times.first else { return .incomplete(.lengthOfTrim) }
        if clause.leads(.to, to: [.first, .last]) || clause.has(.only) { return keeping(clause) }
        if let length = clause.time(after: [.to]) { return .edit(.keepFirst(length)) }
        if clause.has(.last) { return .edit(.removeLast(time)) }
        if clause.has(.first) { return .edit(.removeFirst(time)) }
        return clause.has(.by) || clause.has(.shorter) ? .edit(.removeLast(time)) : .incomplete(.lengthOfTrim)
    }

    /// "add 10 more seconds", "加10秒": an extension only when nothing else is being added.
    private static func adding(_ clause: PromptClause) -> Reading {
        guard let time = clause.times.first, !clause.hasUnknownWords, !clause.has(.first) else { return .beyond }
        return .edit(.extend(by: time))
    }

    /// `…title "X", 3 seconds`: a time alone after a title is how long it stays.
    private static func completeTitle(with clause: PromptClause, in understanding: inout Understanding) -> Bool {
        let isShowing = clause.verb == nil || clause.verb == .add
        guard isShowing, clause.times.count == 1, let time = clause.times.first, !clause.hasUnknownWords,
            clause.tokens.allSatisfy({ $0.token.mayTellHowLong }),
            case .addTitle(let words, usualTitleSeconds)? = understanding.edits.last
        else { return false }
        understanding.edits[understanding.edits.count - 1] = .addTitle(words, seconds: time)
        return true
    }

    private static func wordsAfterColon(_ clause: PromptClause, in prompt: [Character]) -> String? {
        guard let colon = clause.tokens.firstIndex(where: { $0.token == .colon }) else { return nil }
        let after = clause.tokens[(colon + 1)...].prefix { if case .time = $0.token { false } else { true } }
        let end = after.last { $0.token != .filler }
        guard let first = after.first, let end else { return nil }
        return String(prompt[first.range.lowerBound..<end.range.upperBound]).trimmed
    }

    private static func text(of clause: PromptClause, in prompt: [Character]) -> String {
        guard let first = clause.tokens.first, let last = clause.tokens.last else { return "" }
        return String(prompt[first.range.lowerBound..<last.range.upperBound]).trimmed
    }
}

extension PromptClause {
    /// Whether `mark` is followed by one of `others` with nothing but fillers between: "to the first".
    fileprivate func leads(_ mark: PromptToken.Mark, to others: Set<PromptToken.Mark>) -> Bool {
        for (index, placed) in tokens.enumerated() where placed.token == .mark(mark) {
            let next = tokens[(index + 1)...].first { $0.token != .filler && $0.token != .mark(.only) }
            if case .mark(let other)? = next?.token, others.contains(other) { return true }
        }
        return false
    }
}

extension PromptToken {
    fileprivate var mayTellHowLong: Bool {
        switch self {
        case .time, .filler, .verb(.add), .mark(.long), .mark(.to): true
        default: false
        }
    }
}

extension Edit {
    fileprivate var isExtension: Bool {
        switch self {
        case .extend, .extendTo, .setLength: true
        default: false
        }
    }
}
