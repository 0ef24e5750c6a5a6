// Measures an uploaded file: its kind, its size as shown, its frames counted one by one.

import Foundation

/// Looks into media files with ffprobe.
struct MediaProbe: Sendable {
    let tools: VideoTools

    /// - Parameter item: What is known already; the measures are filled in.
    /// - Throws: ``ToolFailure`` when the file holds nothing that can be shown or heard.
    func measure(_ item: MediaItem, at path: String) async throws -> MediaItem {
        let json = try await tools.probe(
            VideoTools.guardedInput + [
                "-count_packets", "-show_entries",
                "format=duration,start_time,format_name:stream=codec_type,width,height,sample_aspect_ratio,"
                    + "avg_frame_rate,r_frame_rate,nb_read_packets,duration,start_time"
                    + ":stream_disposition=attached_pic:stream_side_data=rotation",
                "-of", "json", path,
            ])
        let report = try JSONDecoder().decode(Report.self, from: Data(json.utf8))
        return try report.measured(item)
    }
}

/// ffprobe's answer. Numbers come as text.
struct Report: Decodable {
    struct Format: Decodable {
        var duration: String?
        var start_time: String?
        var format_name: String?
    }
    struct Stream: Decodable {
        struct SideData: Decodable { var rotation: Double? }
        struct Disposition: Decodable { var attached_pic: Int? }
        var codec_type: String?
        var width: Int?
        var height: Int?
        var sample_aspect_ratio: String?
        var avg_frame_rate: String?
        var r_frame_rate: String?
        var nb_read_packets: String?
        var duration: String?
        var start_time: String?
        var disposition: Disposition?
        var side_data_list: [SideData]?
    }
    var format: Format?
    var streams: [Stream]

    func measured(_ item: MediaItem) throws -> MediaItem {
        var item = item
        let picture = streams.first { $0.codec_type == "video" && $0.disposition?.attached_pic != 1 }
        let sound = streams.first { $0.codec_type == "audio" }
        item.hasSound = sound != nil
        guard let picture else {
            guard let sound else { throw ToolFailure(description: "The file holds neither picture nor sound.") }
            item.kind = .audio
            item.seconds = Double(sound.duration ?? "") ?? Double(format?.duration ?? "") ?? 0
            return item
        }
        (item.width, item.height) = picture.shownSize
        guard item.width > 0, item.height > 0 else { throw ToolFailure(description: "The picture has no size.") }
        if isStill {
            item.kind = .image
            item.frames = 1
            return item
        }
        item.kind = .video
        let perSecond = picture.framesPerSecond
        let rate = FrameRate(nearest: perSecond)
        let counted = Int(picture.nb_read_packets ?? "") ?? 0
        let told = Double(picture.duration ?? "") ?? Double(format?.duration ?? "") ?? 0
        // The count is the truth of a clip with a constant rate; a varying one is as long as its clock says.
        let isConstant = abs(told * rate.perSecond - Double(counted)) <= 2.5 || told == 0
        item.rate = rate
        item.frames = max(isConstant ? counted : rate.frames(inSeconds: told), 1)
        item.seconds = rate.seconds(ofFrames: item.frames)
        let begins = Double(picture.start_time ?? "") ?? 0
        item.pictureStart = max(begins - (Double(format?.start_time ?? "") ?? 0), 0)
        return item
    }

    private var isStill: Bool {
        let name = format?.format_name ?? ""
        return name == "image2" || name.hasSuffix("_pipe")
    }
}

extension Report.Stream {
    fileprivate var framesPerSecond: Double {
        for text in [avg_frame_rate, r_frame_rate] {
            if let text, let rate = FrameRate(text) { return rate.perSecond }
        }
        return FrameRate.usual.perSecond
    }

    /// Width and height after the pixel shape and the rotation are applied.
    fileprivate var shownSize: (Int, Int) {
        var width = Double(width ?? 0)
        let shape = (sample_aspect_ratio ?? "").split(separator: ":").compactMap { Double($0) }
        if shape.count == 2, shape[0] > 0, shape[1] > 0 { width *= shape[0] / shape[1] }
        let turn = abs(side_data_list?.compactMap(\.rotation).first ?? 0)
        let isTurned = turn == 90 || turn == 270
        let size = (Int(width.rounded()), height ?? 0)
        return isTurned ? (size.1, size.0) : size
    }
}
