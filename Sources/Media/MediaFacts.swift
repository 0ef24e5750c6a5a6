// What is known about a media file: how long, how large, in which codecs.

/// The facts of a media file, as far as it tells them.
package struct MediaFacts: Hashable, Sendable {
    /// `nil` for pictures, and for recordings that do not tell.
    package var duration: Duration?
    /// The first moving (or still) picture; `nil` for sound alone.
    package var picture: Picture?
    /// The codec of the first sound, as ffmpeg calls it (`aac`); `nil` without sound.
    package var audioCodec: String?
    /// The container, as ffmpeg calls it (`mov,mp4,m4a,3gp,3g2,mj2`).
    package var formatName: String
    /// The file's length.
    package var bytes: Int64

    package struct Picture: Hashable, Sendable {
        /// As ffmpeg calls it (`h264`).
        package var codec: String
        /// As shown, in pixels: a clip filmed upright is higher than wide, however it is stored.
        package var width: Int
        package var height: Int
        /// `nil` when the container does not count them.
        package var frames: Int?

        package init(codec: String, width: Int, height: Int, frames: Int?) {
            self.codec = codec
            self.width = width
            self.height = height
            self.frames = frames
        }
    }

    package init(
        duration: Duration?, picture: Picture?, audioCodec: String?, formatName: String, bytes: Int64
    ) {
        self.duration = duration
        self.picture = picture
        self.audioCodec = audioCodec
        self.formatName = formatName
        self.bytes = bytes
    }
}
