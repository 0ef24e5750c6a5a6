// The name somebody most likely meant.

extension Sequence<String> {
    /// The name nearest to a wrong one, if any is near enough to be worth a suggestion.
    ///
    /// Case, dashes for underscores and a forgotten group (`settle` for `timing.settle`) count as nothing; else the
    /// fewest changed, added, missing or swapped letters count, at most a third of the name.
    func nearest(to wrong: String) -> String? {
        let wanted = wrong.spelledAsKey
        let candidates = sorted()
        let exact = candidates.first { $0.spelledAsKey == wanted || $0.spelledAsKey.hasSuffix("." + wanted) }
        if let exact { return exact }
        if let longer = candidates.first(where: { $0.spelledAsKey.hasPrefix(wanted + "_") }) { return longer }
        let measured = candidates.map { candidate in
            let whole = candidate.spelledAsKey
            let last = whole.split(separator: ".").last.map(String.init) ?? whole
            return (candidate, Swift.min(distance(whole, wanted), distance(last, wanted)))
        }
        guard let best = measured.min(by: { $0.1 < $1.1 }), best.1 <= Swift.max(1, wanted.count / 3) else {
            return nil
        }
        return best.0
    }
}

extension String {
    fileprivate var spelledAsKey: String { String(lowercased().map { $0 == "-" ? "_" : $0 }) }
}

/// The optimal string alignment distance (Damerau–Levenshtein without overlapping swaps).
private func distance(_ one: String, _ other: String) -> Int {
    let (one, other) = (Array(one), Array(other))
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for (i, left) in one.enumerated() {
        var row = [i + 1]
        for (j, right) in other.enumerated() {
            var cost = Swift.min(last[j] + (left == right ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, left == other[j - 1], one[i - 1] == right { cost = Swift.min(cost, beforeLast[j - 1] + 1) }
            row.append(cost)
        }
        (beforeLast, last) = (last, row)
    }
    return last[other.count]
}
