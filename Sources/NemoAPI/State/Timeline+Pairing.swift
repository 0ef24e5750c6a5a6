// Which segment of a timeline is which segment of the one before, since drafts do not say: by name, place and order.

/// The segments of one kind before and after an edit.
///
/// Whatever is not surely one segment made another is left as added and removed, or as so many pieces made so many: a
/// sentence in the log may be vague, but never wrong.
struct SegmentPairing {
    /// A segment and where it lies.
    struct Place: Hashable {
        /// Which of the tracks of its kind.
        let track: Int
        /// Which of all tracks, counted from 1 as the summary does.
        let number: Int
        let start: Duration
        let segment: Timeline.Segment
    }

    struct Pair {
        let before: Place
        let after: Place
    }

    /// Segments of one name that are not as many as they were.
    struct Group {
        let before: [Place]
        let after: [Place]
    }

    let kind: Timeline.Kind
    private(set) var added: [Place] = []
    private(set) var removed: [Place] = []
    /// At the same place, with another name.
    private(set) var renamed: [Pair] = []
    private(set) var regrouped: [Group] = []
    private(set) var kept: [Pair] = []
    /// Of those kept, the ones that lie before what they lay behind, on the same track.
    private(set) var reordered: [Pair] = []
    /// Of those kept, the ones that lie on another track.
    private(set) var moved: [Pair] = []
    /// How many more empty tracks there are; fewer when negative.
    private(set) var emptyTracks = 0

    /// One for each kind, in the order in which they stand on the timelines.
    static func pairings(before: Timeline, after: Timeline) -> [Self] {
        let (old, new) = (Tracks(before), Tracks(after))
        return old.kinds.merging(new.kinds).map { Self($0, before: old, after: new) }
    }

    private init(_ kind: Timeline.Kind, before: Tracks, after: Tracks) {
        self.kind = kind
        let counts = (before: before.counts[kind] ?? Tracks.Count(), after: after.counts[kind] ?? Tracks.Count())
        pair(before.places[kind] ?? [], after.places[kind] ?? [])
        findMoved(haveTracksChanged: counts.before.tracks != counts.after.tracks)
        let (tracks, empty) = (counts.after.tracks - counts.before.tracks, counts.after.empty - counts.before.empty)
        emptyTracks = tracks > 0 ? max(0, min(tracks, empty)) : min(0, max(tracks, empty))
    }
}

extension SegmentPairing {
    private mutating func pair(_ before: [Place], _ after: [Place]) {
        var (before, after) = (before, after)
        kept += Self.match(&before, &after) { $0 }
        kept += Self.match(&before, &after) { $0.segment }
        let old = Dictionary(grouping: before, by: \.segment.name)
        let new = Dictionary(grouping: after, by: \.segment.name)
        for name in before.map(\.segment.name).uniqued where new[name] != nil {
            let group = Group(before: old[name] ?? [], after: new[name] ?? [])
            if group.before.count == group.after.count {
                kept += zip(group.before, group.after).map(Pair.init)
            } else {
                regrouped.append(group)
            }
        }
        before.removeAll { new[$0.segment.name] != nil }
        after.removeAll { old[$0.segment.name] != nil }
        renamed = Self.match(&before, &after) { Spot(track: $0.track, start: $0.start) }
        (removed, added) = (before, after)
    }

    private struct Spot: Hashable {
        let track: Int
        let start: Duration
    }

    /// Pairs what has the same key, in order, and takes it off the lists.
    private static func match(
        _ before: inout [Place], _ after: inout [Place], by key: (Place) -> some Hashable
    ) -> [Pair] {
        var waiting = Dictionary(grouping: before.indices.reversed()) { key(before[$0]) }
        var isPaired = Array(repeating: false, count: before.count)
        var pairs: [Pair] = []
        var unpaired: [Place] = []
        for place in after {
            if let index = waiting[key(place)]?.popLast() {
                isPaired[index] = true
                pairs.append(Pair(before: before[index], after: place))
            } else {
                unpaired.append(place)
            }
        }
        after = unpaired
        before = zip(before, isPaired).filter { !$0.1 }.map(\.0)
        return pairs
    }

