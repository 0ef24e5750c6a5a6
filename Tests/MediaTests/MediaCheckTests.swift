// Which downloads are fit to be delivered, with ffprobe and without.

import Foundation
import Inspection
import JobModel
import SystemPackage
import TestSupport
import Testing

@testable import Media

@Suite struct MediaCheckTests {
    private let folder: TemporaryFolder
    private let database: MagicDatabase
    private let probe: MediaProbe

    init() throws {
        let tools = MediaTools(searchPath: "/usr/local/bin:/usr/bin:/bin")
        folder = try TemporaryFolder()
        database = try MagicDatabase()
        let sandbox = try #require(ToolSandbox(tools: tools))
        probe = MediaProbe(ffprobe: try #require(tools.ffprobe), sandbox: sandbox, database: database)
    }

    private func check(_ bytes: Data, byBoxesOnly: Bool) async throws -> MediaFacts {
        let path = folder.appending("download-\(byBoxesOnly)")
        try bytes.write(to: URL(filePath: path))
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        defer { try? file.close() }
        return try await MediaCheck(database: database, probe: byBoxesOnly ? nil : probe).facts(of: file)
    }

    private func code(_ bytes: Data, byBoxesOnly: Bool) async throws -> Failure.Code? {
        do {
            _ = try await check(bytes, byBoxesOnly: byBoxesOnly)
            return nil
        } catch let failure as Failure {
            #expect(failure.isRetryable && failure.cause != nil)
            return failure.code
        }
    }

    @Test(arguments: [SampleClip.bigBuckBunny, SampleClip.bikes])
    func `a whole clip has the same facts by ffprobe and by its boxes`(_ path: String) async throws {
        let clip = try Data(contentsOf: URL(filePath: path))
        let probed = try await check(clip, byBoxesOnly: false)
        let byBoxes = try await check(clip, byBoxesOnly: true)
        #expect(probed.picture == byBoxes.picture)
        #expect(probed.audioCodec == byBoxes.audioCodec)
        #expect(probed.bytes == Int64(clip.count) && byBoxes.bytes == Int64(clip.count))
        let (first, second) = (try #require(probed.duration), try #require(byBoxes.duration))
        #expect(abs(first.inSeconds - second.inSeconds) < 0.01)
    }

    @Test(arguments: [false, true])
    func `a clip filmed upright is higher than wide`(_ byBoxesOnly: Bool) async throws {
        let clip = try remuxed(SampleClip.bikes, ["-metadata:s:v", "rotate=90"], in: folder)
        let facts = try await check(clip, byBoxesOnly: byBoxesOnly)
        #expect(facts.picture?.width == 272)
        #expect(facts.picture?.height == 640)
    }

    @Test(arguments: [false, true], [1000, 100_000, 1_000_000])
    func `a short download is broken`(_ byBoxesOnly: Bool, _ length: Int) async throws {
        let clip = try Data(contentsOf: URL(filePath: SampleClip.bigBuckBunny))
        #expect(try await code(clip.prefix(length), byBoxesOnly: byBoxesOnly) == .resultBroken)
    }

    @Test(arguments: [false, true])
    func `a download whose tail is zeros is broken`(_ byBoxesOnly: Bool) async throws {
        // With its index in front, ffprobe is content with it.
        let clip = try remuxed(SampleClip.bikes, ["-movflags", "+faststart"], in: folder)
        let tail = clip.prefix(clip.count - 5000) + Data(count: 5000)
        #expect(try await code(tail, byBoxesOnly: byBoxesOnly) == .resultBroken)
        #expect(try await code(clip, byBoxesOnly: byBoxesOnly) == nil)
    }

    @Test(arguments: ["<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", #"{"code": 1, "message": "no"}"#])
    func `a page instead of a video is not a video`(_ page: String) async throws {
        #expect(try await code(Data(page.utf8), byBoxesOnly: false) == .resultNotVideo)
    }

    @Test func `nothing at all is a broken download`() async throws {
        #expect(try await code(Data(), byBoxesOnly: false) == .resultBroken)
    }
}
