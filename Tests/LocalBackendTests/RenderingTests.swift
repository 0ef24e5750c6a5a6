// Renders real clips and looks at the result: exact to the frame, no jump where material is played on.

import Foundation
import TestSupport
import Testing

@testable import LocalBackend

@Suite(.serialized) struct RenderingTests {
    let folder: TemporaryFolder
    let tools: VideoTools

    init() async throws {
        folder = try TemporaryFolder()
        tools = try await VideoTools(ffmpeg: nil, ffprobe: nil)
    }

    /// Renders files as one upload each, after `edits`.
    private func render(_ paths: [String], _ edits: [Edit]) async throws -> (output: String, plan: RenderPlan) {
        var media: [Int64: (item: MediaItem, path: String)] = [:]
        var items: [MediaItem] = []
        for (index, path) in paths.enumerated() {
            let blank = MediaItem(
                id: Int64(index), name: "clip", fileName: "", kind: .video, bytes: 0)
            let item = try await MediaProbe(tools: tools).measure(blank, at: path)
            items.append(item)
            media[item.id] = (item, path)
        }
        var timeline = try #require(Timeline.placing(items, on: nil) { 1 })
        for edit in edits { try timeline.apply(edit) { 1 } }
        let plan = RenderPlan(timeline)
        // Nothing in a path may reach a filter unescaped.
        let work = folder.appending("it's [a]: 50%d, \\ \"work\"; folder")
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        let output = folder.appending("out.mp4")
        try await Renderer(tools: tools, folder: work, media: media).render(plan, to: output) { _ in }
        return (output, plan)
    }

    private func make(_ name: String, _ arguments: [String]) async throws -> String {
        let path = folder.appending(name)
        try await tools.render(arguments + [path])
        return path
    }

