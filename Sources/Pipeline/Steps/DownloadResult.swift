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
        let own = output.map { DownloadSource.output($0) }
        let attempts = [own, own, .fallback(render)].compactMap { $0 }
        var unfit: Failure?
        var passing: APIFailure?
        var startsOver = !isResuming
        for source in attempts {
            if startsOver { try file.setLength(0) }
            switch try await fetch(source, into: file) {
            case .fit(let facts):
                try folder.folder.sync()
                return .advance(.downloaded(step: step, render: render, facts: facts))
            case .unfit(let failure): (unfit, passing, startsOver) = (failure, nil, true)
            case .passing(let failure): (passing, startsOver) = (failure, false)
            case .end(let outcome): return outcome
            }
        }
        if let passing { return await outcome(of: passing) }
        var failure = unfit ?? .resultUnfit
        failure.remedy = Failure.resultUnfit.remedy
        return .fail(failure)
    }

    private enum Fetched {
        case fit(VideoFacts?)
        /// Thrown away: it is not what can be delivered.
        case unfit(Failure)
        /// The backend is unwell; what has come stays.
        case passing(APIFailure)
        case end(StepOutcome)
    }

    private func fetch(_ source: DownloadSource, into file: OpenFile) async throws -> Fetched {
        do throws(APIFailure) {
            _ = try await client.download(
                from: source, into: file.descriptor, offset: fileSize(file), cap: settings.maxResult,
                progress: progress { .downloading(received: $0, of: $1) })
        } catch {
            switch error.kind {
            case .cancelled: return .end(.stop)
            case .localFile(let errno?):
                return .end(outcome(of: FileError(errno.rawValue, "write", "\(ClaimedFolder.resultName)")))
            // Shorter than announced: a server that always is must not be asked for ever.
            case .unwell(.broken): return .unfit(Failure(error))
            default: return error.isPassing ? .passing(error) : .unfit(Failure(error))
            }
        }
        try file.sync()
        do {
            return .fit(VideoFacts(try await workshop.media.facts(of: file.descriptor)))
        } catch let failure as Failure {
            return .unfit(failure)
        } catch is CancellationError {
            return .end(.stop)
        }
    }

    private func fileSize(_ file: OpenFile) -> Int64 { (try? file.status().size) ?? 0 }
}

extension VideoFacts {
    /// - Returns: `nil` when the file does not tell its size or length.
    fileprivate init?(_ facts: MediaFacts) {
        guard let picture = facts.picture, let duration = facts.duration else { return nil }
        self.init(
            size: facts.bytes, milliseconds: duration.inMilliseconds, width: picture.width, height: picture.height)
    }
}

extension Failure {
    static let resultUnfit = Failure(
        Failure.Code("result-unfit"), "The result could not be downloaded.",
        remedy: "Move the files back to the inbox: it is downloaded again, and nothing is paid again.",
        isRetryable: true)
}
