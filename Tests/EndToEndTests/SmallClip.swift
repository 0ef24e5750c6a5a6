// Clips small enough to be rendered by the dozen.

import Foundation
import Subprocess
import SystemPackage

enum SmallClip {
    /// Makes a clip of one second, 64x36, with a tone.
    static func make(at path: String, seconds: Int = 1) async throws {
        let result = try await Subprocess.run(
            .name("ffmpeg"),
            arguments: [
                "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=64x36:rate=24:duration=\(seconds)",
                "-f", "lavfi", "-i", "sine=duration=\(seconds)", "-pix_fmt", "yuv420p", path,
            ], output: .discarded, error: .string(limit: 4096))
        guard result.terminationStatus.isSuccess else {
            throw NotSeen(wanted: "a clip at \(path)", seen: result.standardError)
        }
    }

    /// What ffprobe says of a file: codecs, size and length.
    static func facts(of path: String) async throws -> ClipFacts {
        let result = try await Subprocess.run(
            .name("ffprobe"),
            arguments: [
                "-v", "error", "-show_entries", "stream=codec_name,width,height:format=duration", "-of", "json", path,
            ],
            output: .string(limit: 65_536), error: .discarded)
        return try JSONDecoder().decode(ClipFacts.self, from: Data(result.standardOutput.utf8))
    }
}

/// The part of ffprobe's answer that the tests look at.
struct ClipFacts: Decodable {
    struct Stream: Decodable {
        let codec_name: String
        let width: Int?
        let height: Int?
    }

    struct Format: Decodable {
        let duration: String
    }

    let streams: [Stream]
    let format: Format

    var seconds: Double { Double(format.duration) ?? 0 }
    var codecs: Set<String> { Set(streams.map(\.codec_name)) }
    var size: String { streams.compactMap { stream in stream.width.map { "\($0)x\(stream.height ?? 0)" } }.joined() }
}
