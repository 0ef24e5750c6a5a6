// A real folder under watch, and the means to wait for what its watcher says.

import Foundation
import JobModel
import ServiceLifecycle
import Subprocess
import Synchronization
import SystemPackage
import Telemetry
import TestSupport

@testable import Watching

/// A temporary folder with a running watcher.
final class WatchedFolder: Sendable {
    let folder: TemporaryFolder
    let told = ToldEvents()
    let watcher: any FolderWatcher

    private init(_ watcher: (TemporaryFolder, ToldEvents) throws -> any FolderWatcher) throws {
        folder = try TemporaryFolder()
        self.watcher = try watcher(folder, told)
    }

    var root: String { folder.path }

    /// Watches a new folder while `body` runs, and goes on when the watcher said that it is ready.
    /// - Parameter prepare: a shell script run in the folder before.
    static func withEvents(
        program: String = BuiltProgram.longtakeWatch, settings: WatchingSettings = .quick, prepare: String = ":",
        _ body: (WatchedFolder) async throws -> Void
    ) async throws {
        let watched = try WatchedFolder { folder, sink in
            EventDriver(
                root: folder.path, program: program, settings: settings, clock: ContinuousClock(), sink: sink)
        }
        try await watched.run(prepare, body)
    }

    /// The same by polling.
    static func withPolling(
        settings: WatchingSettings = .quickPolling, prepare: String = ":", _ body: (WatchedFolder) async throws -> Void
    ) async throws {
        let watched = try WatchedFolder { folder, sink in
            PollingDriver(root: folder.path, settings: settings, clock: ContinuousClock(), sink: sink)
        }
        try await watched.run(prepare, body)
    }

    private func run(_ prepare: String, _ body: (WatchedFolder) async throws -> Void) async throws {
        try await sh(prepare)
        let watching = Task { [watcher] in try await watcher.run() }
        do {
            _ = try await told.first { if case .ready = $0 { true } else { false } }
            _ = try await events(until: .rescanNeeded(below: .root))
            try await body(self)
        } catch {
            watching.cancel()
            try? await watching.value
            throw error
        }
        watching.cancel()
        try await watching.value
    }

    /// Runs a shell script in the folder.
    func sh(_ script: String) async throws {
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-euc", script], workingDirectory: FilePath(root),
            output: .discarded, error: .string(limit: 4096))
        guard result.terminationStatus.isSuccess else {
            throw NotSeen(wanted: "the end of \(script)", seen: result.standardError)
        }
    }

    /// Everything told up to and including an event.
    @discardableResult
    func events(until last: FolderEvent) async throws -> [FolderEvent] {
        let seen = Mutex<[FolderEvent]>([])
        return try await withDeadline("\(last)", { "\(seen.withLock { $0.suffix(20) })" }) {
            [events = watcher.events] in
            for await event in events {
                let all = seen.withLock { seen in
                    seen.append(event)
                    return seen
                }
                if event == last { return all }
            }
            throw NotSeen(wanted: "\(last)", seen: "the end")
        }
    }

    /// Everything told while a script runs and up to a file made after it.
    func events(of script: String, sentinel: String = "sentinel") async throws -> [FolderEvent] {
        try await sh(script)
        try await sh(": > \(sentinel)")
        guard let path = RelativePath(sentinel) else { return [] }
        return try await events(until: .appeared(path)).filter { $0 != .changed(path) && $0 != .appeared(path) }
    }

    /// The process identifiers of this folder's watcher.
    func watcherProcesses() throws -> [pid_t] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { pid in
            let line = (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
            return line.split(separator: "\0").map(String.init) == [BuiltProgram.longtakeWatch, root]
        }
    }

    func signal(_ number: Int32) throws { for pid in try watcherProcesses() { kill(pid, number) } }
}

extension WatchingSettings {
    /// Restarts at once, and tells nothing by the clock alone.
    static var quick: WatchingSettings {
        var settings = WatchingSettings()
        settings.rescan = .seconds(3600)
        settings.poll = .seconds(3600)
        settings.restart.first = .milliseconds(10)
        settings.restart.longest = .milliseconds(100)
        return settings
    }

    static var quickPolling: WatchingSettings {
        var settings = quick
        settings.poll = .milliseconds(20)
        return settings
    }
}

/// Programs of this package, where the tests were built.
enum BuiltProgram {
    static var longtakeWatch: String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return FilePath(tests).removingLastComponent().appending("longtake-watch").string
    }
}

/// Limits of a test's own, without the rights of root.
enum UserNamespaces {
    static func areAllowed() async -> Bool {
        let result = try? await Subprocess.run(
            .name("unshare"), arguments: ["-Ur", "true"], output: .discarded, error: .discarded)
        return result?.terminationStatus.isSuccess ?? false
    }
}

/// What a watcher told about itself.
final class ToldEvents: EventSink {
    private let told = Mutex<[WatchingEvent]>([])
    private let (wakeUps, wakeUp) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    func record(_ event: DaemonEvent) {
        guard case .watching(let event) = event else { return }
        told.withLock { $0.append(event) }
        wakeUp.yield()
    }

    /// Waits for an event and takes it away; others stay.
    @discardableResult
    func first(where isWanted: @escaping @Sendable (WatchingEvent) -> Bool) async throws -> WatchingEvent {
        try await withDeadline("a telemetry event", { "\(self.told.withLock { $0 })" }) {
            var iterator = self.wakeUps.makeAsyncIterator()
            while true {
                let found = self.told.withLock { told in told.firstIndex(where: isWanted).map { told.remove(at: $0) } }
                if let found { return found }
                _ = await iterator.next()
                try Task.checkCancellation()
            }
        }
    }
}

/// What a test waited for did not come.
struct NotSeen: Error {
    let wanted: String
    let seen: String
}

/// Waits for something to come, but not for ever.
func withDeadline<Value: Sendable>(
    _ wanted: String, _ seen: @escaping @Sendable () -> String = { "" },
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: .seconds(120))
            throw NotSeen(wanted: wanted, seen: seen())
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}

/// A path in a test, of a name that is fine.
func path(_ text: String) -> RelativePath { RelativePath(text) ?? .root }
