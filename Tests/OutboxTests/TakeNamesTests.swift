// Names of takes, and numbered names, are as long as the filesystem allows and never cut within a character.

import JobModel
import Outbox
import Testing

@Suite struct TakeNamesTests {
    @Test(
        arguments: [
            ("clip", 1, "clip.mp4", "clip.log"), ("clip", 2, "clip.take2.mp4", "clip.take2.log"),
            ("my clip.v2", 12, "my clip.v2.take12.mp4", "my clip.v2.take12.log"), ("-rf", 1, "-rf.mp4", "-rf.log"),
        ] as [(FileName, Int, FileName, FileName)])
    func `a take's names are the stem's`(stem: FileName, take: Int, result: FileName, log: FileName) {
        let names = TakeNames(stem: stem, take: take)
        #expect(names.result == result)
        #expect(names.log == log)
    }

    private static let longStems = [
        String(repeating: "a", count: 255), String(repeating: "é", count: 127), String(repeating: "電", count: 85),
        String(repeating: "🎬", count: 63), "a" + String(repeating: "🎬", count: 63),
        "ab" + String(repeating: "🎬", count: 63),
    ].map { Array($0.utf8) }

    @Test(arguments: longStems, [1, 2, 1000])
    func `a long stem is cut between characters, and no more than has to be`(bytes: [UInt8], take: Int) throws {
        let stem = try #require(FileName(bytes: bytes))
        let names = TakeNames(stem: stem, take: take)
        for name in [names.result, names.log] {
            let text = try #require(name.exactText, "a character was cut")
            #expect((252...255).contains(name.bytes.count))
            #expect(name.bytes.starts(with: bytes.prefix(200)))
            #expect(text.hasSuffix(take > 1 ? ".take\(take).\(name.fileExtension)" : ".\(name.fileExtension)"))
        }
    }

    @Test(arguments: [0x80, 0xFF] as [UInt8])
    func `a long stem that is not text keeps what fits`(byte: UInt8) throws {
        let stem = try #require(FileName(bytes: [UInt8](repeating: byte, count: 255)))
        #expect((252...255).contains(TakeNames(stem: stem, take: 2).result.bytes.count))
    }

    @Test(
        arguments: [
            ("clip.mp4", "clip (2).mp4"), ("clip.prompt.txt", "clip (2).prompt.txt"),
            ("clip.mp4.prompt.txt", "clip (2).mp4.prompt.txt"), ("clip.PNG", "clip (2).PNG"), ("clip", "clip (2)"),
            (".clip.mp4", ".clip (2).mp4"), ("...", "... (2)"),
        ] as [(FileName, FileName)])
    func `a number goes where the names of a group still match`(name: FileName, numbered: FileName) {
        #expect(name.insertingIntoStem(" (2)") == numbered)
        #expect(name.insertingIntoStem("") == name)
    }

    @Test func `a number goes into a name that is not text as well`() throws {
        let clip = try #require(FileName(bytes: [0x61, 0x2E, 0xFF, 0x2E, 0x6D, 0x70, 0x34]))
        #expect(
            clip.insertingIntoStem(" (2)").bytes == [0x61] + Array(" (2)".utf8) + [0x2E, 0xFF, 0x2E, 0x6D, 0x70, 0x34])
    }

    @Test(arguments: [
        String(repeating: "a", count: 251) + ".mp4", "a." + String(repeating: "b", count: 249) + ".mp4",
        String(repeating: "é", count: 120) + ".v2.prompt.txt", "a." + String(repeating: "é", count: 126),
        "a" + String(repeating: ".", count: 254),
    ])
    func `a numbered name fits, whatever the name`(text: String) throws {
        let numbered = try #require(FileName(text)).insertingIntoStem(" (2)")
        #expect(numbered.bytes.count <= 255)
        #expect(numbered.exactText?.contains(" (2)") == true)
        for ending in [".mp4", ".txt"] where text.hasSuffix(ending) {
            #expect(numbered.exactText?.hasSuffix(ending) == true)
        }
    }
}
