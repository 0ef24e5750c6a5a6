// What editors do to the share over SMB, with a client not written here, before a daemon that is a user of its own.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.needs(.smbd, .smbclient), .needsOwnMachine, .timeLimit(.minutes(5)))
struct SambaTests {
    @Test(arguments: [true, false])
    func `a clip and its prompt are delivered, whichever is put first`(clipFirst: Bool) async throws {
        let samba = try await SambaServer.common.value
        let stem = clipFirst ? "clip first" : "prompt first"
        let clip = samba.clip(stem)
        if clipFirst { try samba.put(clip, as: "inbox/\(stem).mp4") }
        try samba.put("brighten it", as: "inbox/\(stem).prompt.txt")
        if !clipFirst { try samba.put(clip, as: "inbox/\(stem).mp4") }
        try await samba.delivers(stem)
        #expect(samba.uploads(of: clip) == 1)
    }

    @Test(arguments: [
        "two  words", "Übergänge", "U\u{308}bergang", "🎬 Schnitt 🎞️", "日本語", "it's 100% new", "-dash",
        "a & b (2) [3] $HOME",
    ])
    func `a name of any kind comes and goes over the share`(stem: String) async throws {
        let samba = try await SambaServer.common.value
        let clip = samba.clip(stem)
        try samba.put(clip, as: "inbox/\(stem).mp4")
        try samba.put("brighten it", as: "inbox/\(stem).prompt.txt")
        try await samba.delivers(stem)
        #expect(samba.uploads(of: clip) == 1)
        let result = try samba.get("outbox/\(stem).mp4", by: .boris)
        #expect(result == FileManager.default.contents(atPath: samba.share.path("outbox/\(stem).mp4")))
        #expect(!result.isEmpty)
    }

    @Test func `a clip put over one that waits is the one that is taken`() async throws {
        let samba = try await SambaServer.common.value
        let (first, second) = (samba.clip("over, first"), samba.clip("over, second"))
        try samba.put(first, as: "inbox/over.mp4")
        try samba.put(second, as: "inbox/over.mp4", by: .boris)
        try samba.put("brighten it", as: "inbox/over.prompt.txt")
        try await samba.delivers("over")
        #expect(samba.uploads(of: first) == 0)
        #expect(samba.uploads(of: second) == 1)
        try await eventually("the original is archived", seen: { samba.share.tree }) {
            samba.share.whereabouts(of: second).contains { $0.hasPrefix("archive/") && $0.hasSuffix("/over.mp4") }
        }
    }

    @Test func `a clip that is renamed in the share is taken by its new name`() async throws {
        let samba = try await SambaServer.common.value
        let clip = samba.clip("renamed")
        try samba.put(clip, as: "inbox/rough.mp4")
        try samba.put("brighten it", as: "inbox/fine.prompt.txt")
        try samba.does("rename inbox/rough.mp4 inbox/fine.mp4", as: .boris)
        try await samba.delivers("fine")
        #expect(samba.uploads(of: clip) == 1)
        #expect(!samba.share.exists("inbox/rough.mp4"))
    }

    @Test func `a clip that is deleted before it is taken leaves no trace`() async throws {
        let samba = try await SambaServer.common.value
        let (first, second) = (samba.clip("deleted, first"), samba.clip("deleted, second"))
        try samba.put(first, as: "inbox/deleted.mp4")
        try samba.does("del inbox/deleted.mp4", as: .boris)
        try samba.put("brighten it", as: "inbox/deleted.prompt.txt")
        try await samba.deliversAnother(beside: "deleted")
        #expect(samba.share.exists("inbox/deleted.prompt.txt"))
        try samba.put(second, as: "inbox/deleted.mp4")
        try await samba.delivers("deleted")
        #expect(samba.uploads(of: first) == 0)
        #expect(samba.uploads(of: second) == 1)
    }

    @Test func `a failed job goes on when a colleague moves its files back`() async throws {
        let samba = try await SambaServer.common.value
        let clip = samba.clip("failed")
        samba.share.backend.faults.on(
            .message, .first(1), where: { $0.text?.contains("no such thing") == true }, .refuse(5001, "not now"))
        try samba.put(clip, as: "inbox/failing.mp4")
        try samba.put("add no such thing", as: "inbox/failing.prompt.txt")
        try await samba.share.waits(for: "failed/failing.log", from: samba.daemon)
        #expect(try samba.get("failed/failing.mp4", by: .boris) == clip)
        #expect(try samba.get("failed/failing.log", by: .boris).starts(with: Data("The video service".utf8)))

        for name in ["failing.mp4", "failing.prompt.txt"] {
            try samba.does("rename failed/\(name) inbox/\(name)", as: .boris)
        }
        try await samba.delivers("failing")
        #expect(samba.uploads(of: clip) == 1)
    }

    @Test func `without the capability of the unit a clip is taken once it has settled`() async throws {
        let samba = try await SambaServer(mayLease: false)
        let clip = samba.clip("settled")
        try samba.put(clip, as: "inbox/settled.mp4")
        try samba.put("brighten it", as: "inbox/settled.prompt.txt")
        try await samba.delivers("settled")
        #expect(samba.uploads(of: clip) == 1)
    }
}
