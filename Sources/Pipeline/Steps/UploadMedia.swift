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
        let videos = try await call { () throws(APIFailure) in try await client.state(of: session).videoCount }
        if case .upload(index, let before?) = job.intent, videos > before { return .advance(.uploaded(member: index)) }
        do {
            let file = try openClaimed(member)
            try await intend(.upload(member: index, videosBefore: videos))
            return try await workshop.uploads.holding {
                try await send(file, member, index, to: session)
            }
        } catch let error as FileError {
            return error.isMissing ? .fail(.filesGone) : outcome(of: error)
        }
    }

    private func openClaimed(_ member: Member) throws -> OpenFile {
        guard let folder = try claimedFolder() else {
            throw FileError(Errno.noSuchFileOrDirectory.rawValue, "open", "\(member.name)")
        }
        return try folder.files.openFile(member.name)
    }

    private func send(
        _ file: OpenFile, _ member: Member, _ index: Int, to session: SessionID
    ) async throws -> StepOutcome {
        let begun = elapsed
        let upload = UploadFile(
            descriptor: file.descriptor, size: member.size, name: member.name,
            contentType: member.contentType ?? "application/octet-stream")
        let progress = progress { sent, _ in .uploading(member.name, sent: sent, of: member.size) }
        _ = try await call { () throws(APIFailure) in
            try await client.upload(upload, to: session, progress: { progress($0, nil) })
        }
        tell(.uploaded(member.name, size: member.size, took: elapsed - begun))
        return .advance(.uploaded(member: index))
    }
}

extension Failure {
    static let filesGone = Failure(
        Failure.Code("files-gone"), "The claimed files are gone from the service's own folder.",
        remedy: "Drop the clip and its prompt again.")
}
