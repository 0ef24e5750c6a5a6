// Asks ffprobe for the facts of a media file, in a way that a hostile file cannot turn against anyone (FIELD-FACTS 3).

package import Inspection
package import SystemPackage

/// Why a file's facts are not known.
package enum ProbeProblem: Error, Hashable, Sendable {
    /// By its content it is no media, so that no tool was let near it.
    case notMedia(ContentVerdict)
    /// ffprobe could make nothing of it; its words.
    case unreadable(String)
    /// The file itself could not be read.
    case io(ByteSourceError)
    case tool(ToolProblem)
}

package struct MediaProbe: Sendable {
    private let ffprobe: FilePath
    private let sandbox: ToolSandbox
    private let database: MagicDatabase

    /// - Parameter ffprobe: the program, by its absolute path.
    package init(ffprobe: FilePath, sandbox: ToolSandbox, database: MagicDatabase) {
        self.ffprobe = ffprobe
        self.sandbox = sandbox
        self.database = database
    }

    /// The facts of an open file.
    ///
    /// The file's content is judged first. ffprobe then gets the descriptor as its standard input and never a name; it
    /// may use only the format the content has, for a format that lists other files would have them opened.
    /// - Throws: ``ProbeProblem``, or `CancellationError`.
    package func facts(of file: FileDescriptor) async throws -> MediaFacts {
        let source: DescriptorBytes
        let verdict: ContentVerdict
        do throws(ByteSourceError) {
            source = try DescriptorBytes(descriptor: file.rawValue)
            verdict = try ContentVerdict.verdict(on: source, by: database)
        } catch {
            throw ProbeProblem.io(error)
        }
        guard case .media(let format) = verdict else { throw ProbeProblem.notMedia(verdict) }
        return try await facts(of: file, bytes: source.size, as: format)
    }

    /// Without the look at the content, so that a test can show the second line of defence hold alone.
    func facts(of file: FileDescriptor, bytes: Int64, as format: MediaFormat) async throws -> MediaFacts {
        let output: [UInt8]
        do {
            output = try await sandbox.run(ffprobe, arguments: Self.arguments(for: format), input: file)
        } catch ToolProblem.failed(let status, let output) {
            let words = (try? ProbeReport(json: output))?.error?.string ?? "ffprobe ended with \(status)"
            throw ProbeProblem.unreadable(words)
        } catch let problem as ToolProblem {
            throw ProbeProblem.tool(problem)
        }
        guard let facts = try? ProbeReport(json: output).facts(bytes: bytes) else {
            throw ProbeProblem.unreadable("It has neither a picture nor sound.")
        }
        return facts
    }

    static func arguments(for format: MediaFormat) -> [String] {
        [
            "-v", "quiet", "-show_error", "-print_format", "json", "-show_entries", ProbeReport.entries,
            "-protocol_whitelist", "file,pipe", "-format_whitelist", format.demuxer, "-threads", "1",
            "-i", "file:/proc/self/fd/0",
        ]
    }
}

extension MediaFormat {
    /// The only demuxer ffmpeg may use for the format, by its name in `-format_whitelist`.
    var demuxer: String {
        switch self {
        case .mp4, .mov, .m4a: "mov"
        case .matroska, .webm: "matroska"
        case .avi: "avi"
        case .wav: "wav"
        case .mp3: "mp3"
        case .aac: "aac"
        case .gif: "gif"
        case .png: "png_pipe"
        case .jpeg: "jpeg_pipe"
        case .webp: "webp_pipe"
        }
    }
}
