// What a name says its file is for, and which stems may belong together.

import Intake
import JobModel
import Testing

@Suite struct DropNameTests {
    @Test(
        arguments: [
            ("clip.mp4", .media(stem: "clip")), ("clip.MP4", .media(stem: "clip")), ("clip.JpEg", .media(stem: "clip")),
            ("my.clip.v2.mov", .media(stem: "my.clip.v2")), ("clip.mp4.mp4", .media(stem: "clip.mp4")),
            (" .mp4", .media(stem: " ")), ("-rf.wav", .media(stem: "-rf")), ("a\nb.gif", .media(stem: "a\nb")),
            ("clip.prompt.mp4", .media(stem: "clip.prompt")), ("clip.prompt.txt.mp4", .media(stem: "clip.prompt.txt")),
            ("clip.prompt.txt", .prompt(stem: "clip")), ("Clip.PROMPT.TXT", .prompt(stem: "Clip")),
            ("clip.prompt.txt.txt", .prompt(stem: "clip")), ("clip.Prompt.txt.TXT", .prompt(stem: "clip")),
            ("my.clip.v2.prompt.txt", .prompt(stem: "my.clip.v2")), ("clip.txt.prompt.txt", .prompt(stem: "clip.txt")),
            ("clip.mp4.prompt.txt", .promptOfFile("clip.mp4")), ("clip.MOV.prompt.txt.txt", .promptOfFile("clip.MOV")),
            ("clip.prompt.txt.prompt.txt", .prompt(stem: "clip.prompt.txt")),
            ("clip.cancel.txt", .cancel(stem: "clip")), ("Clip.CANCEL.Txt", .cancel(stem: "Clip")),
            ("clip.cancel.txt.txt", .cancel(stem: "clip")), ("clip.mp4.cancel.txt", .cancel(stem: "clip")),
            ("my.clip.v2.cancel.txt", .cancel(stem: "my.clip.v2")), ("clip.txt.cancel.txt", .cancel(stem: "clip.txt")),
            ("clip.cancel.prompt.txt", .prompt(stem: "clip.cancel")), ("clip.cancel.mp4", .media(stem: "clip.cancel")),
            ("clip.prompt.cancel.txt", .cancel(stem: "clip.prompt")),
            ("clip.url", .link(stem: "clip")), ("Clip.WEBLOC", .link(stem: "Clip")),
            ("clip.url.txt", .link(stem: "clip")),
            ("clip.url.txt.txt", .link(stem: "clip")), ("clip.mp4.url", .link(stem: "clip")),
            ("clip.next.prompt.txt", .followUp(stem: "clip")), ("clip.NEXT.prompt.txt.txt", .followUp(stem: "clip")),
            ("clip.mp4.next.prompt.txt", .followUp(stem: "clip")), ("next.prompt.txt", .prompt(stem: "next")),
            ("_default.prompt.txt", .defaultPrompt), ("_Default.Prompt.txt.txt", .defaultPrompt),
            ("_default2.prompt.txt", .prompt(stem: "_default2")), ("_default.mp4", .media(stem: "_default")),
            ("clip - waiting for a prompt.txt", .note(.waitingForPrompt, stem: "clip")),
            ("clip - waiting for a video.txt", .note(.waitingForVideo, stem: "clip")),
            ("clip - looks incomplete.txt", .note(.looksIncomplete, stem: "clip")),
            ("my.clip - which belong together.txt", .note(.whichBelong, stem: "my.clip")),
            ("clip - cannot be taken.txt", .note(.cannotBeTaken, stem: "clip")),
        ] as [(FileName, DropName)])
    func `a name tells the part a file plays`(name: FileName, part: DropName) {
        #expect(DropName(name) == part)
    }

    @Test(
        arguments: [
            "clip", "clip.txt", "prompt.txt", ".prompt.txt", ".mp4", "clip.mp", "clip.mp4x", "clip.prompt",
            "clip.prompt.doc",
            "cancel.txt", ".cancel.txt", "clip.cancel", "clip.cancel.doc", "clipcancel.txt",
            " - waiting for a prompt.txt", "clip.url.doc", "url.txt", ".webloc",
            "clip.exe", "clipprompt.txt", "clip.prompt.txt.bak", "mp4",
        ] as [FileName])
    func `other names play none`(name: FileName) {
        #expect(DropName(name) == nil)
    }

    @Test func `a name that is not text plays its part`() throws {
        let stem = try #require(FileName(bytes: [0x61, 0xFF]))
        #expect(DropName(stem.appending(".mp4")) == .media(stem: stem))
        #expect(DropName(stem.appending(".prompt.txt")) == .prompt(stem: stem))
        #expect(DropName(stem.appending(".mp4.prompt.txt")) == .promptOfFile(stem.appending(".mp4")))
        #expect(DropName(stem.appending(".cancel.txt")) == .cancel(stem: stem))
    }

    @Test func `the longest names play their parts`() {
        let stem = FileName(String(repeating: "a", count: 244)) ?? "a"
        #expect(DropName(stem.appending(".prompt.txt")) == .prompt(stem: stem))
    }

    @Test(
        arguments: [
            ("clip", "clip"), ("Clip", "cLIP"), ("Am\u{E9}lie", "Ame\u{301}lie"), ("AM\u{C9}LIE", "ame\u{301}lie"),
            ("\u{1F468}\u{200D}\u{1F3A4}", "\u{1F468}\u{200D}\u{1F3A4}"), ("가", "\u{1100}\u{1161}"),
        ] as [(FileName, FileName)])
    func `stems that may belong together have one key`(one: FileName, other: FileName) {
        #expect(StemKey(one) == StemKey(other))
    }

    @Test(
        arguments: [("clip", "clip2"), ("clip", "clip "), ("Amelie", "Am\u{E9}lie"), ("a-b", "a_b")]
            as [(FileName, FileName)])
    func `stems that may not have two`(one: FileName, other: FileName) {
        #expect(StemKey(one) != StemKey(other))
    }

    @Test func `stems that are not text are equal only byte by byte`() throws {
        let stems = try [[0x41, 0xFF], [0x61, 0xFF], [0x61, 0xFE], [0x61, 0xEF, 0xBF, 0xBD]].map {
            try #require(FileName(bytes: $0))
        }
        #expect(Set(stems.map { StemKey($0) }).count == 4)
        #expect(StemKey(stems[0]) == StemKey(stems[0]))
    }
}
