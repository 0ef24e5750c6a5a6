// Reads the media once as a whole, so that they are known when somebody brings them again (FOLDER-CONTRACT 5).

import FileAccess
import JobModel

extension JobRun {
    /// Brings them to the disk as well, before the backend hears of anything.
    func identify() async throws -> StepOutcome {
        guard let folder = try claimedFolder() else { return .fail(.filesGone) }
        var digests: [String] = []
        for member in job.members {
            do throws(FileError) {
                let file = try folder.files.openFile(member.name)
                guard try file.status().size == member.size else { return .fail(.filesTorn) }
                if member.role == .media { digests.append(try file.digest()) }
                // Whoever copied it may not have: from here on it survives a power cut.
                try file.sync()
            } catch {
                guard error.isMissing else { throw error }
                return .fail(.filesGone)
            }
        }
        try folder.files.sync()
        return .advance(.identified(digests: digests))
    }
}

extension Failure {
    static let filesTorn = Failure(
        Failure.Code("files-torn"), "A file is not what was picked up: it was damaged, as by a power cut.",
        remedy: "Drop the clip and its prompt again.")
}
