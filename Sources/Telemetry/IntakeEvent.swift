// What the intake tells about files that are not jobs yet.

import JobModel

/// Something about a drop before its admission.
package enum IntakeEvent: Sendable {
    case scanned(folder: RelativePath, files: Int)
    /// A drop is not taken yet.
    case holding(RelativePath, reason: String)
    /// A drop could not be taken as found; it stays where it is and is looked at again.
    case notTaken(RelativePath, reason: String)
    /// A job whose claiming a crash interrupted was finished or put back.
    case recovered(JobID, wasFinished: Bool)
    /// A claimed folder without a job was given back through `failed/`.
    case orphanReturned(String)
}
