// Of the archive only what the daemon put there is removed, and only as it was put there.

import FileAccess
import Foundation
import JobModel
import Outbox
import Testing

@Suite struct ArchiveRemovalTests {
    private let date = "2026-11-22"

    private func archived(_ share: OutboxShare, folder: RelativePath = .root) throws -> [ArchivedFile] {
        try #require(try share.archive(try share.claimedJob(folder: folder))).files
    }

    private func removeAll(_ files: [ArchivedFile], in share: OutboxShare) throws -> [ShareOutbox.Removal] {
        try files.map { try share.outbox.remove($0) }
    }

    private func folders(_ share: OutboxShare) throws -> Set<String> {
        Set(try FileManager.default.subpathsOfDirectory(atPath: share.path + "/archive"))
    }

    @Test func `what was archived is removed, with the folders it leaves empty`() throws {
        let share = try OutboxShare()
        let files = try archived(share, folder: RelativePath(["spring"]))
        #expect(files.map(\.path.description) == ["\(date)/spring/clip.mp4", "\(date)/spring/clip.prompt.txt"])
        #expect(try share.outbox.remove(files[0]) == .removed)
        #expect(try folders(share) == [date, "\(date)/spring", "\(date)/spring/clip.prompt.txt"])
        #expect(try share.outbox.remove(files[1]) == .removed)
        #expect(try folders(share).isEmpty)
        #expect(try removeAll(files, in: share) == [.left, .left])
    }

    @Test func `what has got a number is found under it`() throws {
        let share = try OutboxShare(prepare: "mkdir -p archive/\(date); printf theirs > archive/\(date)/clip.mp4")
        let files = try archived(share)
        #expect(files.map(\.path.description) == ["\(date)/clip (2).mp4", "\(date)/clip (2).prompt.txt"])
        #expect(try removeAll(files, in: share) == [.removed, .removed])
        #expect(try share.tree("archive") == ["\(date)/clip.mp4": "theirs"])
    }

    /// What a person did with the clip since.
    private static let changes = [
        "mv $clip elsewhere.mp4", "printf longer >> $clip", "rm $clip; printf clip.mp4 > $clip",
        "mv $clip x; ln -s x $clip", "rm $clip; mkdir $clip", "touch -d 2020-01-01 $clip",
        "mv archive/2026-11-22 away; mkdir -p elsewhere; cp away/* elsewhere; ln -s ../elsewhere archive/2026-11-22",
    ]

    @Test(arguments: changes)
    func `what a person changed, moved or replaced stays`(change: String) throws {
        let share = try OutboxShare()
        let files = try archived(share)
        try share.sh("clip=archive/\(date)/clip.mp4; \(change)")
        let before = try share.tree(".").filter { !$0.key.contains("prompt") }
        let removal = Result { try share.outbox.remove(files[0]) }
        #expect((try? removal.get()) != .removed)
        #expect(try share.tree(".").filter { !$0.key.contains("prompt") } == before)
    }

    @Test func `what moved before a crash is noted if it is still what came`() throws {
        for (content, isNoted) in [("clip.mp4", true), ("something else", false)] {
            let share = try OutboxShare()
            let job = try share.claimedJob()
            try share.sh(
                """
                rm .longtake/claimed/job-1/files/clip.mp4
                mkdir -p archive/\(date); printf '\(content)' > archive/\(date)/clip.mp4
                """)
            let names = try #require(try share.archive(job)).files.compactMap(\.path.last?.description)
            #expect(names == (isNoted ? ["clip.mp4"] : []) + ["clip.prompt.txt"])
        }
    }
}
