// Reads ffprobe's JSON. Pure, and liberal: a field that is missing or odd is a fact not known, not an error.

import Foundation

/// What ffprobe printed for `-print_format json`, as far as it is asked for.
struct ProbeReport: Decodable {
    private var streams: [Stream]?
    private var format: Format?
    private(set) var error: Trouble?

    struct Trouble: Decodable, Hashable {
        /// "Invalid data found when processing input"
        let string: String
    }

    private struct Format: Decodable {
        let format_name: String?
        let duration: String?
    }

    private struct Stream: Decodable {
        let codec_type: String?
        let codec_name: String?
        let width: Int?
        let height: Int?
        let nb_frames: String?
        let duration: String?
        let disposition: [String: Int]?
        let side_data_list: [SideData]?

        /// The cover of a song is a stream too, but no video.
        var isCover: Bool { disposition?["attached_pic"] == 1 }
        var isUpright: Bool {
            side_data_list?.contains { abs(($0.rotation ?? 0).truncatingRemainder(dividingBy: 180)) == 90 } == true
        }
    }

    private struct SideData: Decodable { let rotation: Double? }

    /// What to ask ffprobe for, as the value of `-show_entries`.
    static let entries =
        "format=format_name,duration:stream=codec_type,codec_name,width,height,nb_frames,duration"
        + ":stream_disposition=attached_pic:stream_side_data=rotation"

    init(json: [UInt8]) throws {
        self = try JSONDecoder().decode(ProbeReport.self, from: Data(json))
    }

    /// - Returns: `nil` when the report tells of no picture and no sound.
    func facts(bytes: Int64) -> MediaFacts? {
        let streams = streams ?? []
        let video = streams.first { $0.codec_type == "video" && !$0.isCover }
        let audio = streams.first { $0.codec_type == "audio" }
        guard video != nil || audio != nil else { return nil }
        let picture = video.map { stream in
            let (width, height) = (stream.width ?? 0, stream.height ?? 0)
            return MediaFacts.Picture(
                codec: stream.codec_name ?? "unknown", width: stream.isUpright ? height : width,
                height: stream.isUpright ? width : height, frames: stream.nb_frames.flatMap { Int($0) })
        }
        return MediaFacts(
            duration: Self.duration(format?.duration) ?? Self.duration(video?.duration ?? audio?.duration),
            picture: picture, audioCodec: audio.map { $0.codec_name ?? "unknown" },
            formatName: format?.format_name ?? "unknown", bytes: bytes)
    }

    /// Seconds with a fraction, or `N/A`.
    private static func duration(_ text: String?) -> Duration? {
        guard let seconds = text.flatMap({ Double($0) }), seconds.isFinite, seconds >= 0, seconds < 1e9 else {
            return nil
        }
        return .microseconds(Int64((seconds * 1e6).rounded()))
    }
}
