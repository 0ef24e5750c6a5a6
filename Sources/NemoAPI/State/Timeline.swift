// The timeline of a draft, decoded as far as people and decisions need it (PROTOCOL 9).

import JobModel

/// Tracks and their segments. Reading a draft never fails: what is not understood is left out.
package struct Timeline: Hashable, Sendable {
    package var tracks: [Track]

    package init(tracks: [Track] = []) { self.tracks = tracks }

    package struct Track: Hashable, Sendable {
        package var kind: Kind
        package var segments: [Segment]

        package init(kind: Kind, segments: [Segment]) {
            self.kind = kind
            self.segments = segments
        }
    }

    /// What a track holds, by its `tt`.
    package enum Kind: Hashable, Sendable {
        case video, audio, text
        /// `nil` when the draft does not say, or says something that is no number.
        case other(Int64?)
    }

    package struct Segment: Hashable, Sendable {
        /// What it is called, or the text it shows; empty when the draft does not say.
        package var name: String
        package var duration: Duration
        /// In percent; `nil` when the draft does not say.
        package var volume: Int?

        package init(name: String, duration: Duration, volume: Int? = nil) {
            self.name = name
            self.duration = duration
            self.volume = volume
        }
    }
}

extension Timeline {
    /// Whether there is something to render: a track with a segment.
    package var isExportable: Bool { tracks.contains { !$0.segments.isEmpty } }

    /// How long the video is: the longest video track, or the longest of all where there is no video.
    package var duration: Duration {
        let videos = tracks.filter { $0.kind == .video && !$0.segments.isEmpty }
        return (videos.isEmpty ? tracks : videos).map(\.duration).max() ?? .zero
    }
}

extension Timeline.Track {
    package var duration: Duration { segments.reduce(.zero) { $0 + $1.duration } }
}

extension Timeline {
    package init(draft: JSONValue) {
        // Some backends keep the draft as text within the state.
        let nested = draft.text.flatMap { try? JSONValue(parsing: Array($0.utf8)) }
        self.init(tracks: ((nested ?? draft)["t"]?.elements ?? []).map(Track.init))
    }
}

extension Timeline.Track {
    fileprivate init(_ value: JSONValue) {
        let kind = Timeline.Kind(value["tt"]?.integer)
        self.init(kind: kind, segments: (value["sg"]?.elements ?? []).map { Timeline.Segment($0, on: kind) })
    }
}

extension Timeline.Kind {
    fileprivate init(_ code: Int64?) {
        self =
            switch code {
            case 0: .video
            case 1: .audio
            case 7: .text
            case let code: .other(code)
            }
    }
}

extension Timeline.Segment {
    fileprivate init(_ value: JSONValue, on kind: Timeline.Kind) {
        // Metadata that stand beside the duration instead of under their key are read as well.
        let places = [value["m"], value].compactMap { $0 }
        let keys = kind == .text ? ["text", "title", "name"] : ["name", "title", "text"]
        let names = places.lazy.flatMap { place in keys.lazy.compactMap { place[$0]?.label } }
        let name = names.first { !$0.allSatisfy(\.isWhitespace) }
        let milliseconds = min(max(value["d"]?.number ?? 0, 0), Self.longest)
        self.init(
            name: name ?? "", duration: .milliseconds(Int64(milliseconds)),
            volume: places.lazy.compactMap { $0["volume"]?.number }.first.flatMap(Self.percent))
    }

    /// In milliseconds; a day. What is longer is a mistake.
    private static let longest = 86_400_000.0

    /// A volume is a factor up to 2, and a percentage above.
    private static func percent(_ volume: Double) -> Int? {
        guard (0...1000).contains(volume) else { return nil }
        return Int((volume <= 2 ? volume * 100 : volume).rounded())
    }
}
