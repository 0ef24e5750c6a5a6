// What results are checked with: ffprobe in a sandbox where it is installed, else their containers alone.

import Inspection
import JobModel
import Media
import Telemetry

extension LongtakeDaemon {
    func mediaCheck(_ magic: MagicDatabase) async -> MediaCheck {
        let tools = MediaTools(searchPath: surroundings.searchPath)
        guard let ffprobe = tools.ffprobe, let sandbox = ToolSandbox(tools: tools) else {
            events.record(.service(.trouble(.ffprobeMissing)))
            return MediaCheck(database: magic, probe: nil)
        }
        let probe = MediaProbe(
            ffprobe: ffprobe, sandbox: await sandbox.isolatingNetwork(by: tools), database: magic)
        return MediaCheck(database: magic, probe: probe)
    }
}

extension Failure {
    static let ffprobeMissing = Failure(
        Failure.Code("ffprobe-missing"), "ffprobe is not installed; results are checked by their containers alone.",
        remedy: "Install ffmpeg.")
}
