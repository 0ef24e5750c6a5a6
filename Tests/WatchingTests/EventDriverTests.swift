// The watcher over real folders, with the tools people and servers use.

import FileAccess
import Foundation
import JobModel
import Telemetry
import TestSupport
import Testing

@testable import Watching

struct EventDriverTests {
    @Test(arguments: [
        ("cp inbox/old.mp4 a.mp4", [FolderEvent.changed(path("a.mp4")), .appeared(path("a.mp4"))]),
        ("printf x >> inbox/old.mp4", [.appeared(path("inbox/old.mp4"))]),
        ("cat /etc/hostname > inbox/old.mp4", [.appeared(path("inbox/old.mp4"))]),
        ("mv .aside inbox/in.mp4", [.vanished(path(".aside")), .appeared(path("inbox/in.mp4"))]),
        ("mv inbox/old.mp4 inbox/new.mp4", [.vanished(path("inbox/old.mp4")), .appeared(path("inbox/new.mp4"))]),
        ("rm inbox/old.mp4", [.vanished(path("inbox/old.mp4"))]),
        ("ln inbox/old.mp4 inbox/hard.mp4", [.changed(path("inbox/hard.mp4"))]),
        ("ln -s /etc inbox/link; touch /etc/hostname", [.changed(path("inbox/link"))]),
        ("mkfifo inbox/pipe", [.changed(path("inbox/pipe"))]),
        ("chmod 600 inbox/old.mp4; cat inbox/old.mp4", []),
        ("mkdir inbox/.stfolder inbox/@eaDir 'inbox/#recycle'; : > inbox/@eaDir/x; : > inbox/.stfolder/y", []),
        ("rmdir inbox/empty", [.vanished(path("inbox/empty"))]),
        ("mv inbox/empty inbox/.hidden", [.vanished(path("inbox/empty"))]),
    ])
    func `what people do is told as what it means`(_ script: String, _ expected: [FolderEvent]) async throws {
        try await WatchedFolder.withEvents(
            prepare: "mkdir -p inbox/empty; printf old > inbox/old.mp4; printf aside > .aside"
        ) { watched in
            let events = try await watched.events(of: script)
            #expect(events == expected)
        }
    }

    @Test func `names are bytes`() async throws {
        try await WatchedFolder.withEvents { watched in
            let script = #"d="$(printf 'a\nb\377')"; mkdir "$d"; : > sentinel1; printf x > "$d/$d""#
            try await watched.sh(script)
            let name = try #require(FileName(bytes: Array("a\nb".utf8) + [0xFF]))
            try await watched.events(until: .rescanNeeded(below: RelativePath([name])))
            try await watched.sh(#"d="$(printf 'a\nb\377')"; printf x > "$d/$d""#)
            try await watched.events(until: .appeared(RelativePath([name, name])))
        }
    }

    @Test func `a path longer than the kernel takes is watched`() async throws {
        try await WatchedFolder.withEvents { watched in
            let name = try #require(FileName(String(repeating: "d", count: 200)))
            let deep = RelativePath(Array(repeating: name, count: 30))
            let directory = try Directory.open(watched.root).makingDirectory(deep, mode: 0o755)
            // Once the file made after them is told of, all the folders are watched.
            _ = try await watched.events(of: ":")
            _ = try directory.createFile("last", mode: 0o644)
            try await watched.events(until: .appeared(deep / "last"))
        }
    }

    @Test(arguments: ["mkdir -p a/b/c; : > a/b/c/x", "cp -r .made a", "mv .made a", "mkdir a; mv .made/b a/b"])
    func `folders that come are looked at and watched, and so is what is in them`(_ script: String) async throws {
        try await WatchedFolder.withEvents(prepare: "mkdir -p .made/b/c; : > .made/b/c/x") { watched in
            let events = try await watched.events(of: script)
            #expect(events.contains(.rescanNeeded(below: path("a"))))
            let later = try await watched.events(of: "printf x > a/b/c/later", sentinel: "second")
            #expect(later == [.changed(path("a/b/c/later")), .appeared(path("a/b/c/later"))])
        }
    }

    @Test func `what happens in a renamed folder has the new path`() async throws {
        try await WatchedFolder.withEvents(prepare: "mkdir -p old/deep") { watched in
            let events = try await watched.events(of: "mv old new")
            #expect(events == [.vanished(path("old")), .rescanNeeded(below: path("new"))])
            let later = try await watched.events(of: "printf x > new/deep/file", sentinel: "second")
            #expect(later == [.changed(path("new/deep/file")), .appeared(path("new/deep/file"))])
        }
    }

    @Test func `a folder moved out is silent, and back again it speaks`() async throws {
        try await WatchedFolder.withEvents(prepare: "mkdir -p project/deep .out") { watched in
            let out = try await watched.events(of: "mv project .out/project; printf x > .out/project/deep/file")
            #expect(out == [.vanished(path("project"))])
            let back = try await watched.events(of: "mv .out/project back; printf x >> back/deep/file", sentinel: "b")
            #expect(back.contains(.rescanNeeded(below: path("back"))))
            let later = try await watched.events(of: "printf x >> back/deep/file", sentinel: "c")
            #expect(later == [.appeared(path("back/deep/file"))])
        }
    }

    @Test func `a folder made anew under the name of a removed one is watched`() async throws {
        try await WatchedFolder.withEvents(prepare: "mkdir project") { watched in
            for round in 1...5 {
                _ = try await watched.events(of: "rm -r project; mkdir project", sentinel: "made\(round)")
                let events = try await watched.events(of: "printf x > project/file", sentinel: "written\(round)")
                #expect(events == [.changed(path("project/file")), .appeared(path("project/file"))])
            }
        }
    }

    @Test(arguments: 1...4) func `who follows the events sees the tree as it is`(_ seed: UInt64) async throws {
        try await WatchedFolder.withEvents { watched in
            var generator = SeededGenerator(seed: seed)
            let script = (0..<300).map { _ in Self.randomDeed(&generator) }.joined(separator: "\n")
            try await watched.sh(script)
            try await watched.sh(": > sentinel")
            var view = FollowedTree(root: watched.root)
            for event in try await watched.events(until: .appeared(path("sentinel"))) { view.follow(event) }
            #expect(view.files == FollowedTree.files(below: .root, of: watched.root))
        }
    }

    private static func randomDeed(_ generator: inout SeededGenerator) -> String {
        func folder() -> String {
            (0..<Int.random(in: 1...3, using: &generator)).map { _ in "d\(Int.random(in: 0...2, using: &generator))" }
                .joined(separator: "/")
        }
        func file() -> String { "\(folder())/f\(Int.random(in: 0...3, using: &generator))" }
        let deed =
            switch Int.random(in: 0..<8, using: &generator) {
            case 0, 1: "mkdir -p \(folder())"
            case 2: "mv -T \(folder()) \(folder())"
            case 3: "rm -r \(folder())"
            case 4: "mv \(file()) \(file())"
            case 5: "rm \(file())"
            default: "echo x > \(file())"
            }
        return "{ \(deed); } 2>/dev/null || :"
    }
}
