// Copies as Macs make them: with metadata in streams or in files of their own, and names that Windows forbids.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.needs(.smbd, .smbclient, .python3), .needsOwnMachine, .needsDesktopClient, .timeLimit(.minutes(5)))
struct SambaFinderTests {
    @Test func `a copy with all that Finder adds to it is taken as the clip it is`() async throws {
        let samba = try await SambaServer.common.value
        let finder = try await samba.desktop()
        let clip = samba.clip("finder")
        let source = try samba.local(clip)
        #expect(try finder("greet_as_mac") as? Bool == true)
        try samba.put("brighten it", as: "inbox/finder.prompt.txt")

        try finder("create", "clip", "inbox/finder.mp4", "FILE_CREATE", "BATCH")
        try finder("write", "clip", source, 0, clip.count)
        try finder("create", "info", "inbox/finder.mp4:AFP_AfpInfo", "FILE_OPEN_IF")
        try finder("write_finder_info", "info")
        try finder("close", "info")
        // More than the extended attributes of ext4 hold.
        try finder("create", "icon", "inbox/finder.mp4:AFP_Resource", "FILE_OPEN_IF")
        try finder("write", "icon", source, 0, 20_000)
        try finder("close", "icon")
        try finder("create", "origin", "inbox/finder.mp4:com.apple.quarantine", "FILE_OPEN_IF")
        try finder("write_text", "origin", "0081;5f3b1c2d;Safari;")
        try finder("close", "origin")
        try await samba.deliversAnother(beside: "finder")
        #expect(samba.share.exists("inbox/finder.mp4"))
        try finder("times", "clip")
        try finder("close", "clip")

        try await samba.delivers("finder")
        #expect(samba.share.backend.tally.uploads.filter { $0.name == "finder.mp4" }.count == 1)
        #expect(samba.uploads(of: clip) == 1)
    }

    @Test func `the files that Macs leave beside clips are left alone`() async throws {
        let samba = try await SambaServer.common.value
        let finder = try await samba.desktop()
        try finder("greet_as_mac")
        let clip = samba.clip("card")
        let source = try samba.local(clip)
        for name in ["._card.mp4", "._card.prompt.txt", ".DS_Store"] {
            try finder("create", name, "inbox/\(name)", "FILE_CREATE")
            try finder("write", name, source, 0, 4096)
            try finder("close", name)
        }
        try finder("create", "clip", "inbox/card.mp4", "FILE_CREATE")
        try finder("write", "clip", source, 0, clip.count)
        try finder("close", "clip")
        try samba.put("brighten it", as: "inbox/card.prompt.txt")

        try await samba.delivers("card")
        #expect(samba.uploads(of: clip) == 1)
        for name in ["._card.mp4", "._card.prompt.txt", ".DS_Store"] { #expect(samba.share.exists("inbox/\(name)")) }
        let told = ["outbox", "failed"].flatMap { samba.share.names(in: $0) }
        #expect(!told.contains { $0.hasPrefix(".") })
    }

    @Test func `a name that Windows forbids is the same to a Mac and on the disk`() async throws {
        let samba = try await SambaServer.common.value
        let finder = try await samba.desktop()
        try finder("greet_as_mac")
        // Macs send `:` and `?` as characters of private use.
        let (sent, kept) = ("9\u{F022}41 take\u{F025}", "9:41 take?")
        let clip = samba.clip("forbidden")
        try finder("create", "clip", "inbox/\(sent).mp4", "FILE_CREATE")
        try finder("write", "clip", try samba.local(clip), 0, clip.count)
        try finder("close", "clip")
        try finder("create", "prompt", "inbox/\(sent).prompt.txt", "FILE_CREATE")
        try finder("write_text", "prompt", "brighten it")
        try finder("close", "prompt")

        try await samba.delivers(kept)
        #expect(samba.uploads(of: clip) == 1)
        try finder("create", "log", "outbox/\(sent).log", "FILE_OPEN")
        let log = try finder("read", "log") as? String
        #expect(log?.contains("Picked up") == true, "\(log ?? "")")
    }
}
