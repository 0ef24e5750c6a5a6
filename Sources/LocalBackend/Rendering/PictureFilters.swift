// The pieces of ffmpeg filter graphs every stage shares: when frames come and how they fit the canvas.

/// Filters and input options made from numbers only; nothing a person wrote ever stands in them.
enum PictureFilters {
    /// Options that begin decoding a quarter of a frame before frame `first`, so that rounding never loses or doubles
    /// one. Decoding starts at a key frame and drops what comes before, so this is exact.
    static func seek(to first: Int, of item: MediaItem, rate: FrameRate) -> [String] {
        let time = item.pictureStart + (Double(first) - 0.25) / rate.perSecond
        return time > 0 ? ["-ss", "\(time)"] : []
    }

    /// Exactly `count` frames at a constant rate; the last one is held where the file has fewer.
    static func steady(_ rate: FrameRate, count: Int) -> String {
        "fps=\(rate.text):start_time=0,tpad=stop_mode=clone:stop=-1,trim=end_frame=\(count),setpts=PTS-STARTPTS"
    }

    /// Fits the canvas with bars where the shape differs; never stretches.
    static func fit(_ canvas: Canvas) -> String {
        let size = "\(canvas.width):\(canvas.height)"
        return "scale=iw*sar:ih,scale=\(size):force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bicubic,"
            + "pad=\(size):(ow-iw)/2:(oh-ih)/2,setsar=1," + pixels
    }

    /// One pixel format and one description of colour for all pieces, so that none stands out where they meet.
    static let pixels = "format=yuv420p,setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"

    /// Frames that each stand alone, nearly without loss, kept in video range.
    static let storedFrames = [
        "-fps_mode", "passthrough", "-c:v", "mjpeg", "-q:v", "2", "-strict", "unofficial", "-f", "mjpeg",
    ]
}
