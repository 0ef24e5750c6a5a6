// The result comes into the claimed folder and is proved to be a video before anybody sees it.

import FileAccess
import JobModel
import Media
import NemoAPI
import SystemPackage
import Telemetry

extension JobRun {
    /// Tried from the render's own address, resuming what is there, then whole, then whole from the fallback address
    /// (PROTOCOL 10). While the backend is unwell or the disk is full, that is waited for.
    func download(_ render: RenderID, from output: String?, step: Int) async throws -> StepOutcome {
        guard let folder = try claimedFolder() else { return .fail(.filesGone) }
        let isResuming = job.intent == .download(step: step, render: render)
        if !isResuming {
            try folder.folder.remove(ClaimedFolder.resultName)
            try await intend(.download(step: step, render: render))
        }
        let file = try folder.folder.openOrCreateFile(ClaimedFolder.resultName, mode: 0o600)
        // Whatever comes first is fetched once more, whole.
        let sources: [DownloadSource] =
            (output.map { [.output($0), .output($0)] } ?? [.fallback(render)]) + [.fallback(render)]
        var unfit: Failure?
        var passing: APIFailure?
        for source in sources {
            if unfit != nil { try file.setLength(0) }
            switch try await fetch(source, into: file) {
            case .fit(let facts):
                try folder.folder.sync()
                return .advance(.downloaded(step: step, render: render, facts: facts))
            case .unfit(let failure): (unfit, passing) = (failure, nil)
            case .passing(let failure): passing = failure
            case .end(let outcome): return outcome
            }
        }
        if let passing { return try await outcome(of: passing) }
        // It goes with the token under which it was asked for (PROTOCOL 4).
        let status = try await attempted(.renderStatus) { () throws(APIFailure) in
            try await client.renderStatus(render)
        }
        if case .failure(let failure) = status {
            if failure.kind == .notFound { return renderLost(render, step: step) }
            if failure.isPassing || failure.kind == .tokenRefused { return try await outcome(of: failure) }
        }
        var failure = unfit ?? .resultUnfit
        failure.remedy = Failure.resultUnfit.remedy
        return .fail(failure)
    }

    private enum Fetched {
        case fit(VideoFacts?)
        /// To be thrown away: it is not what can be delivered.
        case unfit(Failure)
        /// The backend is unwell; what has come stays.
        case passing(APIFailure)
        case end(StepOutcome)
    }

    /// Fetches a file to its end, going on where a connection breaks as long as each brings something.
    private func fetch(_ source: DownloadSource, into file: OpenFile) async throws -> Fetched {
        var attempt = 0
        while true {
            let before = fileSize(file)
            let answer = try await attempted(source.call) { () throws(APIFailure) in
                try await client.download(
                    from: source, into: file.descriptor, offset: before, cap: settings.maxResult,
                    progress: progress { .downloading(received: $0, of: $1) })
            }
            guard case .failure(let failure) = answer else { return try await checked(file) }
            switch failure.kind {
            case .cancelled: return .end(.stop)
            case .localFile(let errno?):
                return .end(outcome(of: FileError(errno.rawValue, "write", "\(ClaimedFolder.resultName)")))
            case .unwell(.broken) where fileSize(file) > before && attempt < Self.breaksBorne: attempt += 1
            case .tokenRefused, .tokenReplaced, .credentialsUnusable, .clientIDMissing:
                return .end(try await outcome(of: failure))
            // Shorter than announced: a server that always is must not be asked for ever.
            case .unwell(.broken) where fileSize(file) > 0: return .unfit(Failure(failure))
            // A page or JSON with a good status is an answer, and no video (PROTOCOL 10).
            case _ where failure.isPassing && !(200...299).contains(failure.status ?? 0): return .passing(failure)
            default: return .unfit(Failure(failure))
            }
        }
    }

    /// How often a broken download goes on where it was.
    private static let breaksBorne = 50

    private func checked(_ file: OpenFile) async throws -> Fetched {
        try file.sync()
        do {
            let facts = try await workshop.media.facts(of: file.descriptor)
            return .fit(VideoFacts(facts, digest: try file.digest()))
        } catch let failure as Failure {
            return .unfit(failure)
        } catch is CancellationError {
            return .end(.stop)
        }
    }

    private func fileSize(_ file: OpenFile) -> Int64 { (try? file.status().size) ?? 0 }
}

extension DownloadSource {
    fileprivate var call: APICall {
        switch self {
        case .output: .downloadOutput
        case .fallback: .downloadFallback
        }
    }
}

extension VideoFacts {
    /// - Returns: `nil` when the file does not tell its size or length.
    fileprivate init?(_ facts: MediaFacts, digest: String) {
        guard let picture = facts.picture, let duration = facts.duration else { return nil }
        self.init(
            size: facts.bytes, milliseconds: duration.inMilliseconds, width: picture.width, height: picture.height,
            digest: digest)
    }
}

extension Failure {
    static let resultUnfit = Failure(
        Failure.Code("result-unfit"), "The result could not be downloaded.",
        remedy: "Move the files back to the inbox: it is downloaded again, and nothing is paid again.",
        isRetryable: true)
}
