// Names as bytes (FOLDER-CONTRACT 6).

import Foundation
import JobModel
import Testing

@Suite struct FileNameTests {
    @Test(arguments: [
        Array("clip.mp4".utf8), Array("-rf".utf8), Array("a b\nc".utf8), Array("...".utf8), Array("100% 'né' 🎬".utf8),
        Array(" ".utf8), [0x01], [0xFF, 0xFE, 0x2E, 0x6D], Array(repeating: 0x61, count: 255),
    ])
    func `any name a filesystem allows is kept byte by byte`(bytes: [UInt8]) throws {
        let name = try #require(FileName(bytes: bytes))
        #expect(name.bytes == bytes)
        let back = try JSONDecoder().decode(FileName.self, from: JSONEncoder().encode(name))
        #expect(back == name)
    }

    @Test(arguments: [[], [0x2E], [0x2E, 0x2E], [0x61, 0x00], [0x61, 0x2F, 0x62], [0x2F]] as [[UInt8]])
    func `what cannot name an entry is no name`(bytes: [UInt8]) {
        #expect(FileName(bytes: bytes) == nil)
    }

    @Test(arguments: ["\"..\"", "\"\"", "[46]", "[97,47,98]", "\"a/b\"", "[256]", "3"])
    func `a document that does not hold a name is refused`(document: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(FileName.self, from: Data(document.utf8)) }
    }

    @Test func `NFC and NFD are different names although they are equal as text`() {
        let composed: FileName = "caf\u{E9}.mp4"
        let decomposed: FileName = "cafe\u{301}.mp4"
        #expect(composed != decomposed)
        #expect(composed.text == decomposed.text)
    }

    @Test func `a name that is not UTF-8 can be shown but has no exact text`() throws {
        let name = try #require(FileName(bytes: [0x63, 0xFF, 0x2E, 0x6D, 0x70, 0x34]))
        #expect(name.exactText == nil)
        #expect(name.text == "c\u{FFFD}.mp4")
        #expect(name.fileExtension == "mp4")
        #expect(name.stem.bytes == [0x63, 0xFF])
    }

    @Test(arguments: [
        ("clip.mp4", "clip", "mp4"), ("CLIP.MP4", "CLIP", "mp4"), ("clip.prompt.txt", "clip.prompt", "txt"),
        ("clip", "clip", ""), (".hidden", ".hidden", ""), (".hidden.mov", ".hidden", "mov"), ("clip.", "clip", ""),
        ("..mp4", "..mp4", ""), ("...mp4", "...mp4", ""), ("...", "...", ""), (".. .mp4", ".. ", "mp4"),
    ])
    func `a name is taken apart at its last dot, unless it has only dots before it`(
        name: String, stem: String, fileExtension: String
    ) throws {
        let name = try #require(FileName(bytes: name.utf8))
        #expect(name.stem.text == stem)
        #expect(name.fileExtension == fileExtension)
    }

    @Test(arguments: ["..mp4", "...mp4", "..", "....", ".a", "a."])
    func `a stem is a name itself and never climbs`(name: String) {
        guard let name = FileName(bytes: name.utf8) else { return }
        #expect(FileName(bytes: name.stem.bytes) == name.stem)
    }

    @Test func `a name is shown on one line`() throws {
        let name: FileName = "a\nb\u{202E}4pm.mp4"
        #expect("\(name)" == "a\\u{A}b\\u{202E}4pm.mp4")
        #expect(name.appending(".log").text == "a\nb\u{202E}4pm.mp4.log")
    }
}
