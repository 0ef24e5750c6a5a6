// Watching without events, over real folders.

import FileAccess
import Foundation
import JobModel
import Telemetry
import Testing

@testable import Watching

struct PollingDriverTests {
    @Test(arguments: [
        ("printf x > inbox/a", [FolderEvent.changed(path("inbox/a"))]),
        ("printf more >> inbox/old", [.changed(path("inbox/old"))]),
        ("rm inbox/old", [.vanished(path("inbox/old"))]),
        ("mv inbox/old inbox/new", [.vanished(path("inbox/old")), .changed(path("inbox/new"))]),
        ("ln -s /etc inbox/link", [.changed(path("inbox/link"))]),
        ("mkfifo inbox/pipe", [.changed(path("inbox/pipe"))]),
        ("mkdir -p .x/y; : > .x/y/file; mv .x/y came", [.changed(path("came")), .changed(path("came/file"))]),
        ("mkdir -p inbox/.stfolder/x; : > inbox/.stfolder/y", []),
    ])
    func `what people do is told as a difference`(_ script: String, _ expected: [FolderEvent]) async throws {
        try await WatchedFolder.withPolling(prepare: "mkdir inbox; printf old > inbox/old") { watched in
            try await watched.sh(script)
            var seen: [FolderEvent] = []
            for event in expected where !seen.contains(event) { seen += try await watched.events(until: event) }
            try await watched.sh(": > sentinel")
            seen += try await watched.events(until: .changed(path("sentinel"))).dropLast()
            #expect(Set(seen) == Set(expected))
        }
    }

    @Test func `a root that goes is told once, and is not an empty folder`() async throws {
        try await WatchedFolder.withPolling(prepare: "mkdir inbox; : > inbox/a") { watched in
            let away = watched.root + ".away"
            rename(watched.root, away)
            try await watched.told.first { $0 == .rootGone(root: watched.root) }
            rename(away, watched.root)
            try await watched.told.first { $0 == .ready(root: watched.root, folders: 2) }
            try await watched.sh(": > sentinel")
            let events = try await watched.events(until: .changed(path("sentinel")))
            #expect(Set(events) == [.rescanNeeded(below: .root), .changed(path("sentinel"))])
        }
    }

    @Test func `a slow rescan backs the polls`() async throws {
        var settings = WatchingSettings.quick
        settings.rescan = .milliseconds(10)
        try await WatchedFolder.withPolling(settings: settings) { watched in
            for _ in 0..<3 { try await watched.events(until: .rescanNeeded(below: .root)) }
        }
    }
}
