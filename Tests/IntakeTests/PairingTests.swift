// Which files of one stem belong together: exact names first, and nothing by guessing (FOLDER-CONTRACT 1).

import Intake
import JobModel
import TestSupport
import Testing

@Suite struct PairingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let names: [FileName]
        /// Each drop as its stem and its names, media first.
        let drops: [FileName: [FileName]]

        init(_ description: String, _ names: [FileName], _ drops: [FileName: [FileName]] = [:]) {
            testDescription = description
            self.names = names
            self.drops = drops
        }
    }

    @Test(arguments: [
        Case("nothing", []),
        Case("a lone clip", ["clip.mp4"]),
        Case("a lone prompt", ["clip.prompt.txt"]),
        Case("a pair", ["clip.mp4", "clip.prompt.txt"], ["clip": ["clip.mp4", "clip.prompt.txt"]]),
        Case(
            "several media of a stem travel together", ["clip.png", "clip.prompt.txt", "clip.mp4", "clip.mp3"],
            ["clip": ["clip.mp3", "clip.mp4", "clip.png", "clip.prompt.txt"]]),
        Case(
            "a doubled extension", ["clip.mp4", "clip.prompt.txt.txt"], ["clip": ["clip.mp4", "clip.prompt.txt.txt"]]),
        Case("another case", ["Clip.MP4", "clip.prompt.txt"], ["Clip": ["Clip.MP4", "clip.prompt.txt"]]),
        Case(
            "an extension in another case", ["clip.MP4", "clip.PROMPT.TXT"], ["clip": ["clip.MP4", "clip.PROMPT.TXT"]]),
        Case(
            "another Unicode form", ["Ame\u{301}lie.mp4", "Am\u{E9}lie.prompt.txt"],
            ["Ame\u{301}lie": ["Ame\u{301}lie.mp4", "Am\u{E9}lie.prompt.txt"]]),
        Case(
            "a prompt of one file", ["clip.mp4", "clip.mp4.prompt.txt"], ["clip": ["clip.mp4", "clip.mp4.prompt.txt"]]),
        Case(
            "a prompt of one file binds to it alone", ["clip.mp4", "clip.png", "clip.mp4.prompt.txt"],
            ["clip": ["clip.mp4", "clip.mp4.prompt.txt"]]),
        Case("a note to cancel is no member", ["clip.mp4", "clip.cancel.txt"]),
        Case(
            "a pair with a note to cancel", ["clip.mp4", "clip.prompt.txt", "clip.cancel.txt"],
            ["clip": ["clip.mp4", "clip.prompt.txt"]]),
        Case("a prompt of a file that is not there", ["clip.mp4", "clip.mov.prompt.txt"]),
        Case(
            "a prompt of a file in another case", ["clip.mp4", "clip.MP4.prompt.txt"],
            ["clip": ["clip.mp4", "clip.MP4.prompt.txt"]]),
        Case("a prompt of a file in another case that fits two", ["clip.mp4", "CLIP.mp4", "Clip.mp4.prompt.txt"]),
        Case("two prompts of a file in other cases", ["clip.mp4", "Clip.mp4.prompt.txt", "CLIP.mp4.prompt.txt"]),
        Case(
            "a shortcut stands for a clip", ["clip.url", "clip.prompt.txt"], ["clip": ["clip.url", "clip.prompt.txt"]]),
        Case(
            "a shortcut and a picture travel together", ["clip.webloc", "clip.png", "clip.prompt.txt"],
            ["clip": ["clip.png", "clip.webloc", "clip.prompt.txt"]]),
        Case(
            "a note that was written into is the prompt", ["clip.mp4", "clip - waiting for a prompt.txt"],
            ["clip": ["clip.mp4", "clip - waiting for a prompt.txt"]]),
        Case(
            "a prompt comes before a note that was written into",
            ["clip.mp4", "clip - waiting for a prompt.txt", "Clip.prompt.txt.txt", "clip.prompt.txt"],
            ["clip": ["clip.mp4", "clip.prompt.txt"]]),
        Case("a default prompt belongs to no clip", ["_default.mp4", "_default.prompt.txt"]),
        Case("a follow-up is no prompt of a clip", ["clip.mp4", "clip.next.prompt.txt"]),

        Case(
            "the exact prompt comes before one in another case",
            ["clip.mp4", "CLIP.prompt.txt", "clip.prompt.txt"], ["clip": ["clip.mp4", "clip.prompt.txt"]]),
        Case(
            "the exact prompt comes before one with a doubled extension",
            ["clip.mp4", "clip.prompt.txt.txt", "clip.prompt.txt"], ["clip": ["clip.mp4", "clip.prompt.txt"]]),
        Case(
            "the exact prompt comes before one with its ending in another case",
            ["clip.mp4", "clip.PROMPT.txt", "clip.prompt.txt"], ["clip": ["clip.mp4", "clip.prompt.txt"]]),
        Case(
            "exact pairs leave one way for the rest",
            ["clip.mp4", "clip.prompt.txt", "Clip.mp4", "CLIP.prompt.txt"],
            ["clip": ["clip.mp4", "clip.prompt.txt"], "Clip": ["Clip.mp4", "CLIP.prompt.txt"]]),
        Case(
            "a file's own prompt and the stem's", ["clip.mp4", "clip.png", "clip.mp4.prompt.txt", "clip.prompt.txt"],
            ["clip": ["clip.png", "clip.prompt.txt"]]),

        Case("two prompts fit one clip", ["CLIP.mp4", "clip.prompt.txt", "Clip.prompt.txt"]),
        Case("one prompt fits two clips", ["CLIP.mp4", "Clip.mp4", "clip.prompt.txt"]),
        Case(
            "two Unicode forms fit one prompt in a third",
            ["\u{1E69}.mp4", "s\u{323}\u{307}.mp4", "s\u{307}\u{323}.prompt.txt"]),
        Case("two prompts of one file", ["clip.mp4", "clip.mp4.prompt.txt.txt", "clip.mp4.PROMPT.txt"]),
    ])
    func `files are paired where there is one way to do it`(example: Case) {
        // A stem with two drops shows the last; what is asked of those cases is told below.
        let found = Dictionary(Pairing(of: example.names).drops.map { ($0.stem, $0.names) }) { _, last in last }
        #expect(found == example.drops)
    }

    @Test func `a file's own prompt and the stem's make two drops`() {
        let names: [FileName] = ["clip.mp4", "clip.png", "clip.mp4.prompt.txt", "clip.prompt.txt"]
        #expect(
            Pairing(of: names).drops.map(\.names)
                == [["clip.mp4", "clip.mp4.prompt.txt"], ["clip.png", "clip.prompt.txt"]])
    }

    @Test func `what finds no partner is told apart from what fits in several ways`() {
        let lone = Pairing(of: ["a.mp4", "a.png", "A.prompt.txt", "a.next.prompt.txt", "a.prompt.txt"] as [FileName])
        #expect(lone.drops.map(\.names) == [["a.mp4", "a.png", "a.prompt.txt"]])
        #expect(lone.lonePrompts == ["A.prompt.txt"])
        #expect(lone.followUps == ["a.next.prompt.txt"])
        let media = Pairing(of: ["a.mp4", "A.mp4", "A.png"] as [FileName])
        #expect(media.loneMedia.map(\.names).sorted { $0.count < $1.count } == [["a.mp4"], ["A.mp4", "A.png"]])
        let unclear = Pairing(of: ["Clip.mp4", "CLIP.mp4", "clip.prompt.txt"] as [FileName])
        #expect(unclear.unclear == ["CLIP.mp4", "Clip.mp4", "clip.prompt.txt"])
        #expect(unclear.drops.isEmpty && unclear.loneMedia.isEmpty && unclear.lonePrompts.isEmpty)
        let ofFile = Pairing(of: ["a.mp4", "a.mov.prompt.txt"] as [FileName])
        #expect(ofFile.lonePrompts == ["a.mov.prompt.txt"])
        #expect(ofFile.loneMedia.map(\.names) == [["a.mp4"]])
    }

    @Test func `the order in which files came does not matter`() {
        let names: [FileName] = ["clip.mp3", "clip.mp4", "clip.png", "Clip.prompt.txt"]
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20 {
            let drops = Pairing(of: names.shuffled(using: &generator)).drops
            #expect(drops == Pairing(of: names).drops)
            #expect(drops.count == 1)
        }
    }

    @Test func `names that are not text are paired`() throws {
        let stem = try #require(FileName(bytes: [0x61, 0xFF]))
        let names = [stem.appending(".mp4"), stem.appending(".prompt.txt")]
        #expect(Pairing(of: names).drops.map(\.names) == [names])
    }
}
