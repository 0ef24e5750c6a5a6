// The timeline of a session: what is shown and heard, from when, for how long. A value; edits make a new one of it.

/// What a draft describes: one picture track, one track of added sounds, one track of titles (PROTOCOL 9).
struct Timeline: Hashable, Sendable {
    var id: Int64
    /// Grows by one with each edit.
    var revision = 0
    var canvas: Canvas
    var picture: [PictureSegment]
    var sounds: [SoundSegment] = []
    var titles: [TitleSegment] = []

    /// Frames in all; the picture decides how long a timeline is.
    var frames: Int { picture.reduce(0) { $0 + $1.frames } }
    var seconds: Double { canvas.rate.seconds(ofFrames: frames) }
    var milliseconds: Int { canvas.rate.milliseconds(ofFrames: frames) }
}

/// The size and rate everything is rendered at.
struct Canvas: Hashable, Sendable, Codable {
    var width: Int
    var height: Int
    var rate: FrameRate

    /// 1080p by orientation (PROTOCOL 4: up to 1080x1920); within a twentieth of square counts as square.
    init(fitting width: Int, _ height: Int, rate: FrameRate) {
        let ratio = Double(max(width, 1)) / Double(max(height, 1))
        switch ratio {
        case 0.95...1.05: (self.width, self.height) = (1080, 1080)
        case ..<1: (self.width, self.height) = (1080, 1920)
        default: (self.width, self.height) = (1920, 1080)
        }
        self.rate = rate
    }

    init(width: Int, height: Int, rate: FrameRate) {
        self.width = width
        self.height = height
        self.rate = rate
    }
}

/// A stretch of picture, with the sound that belongs to it: a window on a ``Strand``.
struct PictureSegment: Hashable, Sendable {
    var id: Int64
    /// The media item shown.
    var media: Int64
    var name: String
    /// The frames of the media item that the strand plays forward and back.
    var base: Range<Int>
    /// The frame of the strand the segment begins with. Beyond `base` the material is an extension.
    var start: Int
    var frames: Int
    /// A still picture has one frame that lasts as long as it must.
    var isStill: Bool

    /// Whether the segment shows only material as it was recorded, forward.
    var isAsRecorded: Bool { start + frames <= base.count }
}

/// Sound laid under the picture from the beginning.
struct SoundSegment: Hashable, Sendable {
    var id: Int64
    var media: Int64
    var name: String
    /// How long the media item is.
    var available: Int
    var milliseconds: Int
    /// 1 is as recorded.
    var volume: Double
}

/// Words over the picture. Titles follow one another from the beginning.
struct TitleSegment: Hashable, Sendable {
    var id: Int64
    var text: String
    var milliseconds: Int
}
