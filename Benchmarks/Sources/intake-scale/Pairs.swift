// Thousands of drops, and whether each of them was taken once.

import Foundation
import Measuring

/// Clips and prompts `clip00001` to the last, all of the same content.
struct Pairs {
    let count: Int
    let clip: [UInt8]

    private var stems: [String] {
        (1...count).map { number in
            let digits = String(number)
            return "clip" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        }
    }

    /// Writes them as a copying program does.
    func lay(in folder: String) throws {
        for stem in stems {
            try drop(stem, clip: clip, in: folder)
        }
    }

    /// Waits until nothing of them is in the inbox.
    func haveLeft(_ daemon: Daemon, within limit: Duration) async throws {
        try await daemon.waits(for: "all \(count) pairs are taken", within: limit) {
            // A listing of ten thousand names holds up whoever renames there: the fewer, the better.
            usleep(200_000)
            return try FileManager.default.contentsOfDirectory(atPath: "\(daemon.root)/inbox").isEmpty
        }
    }

    /// How many of them are not exactly once, and whole, in the daemon's own folder and in its ledger.
    func astray(of daemon: Daemon) async throws -> Int {
        var astray = Set(stems)
        var others = 0
        let claimed = "\(daemon.root)/.longtake/claimed"
        for job in try FileManager.default.contentsOfDirectory(atPath: claimed) {
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(claimed)/\(job)/files").sorted()
            let stem = files.first.map { String($0.prefix { $0 != "." }) } ?? ""
            if files != ["\(stem).mp4", "\(stem).prompt.txt"] || astray.remove(stem) == nil { others += 1 }
        }
        return max(astray.count + others, try jobsAstray(of: daemon))
    }

    private func jobsAstray(of daemon: Daemon) throws -> Int {
        struct Listed: Decodable { let clip: String }
        let answer = try daemon.answer(to: ["jobs", "list", "--json", "--limit", "\(2 * count + 100)"])
        let listed = try JSONDecoder().decode([Listed].self, from: answer).map(\.clip)
        let wanted = Set(stems)
        return wanted.subtracting(listed).count + listed.count - wanted.intersection(listed).count
    }
}

/// Drops a clip and then its prompt.
/// - Returns: the moment just before the close of the prompt.
@discardableResult
func drop(_ stem: String, clip: [UInt8], in folder: String) throws -> Moment {
    _ = try copy(clip, to: "\(folder)/\(stem).mp4")
    return try copy(Array("Brighten \(stem).\n".utf8), to: "\(folder)/\(stem).prompt.txt")
}
