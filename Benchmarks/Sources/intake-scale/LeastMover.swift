// The limit: the least that takes a pair so that neither a crash nor a power cut loses or doubles it.

import Foundation
import Measuring

/// Takes the pairs of a folder one by one. It looks at nothing and writes no log for anybody.
struct LeastMover {
    let inbox: String
    private let claimed: String
    private let log: Descriptor

    /// Pages of the commit that admits a job, counted by strace; the one that confirms its claim is taken to be as large.
    private static let pagesOfCommit = 8
    private static let page = 4096
    /// SQLite starts again at the beginning of its log after so many pages.
    private static let pagesOfLog = 1000

    /// - Parameter folder: a folder to make.
    init(in folder: String) throws {
        inbox = "\(folder)/inbox"
        claimed = "\(folder)/claimed"
        for path in [folder, inbox, claimed] { try makeFolder(path) }
        log = try Descriptor.opening("\(folder)/log", O_WRONLY | O_CREAT)
    }

    func moveAll() throws {
        let source = try Descriptor.opening(inbox, O_RDONLY | O_DIRECTORY)
        let target = try Descriptor.opening(claimed, O_RDONLY | O_DIRECTORY)
        let clips = try FileManager.default.contentsOfDirectory(atPath: inbox).filter { $0.hasSuffix(".mp4") }.sorted()
        for (number, clip) in clips.enumerated() {
            try commit(2 * number)
            let job = "\(claimed)/\(number)"
            try makeFolder(job)
            try target.sync()
            try makeFolder("\(job)/files")
            let manifest = try Descriptor.opening("\(job)/manifest", O_WRONLY | O_CREAT)
            try manifest.write(Array(clip.utf8))
            let prompt = clip.dropLast(4) + ".prompt.txt"
            for name in [clip, String(prompt)] {
                try system("take \(name)") { rename("\(inbox)/\(name)", "\(job)/files/\(name)") }
            }
            try manifest.sync()
            for folder in ["\(job)/files", job] { try Descriptor.opening(folder, O_RDONLY | O_DIRECTORY).sync() }
            try source.sync()
            try commit(2 * number + 1)
        }
    }

    private func commit(_ number: Int) throws {
        let slot = number % (Self.pagesOfLog / Self.pagesOfCommit) * Self.pagesOfCommit
        let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: Self.page)
        for page in slot..<slot + Self.pagesOfCommit {
            try system("write") { pwrite(log.number, bytes, Self.page, off_t(page * Self.page)) }
        }
        try system("sync") { fdatasync(log.number) }
    }
}

extension Descriptor {
    fileprivate func sync() throws { try system("sync") { fsync(number) } }
}
