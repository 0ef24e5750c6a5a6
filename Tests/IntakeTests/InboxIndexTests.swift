// What is known to be in the inbox, after events that change single entries and scans that set folders right.

import FileAccess
import Inspection
import Intake
import JobModel
import Testing

@Suite struct InboxIndexTests {
    private var index = InboxIndex()

    private func path(_ text: String) -> RelativePath { RelativePath(text) ?? .root }

    private func group(_ stem: FileName, in folder: String = "") -> InboxIndex.Group {
        InboxIndex.Group(folder: path(folder), key: StemKey(stem))
    }

    @discardableResult
    private mutating func see(_ name: String, _ fingerprint: FileFingerprint = .sample()) -> InboxIndex.Group? {
        index.see(path(name), fingerprint, isClosed: false, at: .zero)
    }

    @Test mutating func `files of one folder and stem are a group`() {
        #expect(see("spring/Clip.mp4") == group("clip", in: "spring"))
        #expect(see("spring/clip.prompt.txt") == group("clip", in: "spring"))
        see("clip.mp4")
        see("spring/other.mp4")
        #expect(Set(index[group("CLIP", in: "spring")].keys) == ["Clip.mp4", "clip.prompt.txt"])
        #expect(Set(index[group("clip")].keys) == ["clip.mp4"])
        #expect(index[group("clip", in: "summer")].isEmpty)
    }

    @Test mutating func `a name no drop could have is not kept`() {
        #expect(see("notes.txt") == nil)
        #expect(see("") == nil)
        #expect(index[group("notes")].isEmpty)
    }

    @Test mutating func `a report is kept for the condition it was made in`() {
        see("clip.mp4")
        let report = FileReport(finding: .notYet("is empty"), isFreeOfWriters: true)
        index.keep(report, of: "clip.mp4", in: group("clip"), for: .sample(size: 5))
        #expect(index[group("clip")]["clip.mp4"]?.report == nil)
        index.keep(report, of: "clip.mp4", in: group("clip"), for: .sample())
        #expect(index[group("clip")]["clip.mp4"]?.report == report)
        index.keep(report, of: "other.mp4", in: group("other"), for: .sample())
        #expect(index[group("other")].isEmpty)
    }

    @Test mutating func `a file is forgotten alone`() {
        for name in ["clip.mp4", "clip.prompt.txt", "clip.mp4.prompt.txt"] { see(name) }
        index.forget(path("clip.mp4"))
        #expect(Set(index[group("clip")].keys) == ["clip.prompt.txt", "clip.mp4.prompt.txt"])
    }

    @Test mutating func `a folder is forgotten with all below it`() {
        for name in ["a/clip.mp4", "a/b/clip.mp4", "ab/clip.mp4", "clip.mp4"] { see(name) }
        index.forget(path("a"))
        #expect(index[group("clip", in: "a")].isEmpty)
        #expect(index[group("clip", in: "a/b")].isEmpty)
        #expect(!index[group("clip", in: "ab")].isEmpty)
        #expect(!index[group("clip")].isEmpty)
    }

    @Test mutating func `a listing forgets what it no longer shows, folders too`() {
        for name in ["s/clip.mp4", "s/clip.prompt.txt", "s/other.mp4", "s/gone/x.mp4", "s/there/x.mp4", "x.mp4"] {
            see(name)
        }
        index.forgetAll(in: path("s"), except: ["clip.mp4", "there"])
        #expect(Set(index[group("clip", in: "s")].keys) == ["clip.mp4"])
        #expect(index[group("other", in: "s")].isEmpty)
        #expect(index[group("x", in: "s/gone")].isEmpty)
        #expect(!index[group("x", in: "s/there")].isEmpty)
        #expect(!index[group("x")].isEmpty)
    }
}
