// ffprobe on real files, and on files made to mislead it.

import Foundation
import Glibc
import Inspection
import JobModel
import SystemPackage
import TestSupport
import Testing

@testable import Media

@Suite struct MediaProbeTests {
    private let tools = MediaTools(searchPath: "/usr/local/bin:/usr/bin:/bin")
    private let database: MagicDatabase
    private let sandbox: ToolSandbox
    private let ffprobe: FilePath

    init() async throws {
        database = try MagicDatabase()
        sandbox = try #require(ToolSandbox(tools: tools))
        ffprobe = try #require(tools.ffprobe, "ffmpeg is needed for these tests")
    }

    private var probe: MediaProbe { MediaProbe(ffprobe: ffprobe, sandbox: sandbox, database: database) }

    private func withFile<Value>(_ path: String, _ body: (FileDescriptor) async throws -> Value) async throws -> Value {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        do {
            let value = try await body(file)
            try file.close()
            return value
        } catch {
            try? file.close()
            throw error
        }
    }

    @Test(arguments: [false, true])
    func `a clip's facts are told from its descriptor`(_ isolated: Bool) async throws {
        let sandbox = isolated ? await sandbox.isolatingNetwork(by: tools) : sandbox
        let probe = MediaProbe(ffprobe: ffprobe, sandbox: sandbox, database: database)
        let facts = try await withFile(SampleClip.bigBuckBunny) { try await probe.facts(of: $0) }
        #expect(facts.picture == .init(codec: "h264", width: 1280, height: 720, frames: 132))
        #expect(facts.audioCodec == "aac")
        #expect(facts.duration.map { abs($0.inSeconds - 5.3) < 0.1 } == true)
        #expect(facts.formatName.contains("mp4"))
        #expect(facts.bytes == 1_055_736)
    }

    @Test func `a file by another name, or by none any more, is probed all the same`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.appending("-i concat:a|b%n.txt")
        try FileManager.default.copyItem(atPath: SampleClip.bikes, toPath: path)
        let facts = try await withFile(path) { file in
            try FileManager.default.removeItem(atPath: path)
            return try await probe.facts(of: file)
        }
        #expect(facts.picture?.width == 640)
        #expect(facts.audioCodec == nil)
    }

    @Test(arguments: ["ffconcat version 1.0\nfile sibling.mp4\n", "#EXTM3U\n#EXTINF:1,\nsibling.mp4\n#EXT-X-ENDLIST\n"])
    func `a playlist that calls itself a video never has its entries opened`(_ playlist: String) async throws {
        let folder = try TemporaryFolder()
        let sibling = folder.appending("sibling.mp4")
        try FileManager.default.copyItem(atPath: SampleClip.bikes, toPath: sibling)
        let path = folder.appending("clip.mp4")
        try Data(playlist.utf8).write(to: URL(filePath: path))
        let opened = try OpenWatch(path: sibling)

        // By its content it is refused before ffprobe is started.
        await #expect(throws: ProbeProblem.self) { try await withFile(path) { try await probe.facts(of: $0) } }
        // Let through, and even by its name, ffprobe may not use the format.
        await #expect {
            try await withFile(path) { try await probe.facts(of: $0, bytes: 0, as: .mp4) }
        } throws: { error in
            if case ProbeProblem.unreadable = error { true } else { false }
        }
        await #expect(throws: ToolProblem.self) {
            try await sandbox.run(ffprobe, arguments: MediaProbe.arguments(for: .mp4).dropLast() + [path])
        }
        #expect(opened.count() == 0)
    }

    @Test func `ffprobe without these precautions does open a playlist's entries`() async throws {
        let folder = try TemporaryFolder()
        let sibling = folder.appending("sibling.mp4")
        try FileManager.default.copyItem(atPath: SampleClip.bikes, toPath: sibling)
        let path = folder.appending("clip.mp4")
        try Data("ffconcat version 1.0\nfile sibling.mp4\n".utf8).write(to: URL(filePath: path))
        let opened = try OpenWatch(path: sibling)
        _ = try await sandbox.run(ffprobe, arguments: ["-v", "quiet", "-protocol_whitelist", "file,pipe", path])
        #expect(opened.count() > 0)
    }

    @Test func `a damaged file is told in ffprobe's words`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.appending("clip.mp4")
        let clip = try Data(contentsOf: URL(filePath: SampleClip.bigBuckBunny))
        try clip.prefix(20_000).write(to: URL(filePath: path))
        await #expect(throws: ProbeProblem.unreadable("Invalid data found when processing input")) {
            try await withFile(path) { try await probe.facts(of: $0) }
        }
    }

    @Test func `a probe that hangs ends at the deadline`() async throws {
        let folder = try TemporaryFolder()
        let program = try makeProgram("ffprobe", "exec sleep 4000", in: folder)
        var limits = ToolLimits()
        limits.deadline = .milliseconds(200)
        let sandbox = try #require(ToolSandbox(tools: tools, limits: limits))
        let hanging = MediaProbe(ffprobe: program, sandbox: sandbox, database: database)
        await #expect(throws: ProbeProblem.tool(.deadlinePassed(.milliseconds(200)))) {
            try await withFile(SampleClip.bikes) { try await hanging.facts(of: $0) }
        }
    }
}

/// Counts how often a file is opened, by the kernel's word.
private final class OpenWatch {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = inotify_init1(Int32(IN_NONBLOCK))
        try #require(descriptor >= 0)
        try #require(inotify_add_watch(descriptor, path, UInt32(IN_OPEN)) >= 0)
    }

    /// Events so far; each takes sixteen bytes, for a watched file sends no name with them.
    func count() -> Int {
        var buffer = [UInt8](repeating: 0, count: 4096)
        return max(0, read(descriptor, &buffer, buffer.count)) / 16
    }

    deinit { close(descriptor) }
}
