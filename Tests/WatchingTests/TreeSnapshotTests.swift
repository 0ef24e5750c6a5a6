// Polling, as values.

import JobModel
import TestSupport
import Testing

@testable import Watching

struct TreeSnapshotTests {
    private static func file(_ inode: UInt64, size: Int64 = 1, modified: Int64 = 1) -> TreeSnapshot.Mark {
        .other(inode: inode, size: size, modified: modified)
    }

    private typealias Mark = TreeSnapshot.Mark

    private static let pairs: [(before: Mark?, after: Mark?, events: [FolderEvent])] = [
        (file(1), nil, [.vanished(path("a"))]),
        (nil, file(1), [.changed(path("a"))]),
        (file(1), file(1), []),
        (file(1), file(2), [.changed(path("a"))]),
        (file(1), file(1, size: 2), [.changed(path("a"))]),
        (file(1), file(1, modified: 2), [.changed(path("a"))]),
        (.folder(inode: 1), .folder(inode: 1), []),
        (.folder(inode: 1), .folder(inode: 2), [.changed(path("a"))]),
        (.folder(inode: 1), file(1), [.changed(path("a"))]),
    ]

    @Test(arguments: pairs)
    func `an entry is told of when it is new, gone or different`(
        _ before: TreeSnapshot.Mark?, _ after: TreeSnapshot.Mark?, _ events: [FolderEvent]
    ) {
        var earlier = TreeSnapshot()
        var later = TreeSnapshot()
        earlier.entries[path("a")] = before
        later.entries[path("a")] = after
        #expect(later.difference(from: earlier) == events)
    }

    @Test func `what vanished comes first, contents before their folder, and a folder before what is new in it`() {
        let earlier = TreeSnapshot(entries: [path("b"): .folder(inode: 1), path("b/x"): Self.file(2)])
        let later = TreeSnapshot(entries: [path("a"): .folder(inode: 3), path("a/y"): Self.file(4)])
        #expect(
            later.difference(from: earlier) == [
                .vanished(path("b/x")), .vanished(path("b")), .changed(path("a")), .changed(path("a/y")),
            ])
    }

    @Test func `what is in a folder that cannot be read has not vanished`() {
        let earlier = TreeSnapshot(entries: [
            path("a"): .folder(inode: 1), path("a/x"): Self.file(2), path("b"): Self.file(3),
        ])
        let read = TreeSnapshot(entries: [path("a"): .folder(inode: 1)], unread: [path("a")])
        let later = read.completed(from: earlier)
        #expect(later.difference(from: earlier) == [.vanished(path("b"))])
        #expect(later.entries[path("a/x")] == Self.file(2))
    }

    @Test(arguments: 1...20) func `the difference leads from one tree to the other`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let earlier = Self.randomTree(&generator)
        let later = Self.randomTree(&generator)
        let events = later.difference(from: earlier)
        var followed = earlier.entries
        for event in events {
            switch event {
            case .vanished(let path): #expect(followed.removeValue(forKey: path) != nil)
            case .changed(let path):
                #expect(followed[path] != later.entries[path])
                followed[path] = later.entries[path]
            case .appeared, .rescanNeeded: Issue.record("a poll cannot know that: \(event)")
            }
        }
        #expect(followed == later.entries)
        #expect(Set(events).count == events.count)
        #expect(later.difference(from: later).isEmpty)
    }

    private static func randomTree(_ generator: inout SeededGenerator) -> TreeSnapshot {
        var tree = TreeSnapshot()
        for _ in 0..<40 {
            let name = ["a", "b/c", "b/d", "b", "e/f/g", "e", "h"][Int.random(in: 0..<7, using: &generator)]
            let inode = UInt64.random(in: 1...3, using: &generator)
            tree.entries[path(name)] = Bool.random(using: &generator) ? file(inode) : .folder(inode: inode)
            if Bool.random(using: &generator) { tree.entries[path(name)] = nil }
        }
        return tree
    }
}
