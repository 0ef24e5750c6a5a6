// What an edit did, told from the timelines before and after it, for the edits that say nothing (PROTOCOL 5).

import JobModel

extension Timeline {
    /// What has changed since `earlier`, in short sentences: `title added: "Urban Dreams" (0-3s)`, `length 30 s → 60 s`.
    /// Empty when nothing that shows has changed.
    package func difference(from earlier: Timeline) -> [String] {
        let before = earlier.entries
        let after = entries
        let kinds = (before + after).map(\.kind).reduce(into: [Kind]()) { if !$0.contains($1) { $0.append($1) } }
        var told = kinds.flatMap { kind in
            Self.difference(of: before.filter { $0.kind == kind }, and: after.filter { $0.kind == kind })
        }
        if duration != earlier.duration { told.append("length \(earlier.duration.seconds) → \(duration.seconds)") }
        return told
    }
}

extension Timeline {
    /// A segment with where it lies.
    private struct Entry {
        let kind: Kind
        let segment: Segment
        let start: Duration

        var text: String { segment.summary(on: kind, from: start) }
        var label: String { segment.label(on: kind) }
    }

    private var entries: [Entry] {
        tracks.flatMap { track in
            track.placedSegments.map { Entry(kind: track.kind, segment: $0.segment, start: $0.start) }
        }
    }

    /// Pairs the segments of one kind by name, in order, and tells what became of each.
    private static func difference(of before: [Entry], and after: [Entry]) -> [String] {
        var unmatched = before
        var told: [String] = []
        var pairs: [(Entry, Entry)] = []
        for entry in after {
            let exact = unmatched.firstIndex { $0.segment == entry.segment && $0.start == entry.start }
            if let index = exact ?? unmatched.firstIndex(where: { $0.segment.name == entry.segment.name }) {
                pairs.append((unmatched.remove(at: index), entry))
            } else {
                told.append("\(entry.kind.noun) added: \(entry.text)")
            }
        }
        told += pairs.flatMap { changes(from: $0, to: $1) }
        told += unmatched.map { "\($0.kind.noun) removed: \($0.label)" }
        return told
    }

    private static func changes(from before: Entry, to after: Entry) -> [String] {
        let what = "\(after.kind.noun) \(after.label)"
        var told: [String] = []
        if before.segment.duration != after.segment.duration {
            told.append("\(what): \(before.segment.duration.seconds) → \(after.segment.duration.seconds)")
        } else if before.start != after.start {
            told.append("\(what) moved: \(before.start.seconds) → \(after.start.seconds)")
        }
        if before.segment.volume != after.segment.volume {
            let percent = { (volume: Int?) in volume.map { "\($0)%" } ?? "unset" }
            told.append("\(what) volume: \(percent(before.segment.volume)) → \(percent(after.segment.volume))")
        }
        return told
    }
}
