// The note in a claimed folder of where its files came from, for the day the ledger is lost.

import FileAccess
import Foundation
import JobModel
import Outbox

/// `manifest.json`. Files find their way back to people by it; nothing is sent on the strength of it.
package struct ClaimManifest: Hashable, Sendable, Codable {
    package let job: JobID
    package let origin: Origin
    package let files: [FileName]
    package let admitted: Timestamp
    /// The take whose names the job's log carries.
    package let take: Int?

    package init(_ job: Job) {
        self.job = job.id
        origin = job.origin
        files = job.takenMembers.map(\.name)
        admitted = job.admitted
        take = job.take
    }

    /// Bytes. A group of files whose names take more is unheard of.
    private static let limit = 1 << 20

    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    /// - Returns: `nil` when the folder has no readable manifest.
    package static func read(from folder: ClaimedFolder) -> ClaimManifest? {
        guard let bytes = try? folder.folder.contents(of: ClaimedFolder.manifestName, limit: limit),
            let manifest = try? JSONDecoder().decode(ClaimManifest.self, from: Data(bytes)), manifest.isPossible
        else { return nil }
        return manifest
    }

    /// Whether there can be such files. A damaged manifest must not lead their files to where no folder can be made.
    private var isPossible: Bool {
        let names = files + origin.folder.names + [origin.stem]
        return names.allSatisfy { $0.bytes.count <= FileName.limit } && origin.folder.bytes.count < Self.longestPath
    }

    /// In bytes; what Linux takes for a path (PATH_MAX).
    private static let longestPath = 4096
}
