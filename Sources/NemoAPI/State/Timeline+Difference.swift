// What an edit did, told from the timelines before and after it, for the edits that say nothing (PROTOCOL 5).

import JobModel

extension Timeline {
    /// What has changed since `earlier`, in short sentences: `title added: "Urban Dreams" (0-3s)`, `length 30 s → 60 s`.
    ///
    /// Empty when nothing that the summary tells of has changed. Never more than ``DifferenceBounds/told`` and the
    /// number of those left out; the length is always told.
    package func difference(from earlier: Timeline) -> [String] {
        let pairings = SegmentPairing.pairings(before: earlier, after: self)
        var told = pairings.flatMap(\.sentences)
        let length = duration == earlier.duration ? [] : ["length \(earlier.duration.change(to: duration))"]
        let room = DifferenceBounds.told - length.count
        let rest = told.count - room
        guard rest > 0 else { return told + length }
        told.removeSubrange(room...)
        return told + length + ["and \(rest) more \(rest == 1 ? "change" : "changes")"]
    }

    private enum DifferenceBounds {
        /// How many changes are told one by one.
        static let told = 8
    }
}

extension TimelineState {
    /// What has changed since an earlier reading, in short sentences. Empty only when the two are equal: an edit that
    /// the timeline's summary does not show is told as such, because "nothing has changed" would be wrong.
    package func changes(since earlier: TimelineState) -> [String] {
        guard digest != earlier.digest else { return [] }
        var told = timeline.difference(from: earlier.timeline)
        let generated = generatedCount - earlier.generatedCount
        if generated > 0 {
            told.append(generated == 1 ? "1 media file generated" : "\(generated) media files generated")
        }
        return told.isEmpty ? ["details that the list of tracks does not show"] : told
    }
}

extension SegmentPairing {
    fileprivate var sentences: [String] {
        let noun = kind.noun
        var told = added.map { "\(noun) added: \($0.text(on: kind))" }
        told += removed.map { "\(noun) removed: \($0.label(on: kind))" }
        told += renamed.flatMap { [renaming($0)] + changes($0) }
        told += regrouped.map(regrouping)
        told += kept.flatMap(changes)
        told += reordered.map { pair in
            "\(noun) \(pair.after.label(on: kind)) moved: \(pair.before.start.change(to: pair.after.start))"
        }
        told += moved.map { "\(noun) \($0.after.label(on: kind)) moved to track \($0.after.number)" }
        if emptyTracks > 0 { told.append("empty \(noun) track added") }
        if emptyTracks < 0 { told.append("empty \(noun) track removed") }
        return told
    }

    private func renaming(_ pair: Pair) -> String {
        let isTitle = kind == .text || pair.before.segment.name.isEmpty || pair.after.segment.name.isEmpty
        let before = pair.before.segment.label(on: kind)
        return "\(kind.noun) \(isTitle ? "changed" : "replaced"): \(before) → \(pair.after.text(on: kind))"
    }

    /// A split or a join is no new clip, and what is neither is told by numbers.
    private func regrouping(_ group: Group) -> String {
        let what = "\(kind.noun) \((group.after.first ?? group.before.first)?.label(on: kind) ?? "")"
        if let pieces = group.split {
            let cuts = pieces.dropFirst().map { $0.start.seconds }
            let shown = cuts.prefix(4).joined(separator: ", ") + (cuts.count > 4 ? ", …" : "")
            return "\(what) split at \(shown)"
        }
        if group.isJoin { return "\(what): \(group.before.count) pieces joined" }
        let total = { (places: [Place]) in places.reduce(Duration.zero) { $0 + $1.segment.duration } }
        let count = { (places: [Place]) in places.count == 1 ? "1 piece" : "\(places.count) pieces" }
        let (before, after) = Duration.shown(total(group.before), total(group.after))
        return "\(what): \(count(group.before)) (\(before)) → \(count(group.after)) (\(after))"
    }

    private func changes(_ pair: Pair) -> [String] {
        let (before, after) = (pair.before.segment, pair.after.segment)
        let what = "\(kind.noun) \(after.label(on: kind))"
        var told: [String] = []
        if before.duration != after.duration { told.append("\(what): \(before.duration.change(to: after.duration))") }
        if before.level != after.level { told.append("\(what) volume: \(before.level) → \(after.level)") }
        return told
    }
}

extension SegmentPairing.Place {
    fileprivate func label(on kind: Timeline.Kind) -> String { segment.label(on: kind) }
    fileprivate func text(on kind: Timeline.Kind) -> String { segment.summary(on: kind, from: start) }
}

extension Timeline.Segment {
    /// A volume that the draft does not say is the clip's own.
    fileprivate var level: String { "\(volume ?? 100)%" }
}

extension Duration {
    /// `30 s → 60 s`
    fileprivate func change(to other: Duration) -> String {
        let (before, after) = Self.shown(self, other)
        return "\(before) → \(after)"
    }

    /// Two lengths as finely as it takes to see them differ.
    fileprivate static func shown(_ one: Duration, _ other: Duration) -> (String, String) {
        one != other && one.seconds == other.seconds
            ? (one.fineSeconds, other.fineSeconds) : (one.seconds, other.seconds)
    }
}
