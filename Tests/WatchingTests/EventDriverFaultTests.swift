// What the events driver does when the kernel, the limit or the watcher itself lets it down.

import Foundation
import JobModel
import Subprocess
import SystemPackage
import Telemetry
import TestSupport
import Testing

@testable import Watching

struct EventDriverFaultTests {
    /// Events the kernel keeps for a watcher that does not read.
    private static let queueLimit: Int = {
        let text = try? String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
        return text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? 16_384
    }()

    @Test func `an overflow leads to a rescan, and folders made meanwhile are watched`() async throws {
        var settings = WatchingSettings.quick
        // So that it is the kernel's queue that overflows.
        settings.bufferedEvents = .max
        try await WatchedFolder.withEvents(settings: settings) { watched in
            try watched.signal(SIGSTOP)
            for number in 0...(Self.queueLimit / 2) {
                let file = try #require(fopen(watched.folder.appending("\(number)"), "w"))
                fclose(file)
            }
            try await watched.sh("mkdir -p made/meanwhile")
            try watched.signal(SIGCONT)
            try await watched.told.first { $0 == .overflow(root: watched.root) }
            let told = try await watched.events(until: .rescanNeeded(below: .root))
            #expect(told.count <= Self.queueLimit + 1)
            let events = try await watched.events(of: "printf x > made/meanwhile/file")
            #expect(events == [.changed(path("made/meanwhile/file")), .appeared(path("made/meanwhile/file"))])
        }
    }

    @Test func `a killed watcher is started again, and everything is looked at`() async throws {
        try await WatchedFolder.withEvents { watched in
            try watched.signal(SIGKILL)
            let death = try await watched.told.first { if case .watcherDied = $0 { true } else { false } }
            #expect(death.isTrouble)
            try await watched.told.first { if case .ready = $0 { true } else { false } }
            try await watched.events(until: .rescanNeeded(below: .root))
            let events = try await watched.events(of: "printf x > a")
            #expect(events == [.changed(path("a")), .appeared(path("a"))])
        }
    }

    @Test(.enabled("without user namespaces nobody but root can set a limit") { await UserNamespaces.areAllowed() })
    func `folders beyond the limit of watches are polled, and watched when it is raised`() async throws {
        let folder = try TemporaryFolder()
        let program = folder.appending("limited-watch")
        try """
        #!/bin/sh
        exec unshare -Ur sh -c 'echo 3 > /proc/sys/user/max_inotify_watches; exec "$0" "$1"' \
        \(BuiltProgram.longtakeWatch) "$1"
        """.write(toFile: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)

        try await WatchedFolder.withEvents(
            program: program, settings: .quickPolling, prepare: "mkdir -p a/x b/x c/x"
        ) { watched in
            let told = try await watched.told.first { if case .watchLimit = $0 { true } else { false } }
            guard case .watchLimit(_, let unwatched, _) = told else { return }
            #expect(unwatched == 4)

            let files = ["a/x/file", "b/x/file", "c/x/file"]
            try await writes(to: files, in: watched, until: Set(files.map { .changed(path($0)) }))

            let pid = try #require(try watched.watcherProcesses().first)
            try await watched.sh(
                "nsenter -t \(pid) -U --preserve-credentials sh -c 'echo 99 > /proc/sys/user/max_inotify_watches'")
            try await watched.told.first { if case .watchLimit(_, 0, _) = $0 { true } else { false } }
            try await writes(to: files, in: watched, until: Set(files.map { .appeared(path($0)) }))
        }
    }

    /// Writes to files again and again until each is told of: what is written before a folder is looked at for the first
    /// time is told as a rescan of that folder.
    private func writes(
        to files: [String], in watched: WatchedFolder, until wanted: Set<FolderEvent>
    ) async throws {
        var waiting = wanted
        while !waiting.isEmpty {
            let script = "for file in \(files.joined(separator: " ")); do printf x >> $file; done"
            waiting.subtract(try await watched.events(of: script))
        }
    }

    @Test func `without a watcher the folder is polled, and that is told`() async throws {
        let watched = try TemporaryFolder()
        let told = ToldEvents()
        let driver = EventDriver(
            root: watched.path, program: "/nonexistent/longtake-watch", settings: .quickPolling,
            clock: ContinuousClock(),
            sink: told)
        let running = Task { try await driver.run() }
        try await told.first { $0 == .watcherMissing(root: watched.path, path: "/nonexistent/longtake-watch") }
        let first = try await withDeadline("a rescan") { await driver.events.first { _ in true } }
        #expect(first == .rescanNeeded(below: .root))
        try Data("x".utf8).write(to: URL(filePath: watched.appending("a.mp4")))
        let second = try await withDeadline("a change") { await driver.events.first { _ in true } }
        #expect(second == .changed(path("a.mp4")))
        running.cancel()
        try await running.value
    }

    @Test func `a root that goes and comes back is told and watched again`() async throws {
        try await WatchedFolder.withEvents(prepare: "mkdir inbox") { watched in
            let away = watched.root + ".away"
            rename(watched.root, away)
            try await watched.told.first { $0 == .rootGone(root: watched.root) }
            try await watched.events(until: .rescanNeeded(below: .root))
            rename(away, watched.root)
            try await watched.told.first { if case .ready = $0 { true } else { false } }
            let file = path("inbox/a")
            try await watched.sh("printf x > inbox/a")
            try await watched.events(until: .appeared(file))
        }
    }

    @Test func `the watcher goes when the driver does`() async throws {
        let watched = try TemporaryFolder()
        let driver = EventDriver(
            root: watched.path, program: BuiltProgram.longtakeWatch, settings: .quick, clock: ContinuousClock(),
            sink: ToldEvents())
        let running = Task { try await driver.run() }
        _ = try await withDeadline("the first event") { await driver.events.first { _ in true } }
        running.cancel()
        try await withDeadline("the end") { try await running.value }
        for await _ in driver.events {}
    }
}
