// The daemon as an installation runs it: a user of its own, on a share where the files belong to others of its group.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(
    .serialized, .timeLimit(.minutes(5)),
    .enabled(if: geteuid() == 0, "NOT TESTED: a daemon of its own user needs root to start it"))
struct OwnUserTests {
    private static let daemon: uid_t = 54_320
    private static let editor: uid_t = 54_321
    private static let group: gid_t = 54_322

    /// A share of the group's, and a program that its user can reach.
    private struct Place {
        let share: CountedShare
        let programs: TemporaryFolder

        init() async throws {
            share = try await CountedShare()
            // Whoever runs the tests may keep their build where nobody else can look.
            programs = try TemporaryFolder(below: "/var/tmp")
            for program in ["longtake", "longtake-watch"] {
                try FileManager.default.copyItem(
                    atPath: ProgramUnderTest.folder + "/" + program, toPath: programs.appending(program))
            }
            let folders = [share.root, share.path("inbox"), share.path("outbox"), share.path("archive")]
            for folder in folders + [share.path("failed"), share.state] {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try own(folder, by: folder == share.state ? OwnUserTests.daemon : OwnUserTests.editor, mode: 0o2775)
            }
        }

        func own(_ path: String, by user: uid_t, mode: mode_t) throws {
            guard chown(path, user, OwnUserTests.group) == 0, chmod(path, mode) == 0 else {
                throw NotDone("give \(path) away")
            }
        }

        func run() -> ProgramUnderTest {
            let user = ["--reuid=\(OwnUserTests.daemon)", "--regid=\(OwnUserTests.group)", "--clear-groups"]
            // In place of the program it is given.
            let other = ["/bin/sh", "-c", "shift; exec '\(programs.appending("longtake"))' \"$@\"", "sh"]
            let quick = [
                "timing.settle": "200ms", "timing.settle_remote": "300ms", "timing.rescan": "500ms",
                "timing.reminder": "300ms",
            ]
            return share.daemon(quick, wrapper: ["setpriv"] + user + ["--no-new-privs", "--"] + other)
        }

        /// A clip and its prompt, as an editor's.
        func drop(_ stem: String, mode: mode_t) throws {
            let prompt = share.folder.appending("\(stem).prompt.txt")
            let clip = share.folder.appending("\(stem).mp4")
            try Data("brighten it".utf8).write(to: URL(fileURLWithPath: prompt))
            try Data(share.backend.clip).write(to: URL(fileURLWithPath: clip))
            try own(prompt, by: OwnUserTests.editor, mode: 0o664)
            try own(clip, by: OwnUserTests.editor, mode: mode)
            for path in [prompt, clip] {
                let name = path.split(separator: "/").last.map(String.init) ?? ""
                guard rename(path, share.path("inbox/\(name)")) == 0 else { throw NotDone("drop \(name)") }
            }
        }
    }

    @Test func `a daemon without rights delivers what others of its group drop`() async throws {
        let place = try await Place()
        let daemon = place.run()
        try await daemon.wrote("under watch")
        try place.drop("clip", mode: 0o664)
        try await place.share.waits(for: "outbox/clip.mp4", from: daemon)
        try await place.share.isWorkedOff(by: daemon)
        let files = try FileManager.default.attributesOfItem(atPath: place.share.path("outbox/clip.mp4"))
        #expect(files[.ownerAccountID] as? Int == Int(Self.daemon))
        #expect(files[.groupOwnerAccountID] as? Int == Int(Self.group))
        #expect((files[.posixPermissions] as? Int).map { $0 & 0o060 } == 0o060, "the group may take it away")
        let workshop = try FileManager.default.attributesOfItem(atPath: place.share.path(".longtake"))
        #expect(workshop[.ownerAccountID] as? Int == Int(Self.daemon))
        #expect((workshop[.posixPermissions] as? Int).map { $0 & 0o777 } == 0o700)
    }

    @Test func `what the daemon may not read gets a note, and is taken once it may`() async throws {
        let place = try await Place()
        let daemon = place.run()
        try await daemon.wrote("under watch")
        try place.drop("mine", mode: 0o600)
        let note = "inbox/mine - cannot be taken.txt"
        try await place.share.waits(for: note, from: daemon)
        #expect(place.share.text(of: note).contains("mine.mp4 may not be read"))
        try place.drop("clip", mode: 0o664)
        try await place.share.waits(for: "outbox/clip.mp4", from: daemon)
        #expect(place.share.exists("inbox/mine.mp4"))
        #expect(place.share.backend.acceptedMessages() == 1)

        try place.own(place.share.path("inbox/mine.mp4"), by: Self.editor, mode: 0o664)
        try await place.share.waits(for: "outbox/mine.mp4", from: daemon)
        try await place.share.isWorkedOff(by: daemon)
        #expect(place.share.names(in: "inbox").isEmpty)
    }
}
