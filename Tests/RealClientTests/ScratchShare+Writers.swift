// What the tests of writers ask of a share: that a drop is passed over while it is not whole, and taken once it is.

import CountingBackend
import EndToEndSupport
import Foundation
import Testing

extension ScratchShare<CountingServer> {
    /// Starts a daemon and waits until it watches the inbox.
    func watchingDaemon(_ settings: [String: String] = [:]) async throws -> ProgramUnderTest {
        let daemon = daemon(settings)
        try await daemon.wrote("under watch")
        return daemon
    }

    /// Waits until the daemon has said that a drop is not complete.
    /// - Parameters:
    ///   - reason: part of what the daemon gives as its reason.
    ///   - mark: what the daemon had written before.
    func isHeld(
        _ name: String, because reason: String, by daemon: ProgramUnderTest, since mark: Int = 0
    ) async throws {
        let stem = (name as NSString).deletingPathExtension
        try await eventually("\(name) is held: \(reason)", within: .seconds(60), seen: { self.account(of: daemon) }) {
            daemon.output.utf8.dropFirst(mark).split(separator: UInt8(ascii: "\n")).contains { line in
                let line = String(decoding: line, as: UTF8.self)
                return line.contains("inbox/\(stem) is not complete yet") && line.contains(reason)
            }
        }
    }

    /// Waits until the daemon has said that a drop is not complete, and shows by one that comes later and is delivered
    /// that it was passed over.
    func isPassedOver(
        _ name: String = "clip.mp4", because reason: String, by daemon: ProgramUnderTest, since mark: Int = 0,
        location: SourceLocation = #_sourceLocation
    ) async throws {
        try await isHeld(name, because: reason, by: daemon, since: mark)
        let marker = "marker \(UUID().uuidString)"
        try drop(marker, prompt: "brighten \(marker)")
        try await waits(for: "outbox/\(marker).mp4", from: daemon)
        #expect(exists("inbox/\(name)"), "taken: \(account(of: daemon))", sourceLocation: location)
        #expect(uploads(of: name).isEmpty, sourceLocation: location)
    }

    /// Waits until a drop is delivered, and compares what has reached the backend and the archive with what was written.
    func isTaken(
        _ name: String = "clip.mp4", whole content: [UInt8], by daemon: ProgramUnderTest,
        location: SourceLocation = #_sourceLocation
    ) async throws {
        try await waits(for: "outbox/\((name as NSString).deletingPathExtension).mp4", from: daemon)
        try await isWorkedOff(by: daemon)
        #expect(uploads(of: name).map(\.checksum) == [Checksum(of: content)], sourceLocation: location)
        let originals = whereabouts(of: Data(content)).filter {
            $0.hasPrefix("archive/") && ($0 as NSString).lastPathComponent == (name as NSString).lastPathComponent
        }
        #expect(originals.count == 1, sourceLocation: location)
        #expect(!exists("inbox/\(name)"), sourceLocation: location)
    }

    func uploads(of name: String) -> [ReceivedUpload] {
        backend.tally.uploads.filter { $0.name == (name as NSString).lastPathComponent }
    }

    /// How much the daemon has written so far.
    func mark(of daemon: ProgramUnderTest) -> Int { daemon.output.utf8.count }

    func prepareInbox(_ folder: String = "") throws {
        try FileManager.default.createDirectory(atPath: path("inbox/\(folder)"), withIntermediateDirectories: true)
    }
}
