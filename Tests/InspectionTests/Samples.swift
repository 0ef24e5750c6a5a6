// Real files of every accepted format, made once from the sample clips by ffmpeg.

import Foundation
import Inspection
import TestSupport
import Testing

/// A way of writing a file; several for formats that can be written in several ways.
enum Sample: String, CaseIterable, CustomTestStringConvertible {
    case mp4IndexLast = "last.mp4"
    case mp4IndexFirst = "first.mp4"
    case mp4Fragmented = "fragmented.mp4"
    case mp4FragmentedWithoutIndex = "live.mp4"
    case mov = "a.mov"
    case m4a = "a.m4a"
    case mkv = "a.mkv"
    case mkvLive = "live.mkv"
    case webm = "a.webm"
    case avi = "a.avi"
    case wav = "a.wav"
    case mp3 = "a.mp3"
    case aac = "a.aac"
    case jpg = "a.jpg"
    case png = "a.png"
    case gif = "a.gif"
    case webp = "a.webp"

    var testDescription: String { rawValue }

    var format: MediaFormat {
        get throws {
            try #require(MediaFormat(fileExtension: rawValue.drop { $0 != "." }.dropFirst()))
        }
    }

    /// Whether the format says how long it is, so that a whole file can be told to be whole.
    var isProvable: Bool { ![.mp4FragmentedWithoutIndex, .mkvLive, .mp3, .aac].contains(self) }

    var path: String { get throws { try Self.folder.get().appending(rawValue) } }

    var bytes: [UInt8] { get throws { [UInt8](try Data(contentsOf: URL(filePath: path))) } }

    private var options: [String] {
        let second = ["-t", "1"]
        let picture = ["-map", "0:v", "-frames:v", "1"]
        let coded = ["-map", "1:v", "-map", "1:a", "-c", "copy"]
        switch self {
        case .mp4IndexLast: return coded + second
        case .mp4IndexFirst: return coded + second + ["-movflags", "+faststart"]
        case .mp4Fragmented: return coded + ["-movflags", "+frag_keyframe+empty_moov+default_base_moof"]
        case .mp4FragmentedWithoutIndex: return coded + ["-movflags", "+frag_keyframe+empty_moov+skip_trailer"]
        case .mov: return coded + second
        case .m4a: return ["-map", "1:a", "-c", "copy"] + second
        case .mkv: return coded + second
        case .mkvLive: return coded + second + ["-live", "1", "-f", "matroska"]
        case .webm: return ["-map", "0:v", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"] + second
        case .avi: return ["-map", "0:v", "-c:v", "mjpeg"] + second
        case .wav: return ["-map", "1:a", "-ac", "1", "-c:a", "pcm_s16le"] + second
        case .mp3: return ["-map", "1:a", "-ac", "2"] + second
        case .aac: return ["-map", "1:a", "-c", "copy"] + second
        case .jpg, .png: return picture
        case .webp: return picture
        case .gif: return ["-map", "0:v", "-frames:v", "3"]
        }
    }

    private static let folder = Result {
        let folder = try TemporaryFolder()
        var arguments = ["-v", "error", "-i", SampleClip.bikes, "-i", SampleClip.bigBuckBunny]
        for sample in allCases { arguments += sample.options + [folder.appending(sample.rawValue)] }
        try runFFmpeg(arguments)
        return folder
    }

    private static func runFFmpeg(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["ffmpeg"] + arguments
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "ffmpeg failed")
    }
}