    /// A segment behind one that was made longer is not moved, though it begins later: what is told is which changed
    /// their order.
    private mutating func findMoved(haveTracksChanged: Bool) {
        let inOrder = kept.sorted { ($0.after.track, $0.after.start) < ($1.after.track, $1.after.start) }
        let homes = haveTracksChanged ? Self.homes(of: inOrder) : [:]
        let isAtHome = { (pair: Pair) in homes[pair.before.track] ?? pair.before.track == pair.after.track }
        for pairs in Dictionary(grouping: inOrder.filter(isAtHome), by: \.after.track).sorted(by: { $0.key < $1.key }) {
            let isInOrder = pairs.value.map(\.before.start).longestRise
            reordered += zip(pairs.value, isInOrder).filter { !$0.1 && $0.0.before.start != $0.0.after.start }.map(\.0)
        }
        moved = inOrder.filter { !isAtHome($0) }
    }

    /// Where the tracks are after some came or went: each where most of its segments are.
    private static func homes(of pairs: [Pair]) -> [Int: Int] {
        Dictionary(grouping: pairs, by: \.before.track).compactMapValues { pairs in
            let counts = Dictionary(grouping: pairs, by: \.after.track).mapValues(\.count)
            return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
        }
    }
}

extension SegmentPairing.Group {
    /// The pieces, when they are what one segment was cut into.
    var split: [SegmentPairing.Place]? { Self.isSame(before, after) ? after : nil }

    /// Whether one segment was made of what were pieces.
    var isJoin: Bool { Self.isSame(after, before) }

    private static func isSame(_ whole: [SegmentPairing.Place], _ pieces: [SegmentPairing.Place]) -> Bool {
        guard whole.count == 1, let one = whole.first, let first = pieces.first, pieces.count > 1 else { return false }
        var end = first.start
        for piece in pieces {
            guard piece.track == first.track, piece.start == end,
                (piece.segment.volume ?? 100) == (one.segment.volume ?? 100)
            else {
                return false
            }
            end += piece.segment.duration
        }
        return end - first.start == one.segment.duration
    }
}

/// The tracks of a timeline by kind.
private struct Tracks {
    struct Count {
        var tracks = 0
        var empty = 0
    }

    private(set) var kinds: [Timeline.Kind] = []
    private(set) var counts: [Timeline.Kind: Count] = [:]
    private(set) var places: [Timeline.Kind: [SegmentPairing.Place]] = [:]

    init(_ timeline: Timeline) {
        for (index, track) in timeline.tracks.enumerated() {
            var count = counts[track.kind] ?? Count()
            if count.tracks == 0 { kinds.append(track.kind) }
            places[track.kind, default: []] += track.placedSegments.map {
                SegmentPairing.Place(track: count.tracks, number: index + 1, start: $0.start, segment: $0.segment)
            }
            count.tracks += 1
            if track.segments.isEmpty { count.empty += 1 }
            counts[track.kind] = count
        }
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it first stands.
    fileprivate var uniqued: Self {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }

    fileprivate func merging(_ other: Self) -> Self { (self + other).uniqued }
}

extension Array where Element: Comparable {
    /// Which elements belong to a longest run of growing ones (patience sorting).
    fileprivate var longestRise: [Bool] {
        var ends: [Int] = []
        var previous = Array<Int?>(repeating: nil, count: count)
        for index in indices {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if self[ends[middle]] <= self[index] { low = middle + 1 } else { high = middle }
            }
            previous[index] = low > 0 ? ends[low - 1] : nil
            if low < ends.count { ends[low] = index } else { ends.append(index) }
        }
        var isIn = Array<Bool>(repeating: false, count: count)
        var index = ends.last
        while let current = index {
            isIn[current] = true
            index = previous[current]
        }
        return isIn
    }
}
