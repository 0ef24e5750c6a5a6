// Clips of every accepted container, made by ffmpeg.

import Foundation
import TestSupport

/// A container, by the name of a file of it.
enum ClipSample: String, CaseIterable {
    case indexLast = "last.mp4"
    case indexFirst = "first.mp4"
    case fragmented = "fragmented.mp4"
    case quickTime = "quicktime.mov"
    case matroska = "matroska.mkv"
    case matroskaOfUnknownLength = "live.mkv"
    case webM = "web.webm"
    case webMOfUnknownLength = "livewebm.webm"
    case avi = "interleaved.avi"
    case wave = "wave.wav"
    case m4a = "sound.m4a"
    case mp3 = "layer.mp3"
    case aac = "frames.aac"
    case jpeg = "photo.jpg"
    case png = "picture.png"
    case gif = "moving.gif"
    case webP = "web picture.webp"

    var stem: String { (rawValue as NSString).deletingPathExtension }

    var bytes: [UInt8] { get throws { [UInt8](try Data(contentsOf: URL(filePath: path))) } }

    var path: String { get throws { try Self.folder.get().appending(rawValue) } }

    /// Whether a file of it that ends early can be told from a whole one.
    var saysHowLongItIs: Bool {
        ![.matroskaOfUnknownLength, .webMOfUnknownLength, .mp3, .aac].contains(self)
    }

    private var options: String {
        let both = "-map 0:v -map 1:a -t 1 -c:a aac -c:v libx264 -preset ultrafast"
        let vp8 = "-map 0:v -t 1 -c:v libvpx -deadline realtime -cpu-used 8"
        return switch self {
        case .indexLast, .quickTime, .matroska: both
        case .indexFirst: both + " -movflags +faststart"
        case .fragmented: both + " -movflags +frag_keyframe+empty_moov+default_base_moof"
        case .matroskaOfUnknownLength: both + " -live 1 -f matroska"
        case .webM: vp8
        case .webMOfUnknownLength: vp8 + " -live 1 -f webm"
        case .avi: "-map 0:v -t 1 -c:v mjpeg"
        case .wave: "-map 1:a -ss 2 -t 1 -c:a pcm_s16le"
        case .m4a: "-map 1:a -t 1 -c:a aac"
        case .mp3, .aac: "-map 1:a -t 1"
        case .jpeg, .png, .webP: "-map 0:v -frames:v 1"
        case .gif: "-map 0:v -frames:v 5"
        }
    }

    private static let folder = Result {
        let folder = try TemporaryFolder()
        let outputs = allCases.map { "\($0.options) '\($0.rawValue)'" }.joined(separator: " ")
        try ChildShell.run(
            """
            ffmpeg -nostdin -v error -i '\(SampleClip.bikes)' -i '\(SampleClip.bigBuckBunny)' \(outputs)
            """, in: folder.path)
        return folder
    }
}
