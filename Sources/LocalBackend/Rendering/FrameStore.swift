// Frames on disk that can be read in any order, so that playing a clip backwards never holds it in memory.

import Foundation
import SystemPackage

/// The frames of a stretch of clip as independent JPEGs in one file, with an index. Reversing is then only copying
/// them in another order: a frame at a time is in memory, whatever the length of the clip.
struct FrameStore: Sendable {
    private let path: FilePath
    private let index: [Place]
    private let turns: [Strand.Turn: Turned]
    /// Number of the clip's frame that is first in the store.
    private let first: Int

    private struct Place: Sendable {
        var offset: Int64
        var size: Int
    }
    private struct Turned: Sendable {
        var path: FilePath
        var index: [Place]
    }

    /// Decodes what a run needs and blends the turns it makes.
    init(
        for run: RenderPlan.Run, of item: MediaItem, at source: String, on canvas: Canvas, tools: VideoTools,
        in folder: String, name: String
    ) async throws {
        let needed = run.stored
        let path = FilePath("\(folder)/\(name)-frames.mjpeg")
        self.path = path
        first = needed.lowerBound
        try await tools.render(
            PictureFilters.seek(to: run.base.lowerBound + needed.lowerBound, of: item, rate: canvas.rate)
                + VideoTools.guardedInput + ["-i", source, "-map", "0:v:0", "-an", "-vf"]
                + [PictureFilters.steady(canvas.rate, count: needed.count) + "," + PictureFilters.fit(canvas)]
                + PictureFilters.storedFrames + [path.string])
        let index = try await Self.index(path, expecting: needed.count, tools: tools)
        self.index = index

        var turns: [Strand.Turn: Turned] = [:]
        for turn in run.turns {
            let files = ["outgoing", "incoming", "turn"].map { FilePath("\(folder)/\(name)-\(turn)-\($0).mjpeg") }
            let outgoing = run.strand.outgoing(turn).map { Part(path: path, place: index[$0 - needed.lowerBound]) }
            try Self.write(outgoing, to: files[0])
            try Self.write(outgoing.reversed(), to: files[1])
            try await Self.blend(files[0], files[1], into: files[2], count: outgoing.count, on: canvas, tools: tools)
            turns[turn] = Turned(
                path: files[2], index: try await Self.index(files[2], expecting: outgoing.count, tools: tools))
        }
        self.turns = turns
    }

    /// Writes the frames of `moments` one after the other.
    func write(_ moments: [Strand.Moment], to path: FilePath) throws {
        try Self.write(
            moments.lazy.compactMap { moment in
                switch moment {
                case .source(let frame): Part(path: self.path, place: index[frame - first])
                case .turn(let turn, let step): turns[turn].map { Part(path: $0.path, place: $0.index[step]) }
                }
            }, to: path)
    }

    /// Crossfades two files of equally many frames; a frame of each is in memory.
    private static func blend(
        _ outgoing: FilePath, _ incoming: FilePath, into blended: FilePath, count: Int, on canvas: Canvas,
        tools: VideoTools
    ) async throws {
        // `xfade` would end at once when its first input is read to the end before it begins (ffmpeg 5.1).
        let graph =
            "[1:v]\(PictureFilters.pixels),format=yuva420p,fade=t=in:alpha=1:start_frame=0:nb_frames=\(count)[in];"
            + "[0:v]\(PictureFilters.pixels)[out];[out][in]overlay=format=yuv420,\(PictureFilters.pixels)[v]"
        let input = ["-f", "mjpeg", "-framerate", canvas.rate.text, "-i"]
        try await tools.render(
            input + [outgoing.string] + input + [incoming.string]
                + ["-filter_complex", graph, "-map", "[v]", "-frames:v", "\(count)"]
                + PictureFilters.storedFrames + [blended.string])
    }

    private static func index(_ path: FilePath, expecting count: Int, tools: VideoTools) async throws -> [Place] {
        let listing = try await tools.probe(
            ["-f", "mjpeg", "-show_entries", "packet=size,pos", "-of", "csv=p=0", path.string])
        let places = listing.split(separator: "\n").compactMap { line -> Place? in
            let fields = line.split(separator: ",")
            guard fields.count >= 2, let size = Int(fields[0]), let offset = Int64(fields[1]) else { return nil }
            return Place(offset: offset, size: size)
        }
        guard places.count == count else {
            throw ToolFailure(description: "\(places.count) frames were decoded where \(count) were expected.")
        }
        return places
    }

    private struct Part {
        var path: FilePath
        var place: Place
    }

    private static func write(_ parts: some Sequence<Part>, to path: FilePath) throws {
        let output = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        try output.closeAfter {
            var inputs: [FilePath: FileDescriptor] = [:]
            defer { for input in inputs.values { try? input.close() } }
            for part in parts {
                try Task.checkCancellation()
                let input = try inputs[part.path] ?? FileDescriptor.open(part.path, .readOnly)
                inputs[part.path] = input
                let frame = try [UInt8](unsafeUninitializedCapacity: part.place.size) { buffer, count in
                    count = try input.read(
                        fromAbsoluteOffset: part.place.offset, into: UnsafeMutableRawBufferPointer(buffer))
                }
                guard frame.count == part.place.size else { throw ToolFailure(description: "a frame was cut short") }
                try output.writeAll(frame)
            }
        }
    }
}

extension RenderPlan.Run {
    /// The turns the run makes, each at most once.
    fileprivate var turns: [Strand.Turn] {
        let made = Set(reordered.compactMap { if case .turn(let turn, _) = $0 { turn } else { nil } })
        return [.atEnd, .atStart].filter(made.contains)
    }
}

extension Strand {
    /// The frames that fade out at a turn, in the order they are shown. The ones that fade in are the same, reversed.
    fileprivate func outgoing(_ turn: Turn) -> [Int] {
        switch turn {
        case .atEnd: Array(count - fade..<count)
        case .atStart: Array((0..<fade).reversed())
        }
    }
}