    /// What ffprobe says of a file's streams and its length.
    private func facts(_ path: String) async throws -> (streams: [[String: Any]], seconds: Double) {
        let json = try await tools.probe(["-show_streams", "-show_format", "-count_packets", "-of", "json", path])
        let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        let streams = try #require(parsed?["streams"] as? [[String: Any]])
        let format = parsed?["format"] as? [String: Any]
        return (streams, try #require(Double(format?["duration"] as? String ?? "")))
    }

    /// How much each frame differs from the one before: mean absolute difference of luma, seen at 80x45.
    private func changes(in path: String) async throws -> [Double] {
        let raw = try await make(
            "\(UUID().uuidString).gray", ["-i", path, "-an", "-vf", "scale=80:45,format=gray", "-f", "rawvideo"])
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: raw)))
        let size = 80 * 45
        return stride(from: size, to: bytes.count, by: size).map { start in
            var sum = 0
            for offset in start..<start + size { sum += abs(Int(bytes[offset]) - Int(bytes[offset - size])) }
            return Double(sum) / Double(size)
        }
    }

    @Test func `a clip extended by ten seconds goes on without a jump, exact to the frame`() async throws {
        let (output, plan) = try await render(
            [SampleClip.bigBuckBunny], [.extend(by: 10), .addTitle("Urban 城市: 100% 'Dreams' %{pts}", seconds: 3)])
        let (streams, seconds) = try await facts(output)
        #expect(abs(seconds - 15.28) <= 0.04)
        let picture = try #require(streams.first { $0["codec_type"] as? String == "video" })
        #expect(picture["nb_read_packets"] as? String == "382")
        #expect(picture["codec_name"] as? String == "h264")
        #expect(picture["profile"] as? String == "High")
        #expect(picture["pix_fmt"] as? String == "yuv420p")
        #expect((picture["width"] as? Int, picture["height"] as? Int) == (1920, 1080))
        let sound = try #require(streams.first { $0["codec_type"] as? String == "audio" })
        #expect(sound["codec_name"] as? String == "aac")
        #expect(abs((Double(sound["duration"] as? String ?? "") ?? 0) - 15.28) <= 0.04)
        // The index is before the data: it begins to play before it is there whole.
        let head = try Data(contentsOf: URL(filePath: output)).prefix(64)
        #expect(head.range(of: Data("moov".utf8)) != nil)

        let within = try await changes(in: SampleClip.bigBuckBunny).max() ?? 0
        let after = try await changes(in: output)
        let strand = try #require(plan.runs.first).strand
        for join in stride(from: strand.stride, to: plan.frames, by: strand.stride) {
            let around = after[(join - 3)..<min(join + strand.fade + 3, after.count)]
            #expect(around.max() ?? .infinity <= within, "the join at frame \(join)")
        }
    }

    @Test func `a silent clip of another shape gets bars and a silent sound track`() async throws {
        let (output, _) = try await render([SampleClip.bikes], [.keepRange(from: 4, to: 5.2), .extend(by: 0.8)])
        let (streams, seconds) = try await facts(output)
        #expect(abs(seconds - 2) <= 0.04)
        #expect(Set(streams.compactMap { $0["codec_name"] as? String }) == ["h264", "aac"])
        #expect(streams.first?["width"] as? Int == 1920)
        let frame = try await make(
            "frame.gray", ["-i", output, "-frames:v", "1", "-vf", "scale=192:108,format=gray", "-f", "rawvideo"])
        let luma = [UInt8](try Data(contentsOf: URL(filePath: frame)))
        // 640x272 on 1920x1080 is 816 high: 132 lines of black above and below.
        #expect(luma[..<(192 * 12)].allSatisfy { $0 < 24 })
        #expect(luma[(192 * 15)..<(192 * 93)].contains { $0 > 60 })
    }

    @Test func `a part in the middle shows the frames it names`() async throws {
        // Every frame is one shade of grey that tells its number.
        let clip = try await make(
            "count.mp4",
            [
                "-f", "lavfi", "-i",
                "color=black:s=320x180:r=30000/1001:d=3.003,format=yuv420p,geq=lum=20+2*N:cb=128:cr=128",
                "-c:v", "libx264", "-g", "25", "-bf", "2",
            ])
        let (output, _) = try await render([clip], [.removeFirst(1), .extend(by: 1)])
        let raw = try await make(
            "shades.yuv",
            ["-i", output, "-vf", "scale=1:1,format=yuv420p", "-fps_mode", "passthrough", "-f", "rawvideo"])
        let planes = [UInt8](try Data(contentsOf: URL(filePath: raw)))
        // One byte of luma and two of colour a frame.
        let frames = stride(from: 0, to: planes.count, by: 3).map { (Double(planes[$0]) - 20) / 2 }
        #expect(frames.count == 90)
        // Sixty frames from the thirtieth on, of which the last fifteen turn; then they come back.
        for (index, expected) in [(0, 30), (10, 40), (44, 74), (45, 75), (60, 74), (75, 59), (89, 45)] {
            #expect(abs(frames[index] - Double(expected)) <= 0.9, "frame \(index)")
        }
    }

    @Test(arguments: ["jpg", "webp", "gif"])
    func `a still of any kind is measured and rendered`(_ kind: String) async throws {
        let photo = try await make("photo.\(kind)", ["-f", "lavfi", "-i", "testsrc=s=300x600", "-frames:v", "1"])
        let (output, plan) = try await render([photo], [.setLength(1)])
        let facts = try await facts(output)
        #expect(abs(facts.seconds - 1) <= 0.04)
        #expect((plan.canvas.width, plan.canvas.height) == (1080, 1920))
    }

    @Test func `a still with a song becomes a film of five seconds`() async throws {
        let photo = try await make("photo.png", ["-f", "lavfi", "-i", "testsrc=s=400x400", "-frames:v", "1"])
        let song = try await make("song.m4a", ["-f", "lavfi", "-i", "sine=frequency=440:duration=9", "-c:a", "aac"])
        let (output, _) = try await render([photo, song], [.setLength(4), .addTitle("Hi", seconds: 1)])
        let (streams, seconds) = try await facts(output)
        #expect(abs(seconds - 4) <= 0.04)
        #expect((streams.first?["width"] as? Int, streams.first?["height"] as? Int) == (1080, 1080))
        let pcm = try await make("song.pcm", ["-i", output, "-vn", "-ac", "1", "-f", "s16le"])
        let loudest =
            [UInt8](try Data(contentsOf: URL(filePath: pcm))).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { Int(Int8(bitPattern: $0.element)) }.max() ?? 0
        #expect(loudest > 2)
    }
}
