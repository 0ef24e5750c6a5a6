// One clip into the session. Uploading is free, so a lost answer costs at most a second upload (PROTOCOL 10).

import FileAccess
import JobModel
import NemoAPI
import SystemPackage
import Telemetry
import Timing

extension JobRun {
    func upload(member index: Int) async throws -> StepOutcome {
        guard let session = job.session, job.media.indices.contains(index) else { return .fail(.sessionMissing) }
        let member = job.media[index]
        do {
            let file = try openClaimed(member)
            guard try file.status().size == member.size else { return .fail(.filesTorn) }
            var attempt = 0
            while true {
                if try await hasArrived(member: index, in: session) { return .advance(.uploaded(member: index)) }
                let answer = try await workshop.uploads.holding {
                    if let link = member.link {
                        try await send(link, member, to: session)
                    } else {
                        try await send(file, member, to: session)
                    }
                }
                guard case .failure(let failure) = answer else { return .advance(.uploaded(member: index)) }
                if let link = member.link, let refusal = Failure(failure, of: link) { return .fail(refusal) }
                attempt += 1
                guard failure.isPassing, attempt <= Self.quickRetries, !Task.isCancelled else {
                    return try await outcome(of: failure)
                }
            }
        } catch let error as FileError {
            return error.isMissing ? .fail(.filesGone) : outcome(of: error)
        }
    }

    /// Whether an upload whose answer was lost has arrived: the session then holds more media than before. The first
    /// time nothing was sent yet, and the number is noted.
    private func hasArrived(member index: Int, in session: SessionID) async throws -> Bool {
        let videos = try await call(.state) { () throws(APIFailure) in try await client.state(of: session).videoCount }
        if case .upload(index, let before?) = job.intent { return videos > before }
        try await intend(.upload(member: index, videosBefore: videos))
        return false
    }

    private func openClaimed(_ member: Member) throws -> OpenFile {
        guard let folder = try claimedFolder() else {
            throw FileError(Errno.noSuchFileOrDirectory.rawValue, "open", "\(member.name)")
        }
        return try folder.files.openFile(member.name)
    }

    private func send(
        _ file: OpenFile, _ member: Member, to session: SessionID
    ) async throws -> Result<Void, APIFailure> {
        let begun = elapsed
        let upload = UploadFile(
            descriptor: file.descriptor, size: member.size, name: member.name,
            contentType: member.contentType ?? "application/octet-stream")
        let progress = progress { sent, _ in .uploading(member.name, sent: sent, of: member.size) }
        let tellQuarter = uploadNews(of: member)
        let answer = try await attempted(.upload) { () throws(APIFailure) in
            _ = try await client.upload(
                upload, to: session,
                progress: {
                    progress($0, nil)
                    tellQuarter($0)
                })
        }
        if case .success = answer { tell(.uploaded(member.name, size: member.size, took: elapsed - begun)) }
        return answer
    }

    /// Has the backend fetch what a shortcut names. How large that is, nobody here knows.
    private func send(
        _ link: String, _ member: Member, to session: SessionID
    ) async throws -> Result<Void, APIFailure> {
        let answer = try await attempted(.upload) { () throws(APIFailure) in
            _ = try await client.uploadByURL(link, to: session)
        }
        if case .success = answer { tell(.uploadedByAddress(member.name, host: link.hostOfAddress)) }
        return answer
    }
}

extension String {
    /// The host of a web address, with its port: what may be told of it, since its query may hold a secret.
    fileprivate var hostOfAddress: String {
        let rest = firstRange(of: "://").map { self[$0.upperBound...] } ?? self[...]
        return String(rest.prefix { !"/?#".contains($0) })
    }
}

extension Failure {
    /// What a shortcut names cannot be had. The session was there a moment ago, so what was not found is the video.
    /// - Returns: `nil` for a failure that says nothing about the address.
    fileprivate init?(_ failure: APIFailure, of link: String) {
        switch failure.kind {
        case .unsupportedFile, .fileTooLarge, .notFound, .refused: break
        default: return nil
        }
        let isTooLarge = failure.kind == .fileTooLarge
        self.init(
            Failure.Code("link-refused"),
            isTooLarge
                ? "The video at \(link.hostOfAddress) is too large for the video service."
                : "The video service could not take the video at \(link.hostOfAddress).",
            remedy: isTooLarge
                ? "Download it, compress or trim it (500 MB at most), and drop the file in place of the shortcut."
                : """
                The shortcut must lead straight to a video file that opens without a login. Or download the video and \
                drop the file in place of the shortcut.
                """,
            cause: failure.description.replacing(link, with: link.hostOfAddress))
    }
}

extension Failure {
    static let filesGone = Failure(
        Failure.Code("files-gone"), "The claimed files are gone from the service's own folder.",
        remedy: "Drop the clip and its prompt again.")
}
