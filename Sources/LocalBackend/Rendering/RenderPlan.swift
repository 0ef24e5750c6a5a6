// What a timeline means in frames: which material is decoded straight through, and which frames in which order.

/// A timeline made ready to be rendered. Pure; the renderer carries it out.
struct RenderPlan: Hashable, Sendable {
    var canvas: Canvas
    var runs: [Run]
    var titles: [TitleSegment]
    var sounds: [SoundSegment]

    /// How long a crossfade at a join is, in seconds.
    static let fadeSeconds = 0.5

    var frames: Int { runs.reduce(0) { $0 + $1.frames } }
    var seconds: Double { canvas.rate.seconds(ofFrames: frames) }

    init(_ timeline: Timeline) {
        canvas = timeline.canvas
        titles = timeline.titles
        sounds = timeline.sounds
        runs = []
        let fade = timeline.canvas.rate.frames(inSeconds: Self.fadeSeconds)
        for segment in timeline.picture where segment.frames > 0 {
            let window = segment.start..<segment.start + segment.frames
            if let last = runs.last, last.goesOn(into: segment) {
                runs[runs.count - 1].window = last.window.lowerBound..<window.upperBound
            } else {
                runs.append(
                    Run(
                        media: segment.media, base: segment.base, window: window, isStill: segment.isStill,
                        strand: Strand(count: segment.base.count, fade: fade)))
            }
        }
    }

    /// Segments that show one strand without a break. Inside a run there is no cut.
    struct Run: Hashable, Sendable {
        var media: Int64
        /// Frames of the media item the strand is made of.
        var base: Range<Int>
        /// The part of the strand that is shown.
        var window: Range<Int>
        var isStill: Bool
        var strand: Strand

        var frames: Int { window.count }

        fileprivate func goesOn(into segment: PictureSegment) -> Bool {
            media == segment.media && base == segment.base && window.upperBound == segment.start
                && !isStill && !segment.isStill
        }

        /// Frames of the media item that are shown as they are, decoded straight from the file. May be empty.
        var straight: Range<Int> {
            if isStill { return 0..<0 }
            let end = min(strand.untouched(endingAt: window.upperBound), window.upperBound)
            guard window.lowerBound < end else { return 0..<0 }
            return base.lowerBound + window.lowerBound..<base.lowerBound + end
        }

        /// What is shown after ``straight``, frame by frame.
        var reordered: [Strand.Moment] {
            if isStill { return [] }
            let begin = window.lowerBound + straight.count
            return (begin..<window.upperBound).map { strand.moment(at: $0, endingAt: window.upperBound) }
        }

        /// The frames of the clip, counted from `base`, that ``reordered`` is made of.
        var stored: Range<Int> {
            var low = strand.count
            var high = 0
            for moment in reordered {
                let used =
                    switch moment {
                    case .source(let frame): frame..<frame + 1
                    case .turn(.atEnd, _): strand.count - strand.fade..<strand.count
                    case .turn(.atStart, _): 0..<strand.fade
                    }
                low = min(low, used.lowerBound)
                high = max(high, used.upperBound)
            }
            return low < high ? low..<high : 0..<0
        }
    }
}
