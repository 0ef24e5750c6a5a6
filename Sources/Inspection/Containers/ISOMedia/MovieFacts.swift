// The facts an MP4 or QuickTime file tells in its index: what is known of a video where ffprobe is not installed.

/// What the index of a movie says. Codecs are named as ffmpeg names them where that is known, else by their four letters.
package struct MovieFacts: Hashable, Sendable {
    /// `nil` when only the fragments tell, and for what is no length a video has.
    package let duration: Duration?
    /// As shown, in pixels.
    package let width: Int
    package let height: Int
    package let videoCodec: String?
    /// Pictures in all; `nil` without a count.
    package let frames: Int?
    package let audioCodec: String?

    /// - Returns: `nil` when the source has no index that can be read.
    /// - Throws: ``ByteSourceError`` only when the bytes cannot be read.
    package static func read(from source: any ByteSource) throws(ByteSourceError) -> MovieFacts? {
        var reader = ContainerReader(source)
        do throws(ContainerStop) {
            return try reader.isoMovie().map(MovieFacts.init)
        } catch {
            guard case .unreadable(let error) = error else { return nil }
            throw error
        }
    }

    private init(_ movie: ISOMovie) {
        let picture = movie.tracks.first { $0.isPicture }
        let sound = movie.tracks.first { $0.isSound }
        let seconds = Double(movie.duration) / Double(movie.timescale)
        duration = seconds > 0 && seconds < Self.longest ? .seconds(seconds) : nil
        width = picture?.width ?? 0
        height = picture?.height ?? 0
        videoCodec = picture.map { Self.name(of: $0.codec) }
        frames = picture?.sampleTable.map { Int($0.count) }
        audioCodec = sound.map { Self.name(of: $0.codec) }
    }

    /// In seconds; some thirty years. A damaged index may tell more than can be counted in milliseconds.
    private static let longest = 1e9

    private static func name(of codec: FourCC) -> String {
        switch codec {
        case "avc1", "avc3": "h264"
        case "hvc1", "hev1": "hevc"
        case "vp09": "vp9"
        case "av01": "av1"
        case "mp4v": "mpeg4"
        case "mp4a": "aac"
        default: codec.description
        }
    }
}

extension ContainerReader {
    fileprivate mutating func isoMovie() throws(ContainerStop) -> ISOMovie? {
        var offset: Int64 = 0
        while offset < size {
            let box = try isoBox(at: offset, limit: size, isOutermost: true)
            if box.type == "moov" { return try ISOMovie(box, reader: &self) }
            offset = box.end
        }
        return nil
    }
}
