// The note in a claimed folder of where its files came from, for the day the ledger is lost.

import FileAccess
import Foundation
import JobModel

/// `manifest.json`. Files find their way back to people by it; nothing is sent on the strength of it.
package struct ClaimManifest: Hashable, Sendable, Codable {
    package let job: JobID
    package let origin: Origin
    package let files: [FileName]
    package let admitted: Timestamp

    package init(_ job: Job) {
        self.job = job.id
        origin = job.origin
        files = job.members.map(\.name)
        admitted = job.admitted
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
        guard let bytes = try? folder.folder.contents(of: ClaimedFolder.manifestName, limit: limit) else { return nil }
        return try? JSONDecoder().decode(ClaimManifest.self, from: Data(bytes))
    }
}
