// The timeline in one line for people who have no timeline in front of them (PROTOCOL 9).

import JobModel

extension Timeline {
    /// `Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)`
    package var summary: String {
        let count = tracks.count == 1 ? "1 track" : "\(tracks.count) tracks"
        var list = tracks.prefix(Self.shownTracks).enumerated().map { "\($0.offset + 1). \($0.element.summary)" }
        let rest = tracks.count - list.count
        if rest > 0 { list.append("and \(rest) more") }
        return list.isEmpty ? "Timeline (\(count))" : "Timeline (\(count)): \(list.joined(separator: " "))"
    }
}

extension Timeline {
    private static let shownTracks = 24
}

extension Timeline.Track {
    /// The track without its number. Segments follow one another.
    fileprivate var summary: String {
        let shown = placedSegments.prefix(Self.shownSegments).map { $0.segment.summary(on: kind, from: $0.start) }
        let rest = segments.count - shown.count
        let list = shown + (rest > 0 ? ["and \(rest) more"] : [])
        return "\(kind.title): \(list.isEmpty ? "empty" : list.joined(separator: ", "))"
    }

    private static let shownSegments = 12

    /// The segments with the time at which each begins.
    var placedSegments: [(segment: Timeline.Segment, start: Duration)] {
        var start = Duration.zero
        return segments.map { segment in
            defer { start += segment.duration }
            return (segment, start)
        }
    }
}

extension Timeline.Kind {
    /// What people call it, at the beginning of a phrase.
    var title: String {
        switch self {
        case .video: "Video"
        case .audio: "BGM"
        case .text: "Title"
        case .other(let code): code.map { "Track of type \($0)" } ?? "Track"
        }
    }

    /// What people call something on it, within a phrase.
    var noun: String {
        switch self {
        case .video: "video"
        case .audio: "BGM"
        case .text: "title"
        case .other(let code): code.map { "item of type \($0)" } ?? "item"
        }
    }
}

extension Timeline.Segment {
    /// `Lo-fi (0-10s, 35%)`; the volume is left out where it is the clip's own.
    func summary(on kind: Timeline.Kind, from start: Duration) -> String {
        let range = "\(start.bareSeconds)-\((start + duration).bareSeconds)s"
        let level = volume.flatMap { $0 == 100 ? nil : ", \($0)%" } ?? ""
        return "\(label(on: kind)) (\(range)\(level))"
    }

    /// Its name fit to be shown; what a title says stands in quotes.
    func label(on kind: Timeline.Kind) -> String {
        let shown = shortName.shownOnOneLine
        return switch kind {
        case .text: "\"\(shown)\""
        default: shown.isEmpty ? "untitled" : shown
        }
    }

    /// A character may be made of any number of marks, so both are counted.
    private var shortName: String {
        guard name.unicodeScalars.count > 80 else { return name }
        var short = String(name.prefix(79))
        if short.unicodeScalars.count > 240 {
            short = String(String.UnicodeScalarView(short.unicodeScalars.prefix(240)))
        }
        return short == name ? name : short + "…"
    }
}

extension Duration {
    /// Seconds with at most one decimal and no unit: `10`, `2.5`.
    fileprivate var bareSeconds: String {
        let tenths = (inMilliseconds + 50) / 100
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    /// `30 s`, `2.5 s`
    var seconds: String { "\(bareSeconds) s" }

    /// `2.504 s`
    var fineSeconds: String {
        let milliseconds = inMilliseconds
        let digits = String(milliseconds % 1000 + 1000).dropFirst()
        let fraction = digits.reversed().drop { $0 == "0" }.reversed()
        return fraction.isEmpty ? "\(milliseconds / 1000) s" : "\(milliseconds / 1000).\(String(fraction)) s"
    }
}
