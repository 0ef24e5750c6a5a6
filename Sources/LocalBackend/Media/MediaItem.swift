// What this backend knows of an uploaded file, measured once when it came in.

/// One uploaded file that has been looked into.
struct MediaItem: Hashable, Sendable, Codable {
    enum Kind: String, Hashable, Sendable, Codable { case video, image, audio }

    var id: Int64
    /// The name it was uploaded under.
    var name: String
    /// Its file below the session's `media` folder.
    var fileName: String
    var kind: Kind
    var bytes: Int
    /// As shown: turned by the file's rotation and stretched by its pixel shape. 0 for sound.
    var width = 0
    var height = 0
    /// `nil` for stills and sound.
    var rate: FrameRate?
    /// Counted, not taken from the container. 0 for sound.
    var frames = 0
    /// How long the picture is, or the sound where there is no picture.
    var seconds = 0.0
    /// When the first picture is shown on the container's clock, in seconds.
    var pictureStart = 0.0
    var hasSound = false

    /// Frames when played at another rate than its own.
    func frames(at other: FrameRate) -> Int {
        guard let rate, rate != other else { return frames }
        return max(other.frames(inSeconds: rate.seconds(ofFrames: frames)), 1)
    }
}
