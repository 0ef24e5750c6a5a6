// Copies as Windows makes them: the size announced first, handles that stay open, connections that break off.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.needs(.smbd, .smbclient, .python3), .needsOwnMachine, .needsDesktopClient, .timeLimit(.minutes(5)))
struct SambaExplorerTests {
    @Test func `a copy whose size is announced first is taken when it is closed`() async throws {
        let samba = try await SambaServer.common.value
        let explorer = try await samba.desktop()
        let clip = try samba.streamedClip("announced")
        let source = try samba.local(clip)
        try samba.put("brighten it", as: "inbox/announced.prompt.txt")

        try explorer("create", "clip", "inbox/announced.mp4", "FILE_CREATE", "BATCH")
        try explorer("size", "clip", clip.count)
        try explorer("write", "clip", source, 0, clip.count / 2)
        try await samba.deliversAnother(beside: "announced")
        #expect(samba.share.exists("inbox/announced.mp4"))
        try explorer("write", "clip", source, clip.count / 2, clip.count)
        try explorer("times", "clip")
        try explorer("close", "clip")

        try await samba.delivers("announced")
        #expect(samba.share.backend.tally.uploads.filter { $0.name == "announced.mp4" }.count == 1)
        #expect(samba.uploads(of: clip) == 1)
    }

    @Test func `a clip that is whole is not taken while a second handle may write`() async throws {
        let samba = try await SambaServer.common.value
        let explorer = try await samba.desktop()
        let clip = samba.clip("two handles")
        let all = clip + SambaServer.freeBox("by the second")
        let source = try samba.local(all)
        try samba.put("brighten it", as: "inbox/handles.prompt.txt")

        try explorer("create", "first", "inbox/handles.mp4", "FILE_CREATE")
        try explorer("create", "second", "inbox/handles.mp4", "FILE_OPEN")
        try explorer("write", "first", source, 0, clip.count)
        try explorer("close", "first")
        try await samba.deliversAnother(beside: "handles")
        #expect(samba.share.exists("inbox/handles.mp4"))
        try explorer("write", "second", source, clip.count, all.count)
        try explorer("close", "second")

        try await samba.delivers("handles")
        #expect(samba.uploads(of: clip) == 0)
        #expect(samba.uploads(of: all) == 1)
    }

    @Test func `a clip that gets its name while it is written is taken when it is closed`() async throws {
        let samba = try await SambaServer.common.value
        let explorer = try await samba.desktop()
        let clip = samba.clip("open and renamed")
        let all = clip + SambaServer.freeBox("after the rename")
        let source = try samba.local(all)
        try samba.put("brighten it", as: "inbox/moved.prompt.txt")

        try explorer("create", "clip", "inbox/moved.mp4.part", "FILE_CREATE")
        try explorer("write", "clip", source, 0, clip.count)
        try explorer("rename", "clip", "inbox/moved.mp4")
        try await samba.deliversAnother(beside: "moved")
        #expect(samba.share.exists("inbox/moved.mp4"))
        try explorer("write", "clip", source, clip.count, all.count)
        try explorer("close", "clip")

        try await samba.delivers("moved")
        #expect(samba.uploads(of: clip) == 0)
        #expect(samba.uploads(of: all) == 1)
    }

    /// How a copy stands when the client's connection breaks.
    enum Broken: String, CaseIterable {
        /// At full size, what is missing a hole.
        case announced
        /// At full size, what is missing written as zeros.
        case zeroed
        /// As long as what has come.
        case short
    }

    @Test(arguments: Broken.allCases, [true, false])
    func `a copy that breaks off is not taken until it is made again`(broken: Broken, streamed: Bool) async throws {
        let samba = try await SambaServer.common.value
        let explorer = try await samba.desktop()
        let stem = "broken, \(broken), \(streamed)"
        let clip = try streamed ? samba.streamedClip(stem) : samba.clip(stem)
        let source = try samba.local(clip)
        try samba.put("brighten it", as: "inbox/\(stem).prompt.txt")

        try explorer("create", "clip", "inbox/\(stem).mp4", "FILE_CREATE", "BATCH")
        switch broken {
        case .announced: try explorer("size", "clip", clip.count)
        case .zeroed: try explorer("write_zeros", "clip", clip.count)
        case .short: break
        }
        try explorer("write", "clip", source, 0, clip.count / 4)
        try explorer("reset")
        try await samba.isLetGo("inbox/\(stem).mp4")
        try await samba.deliversAnother(beside: stem)
        #expect(samba.share.exists("inbox/\(stem).mp4"))

        try samba.put(clip, as: "inbox/\(stem).mp4")
        try await samba.delivers(stem)
        #expect(samba.share.backend.tally.uploads.filter { $0.name == "\(stem).mp4" }.count == 1)
        #expect(samba.uploads(of: clip) == 1)
    }

    /// What a client may make of a file's access rights: a Mac's UNIX mode 0600 (as an NFS entry), or one user alone.
    @Test(arguments: ["S-1-5-88-3-384", "S-1-22-1-0"])
    func `no client can keep the service out of its clip`(identifier: String) async throws {
        let samba = try await SambaServer.common.value
        let client = try await samba.desktop()
        let stem = "private \(identifier)"
        let clip = samba.clip(stem)
        try client("greet_as_mac")
        try samba.put(clip, as: "inbox/\(stem).mp4")
        try client("allow_only", "inbox/\(stem).mp4", identifier)
        #expect(try samba.rights(of: "inbox/\(stem).mp4").mode == 0o664)
        try samba.put("brighten it", as: "inbox/\(stem).prompt.txt")
        try await samba.delivers(stem)
        #expect(samba.uploads(of: clip) == 1)
    }
}
