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
                    try await send(file, member, to: session)
                }
                guard case .failure(let failure) = answer else { return .advance(.uploaded(member: index)) }
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
        let answer = try await attempted(.upload) { () throws(APIFailure) in
            _ = try await client.upload(upload, to: session, progress: { progress($0, nil) })
        }
        if case .success = answer { tell(.uploaded(member.name, size: member.size, took: elapsed - begun)) }
        return answer
    }
}

extension Failure {
    static let filesGone = Failure(
        Failure.Code("files-gone"), "The claimed files are gone from the service's own folder.",
        remedy: "Drop the clip and its prompt again.")
}
