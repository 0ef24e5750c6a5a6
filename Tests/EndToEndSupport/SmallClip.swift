// Clips small enough to be rendered by the dozen.

import Foundation
import Subprocess
import SystemPackage

package enum SmallClip {
    /// Makes a clip of one second, 64x36, with a tone.
    package static func make(at path: String, seconds: Int = 1) async throws {
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
    package static func facts(of path: String) async throws -> ClipFacts {
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
package struct ClipFacts: Decodable {
    package struct Stream: Decodable {
        package let codec_name: String
        package let width: Int?
        package let height: Int?
    }

    package struct Format: Decodable {
        package let duration: String
    }

    package let streams: [Stream]
    package let format: Format

    package var seconds: Double { Double(format.duration) ?? 0 }
    package var codecs: Set<String> { Set(streams.map(\.codec_name)) }
    package var size: String {
        streams.compactMap { stream in stream.width.map { "\($0)x\(stream.height ?? 0)" } }.joined()
    }
}
