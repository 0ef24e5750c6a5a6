// A real clip of a few kilobytes: what is measured is the number of drops, not their size.

import Foundation
import Measuring

enum SmallClip {
    /// Has ffmpeg make it: a fifth of a second, 64x36.
    static func make(in folder: String) throws -> [UInt8] {
        let candidates = ChildProcess.searchPath.split(separator: ":").map { "\($0)/ffmpeg" }
        guard let ffmpeg = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw CannotMeasure("there is no ffmpeg; run `make deps`")
        }
        let path = "\(folder)/small.mp4"
        try ChildProcess(
            ffmpeg,
            [
                "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x36:rate=25:duration=0.2",
                "-pix_fmt", "yuv420p", path,
            ]
        ).wait()
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
