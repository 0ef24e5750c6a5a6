// Drops made by the programs that servers and NAS systems copy with: whole ones are taken, broken-off ones are not, and
// those that are resumed are.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

/// A program that copies one file into the inbox.
enum Copier: String, CaseIterable, CustomTestStringConvertible {
    case rsync = "rsync"
    case rsyncArchive = "rsync -a"
    case rsyncInPlace = "rsync --inplace"
    case rsyncPreallocated = "rsync --preallocate --inplace"
    case scp = "scp"
    case cp = "cp"

    var testDescription: String { rawValue }

    var command: String { self == .scp ? "scp -q -D /usr/lib/openssh/sftp-server" : rawValue }

    /// A target as the program names it.
    func target(_ path: String) -> String { self == .scp ? "'host:\(path)'" : "'\(path)'" }

    /// How to run it so slowly that it can be broken off, where it can be: it leaves what it has under the final name.
    var slowCommand: String? {
        switch self {
        case .rsync, .rsyncArchive: rawValue + " --partial --bwlimit=64"
        case .rsyncInPlace, .rsyncPreallocated: rawValue + " --bwlimit=64"
        case .scp: command + " -l 512"
        case .cp: nil
        }
    }
}

@Suite(.timeLimit(.minutes(5)), .needs(.rsync, .scp))
struct CopyTests {
    @Test(arguments: Copier.allCases)
    func `a clip that is copied is delivered`(_ copier: Copier) async throws {
        let share = try await CountedShare()
        let daemon = try await share.watchingDaemon()
        try share.drop(prompt: "brighten it", as: "clip.prompt.txt")
        let clip = try await share.smallClip()
        let target = copier.target(share.path("inbox/clip.mp4"))
        try ChildShell.run("\(copier.command) '\(clip)' \(target)", in: share.folder.path)
        try await share.isTaken(whole: share.backend.clip, by: daemon)
    }

    @Test(arguments: Copier.allCases.filter { $0.slowCommand != nil })
    func `a copy that is broken off is not taken until it is resumed`(_ copier: Copier) async throws {
        let share = try await CountedShare()
        let daemon = try await share.watchingDaemon()
        try share.drop(prompt: "brighten it", as: "clip.prompt.txt")
        let target = copier.target(share.path("inbox/clip.mp4"))
        let command = "\(copier.slowCommand ?? "") '\(SampleClip.bigBuckBunny)' \(target)"
        let slow = try ChildShell("echo ready; exec 2>/dev/null \(command)", in: share.folder.path)
        try await eventually("the copy has begun", seen: { share.account(of: daemon) }) { share.hasBegun }
        slow.kill()
        try await eventually("what was copied has its final name", seen: { share.account(of: daemon) }) {
            share.exists("inbox/clip.mp4")
        }
        try await share.isPassedOver(because: " is incomplete: ", by: daemon)

        try ChildShell.run("\(copier.command) '\(SampleClip.bigBuckBunny)' \(target)", in: share.folder.path)
        let content = [UInt8](try Data(contentsOf: URL(filePath: SampleClip.bigBuckBunny)))
        try await share.isTaken(whole: content, by: daemon)
    }

    @Test(arguments: ["cp -r", "mv"], [true, false])
    func `a whole tree that is brought is delivered`(_ command: String, isFromElsewhere: Bool) async throws {
        guard !isFromElsewhere || ScratchVolume.isAvailable else {
            return print("SKIPPING a tree from another filesystem: none can be mounted here")
        }
        let share = try await CountedShare()
        let shelf = try TemporaryFolder()
        let volume = isFromElsewhere ? try ScratchVolume(.memory, megabytes: 8, over: shelf.path, in: shelf) : nil
        defer { withExtendedLifetime(volume) {} }
        for folder in ["spring", "spring/day two", "spring/day two/evening"] {
            try FileManager.default.createDirectory(
                atPath: shelf.appending(folder), withIntermediateDirectories: true)
            try Data(share.backend.clip).write(to: URL(filePath: shelf.appending(folder + "/clip.mp4")))
            try Data("brighten \(folder)".utf8).write(to: URL(filePath: shelf.appending(folder + "/clip.prompt.txt")))
        }
        let daemon = try await share.watchingDaemon()
        try ChildShell.run("\(command) '\(shelf.appending("spring"))' '\(share.path("inbox"))/'", in: shelf.path)
        for folder in ["spring", "spring/day two", "spring/day two/evening"] {
            try await share.waits(for: "outbox/\(folder)/clip.mp4", from: daemon)
        }
        try await share.isWorkedOff(by: daemon)
        let sent = Checksum(of: share.backend.clip)
        #expect(share.uploads(of: "clip.mp4").map(\.checksum) == [sent, sent, sent])
        #expect(share.whereabouts(of: Data(share.backend.clip)).filter { $0.hasPrefix("archive/") }.count == 3)
    }
}

extension ScratchShare<CountingServer> {
    /// Whether a part of the clip has reached the inbox, under whichever name.
    fileprivate var hasBegun: Bool {
        names(in: "inbox").contains { name in
            guard name.contains("clip.mp4") else { return false }
            let facts = try? FileManager.default.attributesOfItem(atPath: path("inbox/\(name)"))
            return (facts?[.size] as? Int ?? 0) > 0
        }
    }
}
