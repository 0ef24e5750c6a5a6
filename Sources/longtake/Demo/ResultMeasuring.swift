// Measures a file for the demo's report, as the daemon measures results.

import Daemon
import Glibc
import Inspection
import JobModel
import Media
import SystemPackage

extension MediaFacts {
    /// - Throws: ``StartProblem`` when ffprobe is missing, or whatever keeps the file from being measured.
    static func measured(at path: String) async throws -> MediaFacts {
        let tools = MediaTools(searchPath: ProcessSurroundings.environment["PATH"] ?? "/usr/bin:/bin")
        guard let ffprobe = tools.ffprobe, let sandbox = ToolSandbox(tools: tools) else {
            throw StartProblem(.surroundings, "ffprobe is not installed. Install ffmpeg.")
        }
        let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        defer { try? file.close() }
        return try await MediaProbe(ffprobe: ffprobe, sandbox: sandbox, database: MagicDatabase()).facts(of: file)
    }
}
