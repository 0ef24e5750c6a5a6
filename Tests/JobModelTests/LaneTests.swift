// Which jobs run one behind the other (FOLDER-CONTRACT 1).

import JobModel
import Testing

@Suite struct LaneTests {
    @Test func `clips of a folder share a lane, clips in the inbox have one per stem`() {
        #expect(origin(in: ["spring"], "a").lane == origin(in: ["spring"], "b").lane)
        #expect(origin(in: [], "a").lane != origin(in: [], "b").lane)
        #expect(origin(in: [], "a").lane == origin(in: [], "a").lane)
    }

    @Test func `no two lanes have the same key`() throws {
        let folder = try #require(FileName(bytes: [0xE9]))
        let lanes = [
            origin(in: ["spring"], "a"), origin(in: [], "spring"), origin(in: ["spring", "a"], "b"),
            origin(in: ["spring"], "a", root: "/other"), origin(in: ["caf\u{E9}"], "a"),
            origin(in: ["cafe\u{301}"], "a"), origin(in: [folder], "a"), origin(in: ["\u{FFFD}"], "a"),
            origin(in: ["a:b"], "a"), origin(in: ["a"], "a", root: "b:/watch"), origin(in: ["A"], "a"),
        ].map(\.lane)
        #expect(Set(lanes.map(\.key)).count == lanes.count)
        #expect(Set(lanes).count == lanes.count)
    }

    private func origin(in folder: [FileName], _ stem: FileName, root: String = "/watch") -> Origin {
        Origin(root: root, folder: RelativePath(folder), stem: stem)
    }
}
