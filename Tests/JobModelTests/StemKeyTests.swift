// Names that editors take for the same are found as the same.

import JobModel
import Testing

@Suite struct StemKeyTests {
    private func origin(_ stem: FileName, folder: RelativePath = .root, root: String = "/srv") -> Origin {
        Origin(root: root, folder: folder, stem: stem)
    }

    @Test(arguments: [
        ("clip", "CLIP"), ("caf\u{E9}", "cafe\u{301}"), ("CAF\u{C9}", "cafe\u{301}"), ("\u{AC00}", "\u{1100}\u{1161}"),
        ("a b", "A B"), ("\u{212B}ngstrom", "\u{E5}ngstrom"), ("\u{212A}", "k"),
    ])
    func `names that differ in case or Unicode form alone are found by the same text`(_ one: String, _ other: String) {
        let (one, other) = (origin(FileName(one) ?? "?"), origin(FileName(other) ?? "?"))
        #expect(one.isNamed(like: other))
        #expect(one.nameHash == other.nameHash)
    }

    @Test func `the folder, the root and bytes that are no text tell names apart`() throws {
        let raw = try #require(FileName(bytes: [0xC3, 0x28]))
        let upper = try #require(FileName(bytes: [0xC3, 0x28, 0x41]))
        let lower = try #require(FileName(bytes: [0xC3, 0x28, 0x61]))
        let origins = [
            origin("clip"), origin("clip", folder: RelativePath(["spring"])), origin("clip", root: "/mnt"),
            origin(raw), origin(upper), origin(lower), origin("clip2"),
        ]
        #expect(Set(origins.map(\.nameHash)).count == origins.count)
        for (place, one) in origins.enumerated() {
            for other in origins[(place + 1)...] { #expect(!one.isNamed(like: other)) }
        }
    }
}
