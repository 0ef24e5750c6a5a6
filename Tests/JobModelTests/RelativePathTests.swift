// Paths that stay below their root.

import Foundation
import JobModel
import Testing

@Suite struct RelativePathTests {
    @Test(arguments: ["/etc/passwd", "..", "a/../b", "a/..", "./a", "a/./b", "a\0b", "/"])
    func `a path that is absolute, climbs or holds NUL is refused`(text: String) {
        #expect(RelativePath(text) == nil)
    }

    @Test(
        arguments: [
            ("", []), ("a", ["a"]), ("a/b.mp4", ["a", "b.mp4"]), ("a//b/", ["a", "b"]), ("...", ["..."]),
            ("line\nbreak/x", ["line\nbreak", "x"]),
        ] as [(String, [FileName])])
    func `a path is a list of names`(text: String, names: [FileName]) {
        #expect(RelativePath(text)?.names == names)
    }

    @Test func `bytes that are not UTF-8 survive`() throws {
        let bytes: [UInt8] = [0xE9, 0x2F, 0x63, 0xFF]
        let path = try #require(RelativePath(bytes: bytes))
        #expect(path.bytes == bytes)
        let back = try JSONDecoder().decode(RelativePath.self, from: JSONEncoder().encode(path))
        #expect(back == path)
    }

    @Test func `NFC and NFD are different folders`() {
        #expect(RelativePath("caf\u{E9}/a") != RelativePath("cafe\u{301}/a"))
    }

    @Test func `paths are joined and taken apart`() throws {
        let spring = try #require(RelativePath("2026/spring"))
        let clip = spring / "clip.mp4" as RelativePath
        #expect(clip.bytes == Array("2026/spring/clip.mp4".utf8))
        #expect(clip.parent == spring)
        #expect(clip.last == "clip.mp4")
        #expect(clip.isBelow(spring))
        #expect(!spring.isBelow(spring))
        #expect(!clip.isBelow(try #require(RelativePath("2026/sprin"))))
        #expect(RelativePath.root / spring == spring)
        #expect(RelativePath.root.parent == .root)
        #expect(RelativePath.root.last == nil)
    }
}
