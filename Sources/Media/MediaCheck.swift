// Decides whether a download is a video fit to be delivered (PROTOCOL 10, "download not a video, short, or corrupt").

package import Inspection
package import JobModel
package import SystemPackage

/// Judges results: by the container always, and by ffprobe where it is installed. What ffprobe reads of a file is mostly
/// its beginning; what a broken download lacks is its end.
package struct MediaCheck: Sendable {
    private let database: MagicDatabase
    private let probe: MediaProbe?

    /// - Parameter probe: `nil` where ffprobe, or what confines it, is not installed.
    package init(database: MagicDatabase, probe: MediaProbe?) {
        self.database = database
        self.probe = probe
    }

    /// The facts of a video that is whole.
    /// - Throws: a retryable ``Failure`` (the file is to be fetched again), or `CancellationError`.
    package func facts(of file: FileDescriptor) async throws -> MediaFacts {
        let source = try readable { () throws(ByteSourceError) in try DescriptorBytes(descriptor: file.rawValue) }
        let format = try videoFormat(of: source)
        let completeness = try readable { () throws(ByteSourceError) in
            try ContainerCheck.completeness(of: source, as: format)
        }
        if case .incomplete(let shortfall) = completeness { throw Self.broken("\(shortfall)") }

        let facts = try await probed(file) ?? factsByBoxes(of: source, format: format)
        guard facts.picture != nil else { throw Self.notVideo("it has no picture") }
        guard let duration = facts.duration, duration > .zero else { throw Self.broken("it has no length") }
        return facts
    }

    private func videoFormat(of source: DescriptorBytes) throws(Failure) -> MediaFormat {
        let verdict = try readable { () throws(ByteSourceError) in
            try ContentVerdict.verdict(on: source, by: database)
        }
        switch verdict {
        case .media(let format) where format.kind == .video: return format
        case .media(let format): throw Self.notVideo("it is \(format.mimeType)")
        case .foreign(let description): throw Self.notVideo("it is \(description)")
        case .notYet: throw Self.broken("it is empty or begins with zeros")
        }
    }

    /// - Returns: `nil` when there is no ffprobe to ask.
    private func probed(_ file: FileDescriptor) async throws -> MediaFacts? {
        guard let probe else { return nil }
        do {
            return try await probe.facts(of: file)
        } catch let problem as ProbeProblem {
            switch problem {
            case .tool(.unavailable): return nil
            case .unreadable(let words): throw Self.broken(words)
            case .tool(let problem): throw Self.broken("ffprobe: \(problem)")
            case .io(let error): throw Self.broken("\(error)")
            case .notMedia(let verdict): throw Self.notVideo("\(verdict)")
            }
        }
    }

    private func factsByBoxes(of source: DescriptorBytes, format: MediaFormat) throws(Failure) -> MediaFacts {
        let movie = try readable { () throws(ByteSourceError) in try MovieFacts.read(from: source) }
        guard let movie else { throw Self.notVideo("\(format.mimeType) cannot be judged without ffprobe") }
        let picture = movie.videoCodec.map {
            MediaFacts.Picture(codec: $0, width: movie.width, height: movie.height, frames: movie.frames)
        }
        return MediaFacts(
            duration: movie.duration, picture: picture, audioCodec: movie.audioCodec, formatName: format.rawValue,
            bytes: source.size)
    }

    private func readable<Value>(_ read: () throws(ByteSourceError) -> Value) throws(Failure) -> Value {
        do throws(ByteSourceError) { return try read() } catch { throw Self.broken("\(error)") }
    }

    private static func notVideo(_ cause: String) -> Failure {
        Failure(
            .resultNotVideo, "What the backend sent is not a video.", remedy: "It is downloaded once more.",
            cause: cause, isRetryable: true)
    }

    private static func broken(_ cause: String) -> Failure {
        Failure(
            .resultBroken, "The video arrived short or damaged.", remedy: "It is downloaded once more.", cause: cause,
            isRetryable: true)
    }
}

extension Failure.Code {
    package static let resultNotVideo = Failure.Code("result-not-video")
    package static let resultBroken = Failure.Code("result-broken")
}
