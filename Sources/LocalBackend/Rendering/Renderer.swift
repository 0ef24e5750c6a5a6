// Renders a plan into one MP4: H.264 High and AAC, 1080p, exact to the frame.

import Foundation
import SystemPackage

/// Carries out a ``RenderPlan`` with ffmpeg, in a folder of its own.
struct Renderer: Sendable {
    let tools: VideoTools
    /// Where intermediate files go. Removed by the caller.
    let folder: String
    /// The media items of the plan and where they lie.
    let media: [Int64: (item: MediaItem, path: String)]

    /// What share of the work is done when the last stage begins.
    private static let shareOfPreparation = 0.15

    /// - Parameters:
    ///   - output: The finished film.
    ///   - progress: Called with 0 to 1.
    /// - Throws: ``ToolFailure``, or a file error.
    func render(_ plan: RenderPlan, to output: String, progress: @escaping @Sendable (Double) -> Void) async throws {
        var graph = Graph()
        let sound = try SoundStrand(writingTo: soundPath)
        do {
            var samples = 0
            for (index, run) in plan.runs.enumerated() {
                let begin = plan.runs[..<index].reduce(0) { $0 + $1.frames }
                let end = SoundStrand.samples(ofFrames: begin + run.frames, at: plan.canvas.rate)
                try await addPicture(of: run, number: index, on: plan.canvas, to: &graph)
                try await appendSound(of: run, number: index, samples: end - samples, on: plan.canvas, to: sound)
                samples = end
                progress(Self.shareOfPreparation * Double(index + 1) / Double(plan.runs.count))
            }
        } catch {
            try? sound.close()
            throw error
        }
        try sound.close()

        let titles = try await TitleOverlay(folder: folder).filters(for: plan)
        let seconds = plan.seconds
        try await tools.render(
            try arguments(for: plan, graph: graph, titles: titles) + [output],
            progress: { done in
                let share = min(max(done / seconds, 0), 1)
                progress(Self.shareOfPreparation + (1 - Self.shareOfPreparation) * share)
            })
    }

    /// Inputs of the last stage and the filters that make one picture of them.
    private struct Graph {
        var inputs: [[String]] = []
        var filters: [String] = []

        mutating func add(_ input: [String], _ filter: String) {
            filters.append("[\(inputs.count):v:0]\(filter)[piece\(filters.count)]")
            inputs.append(input)
        }
    }

    private var soundPath: String { "\(folder)/sound.pcm" }

    private func addPicture(
        of run: RenderPlan.Run, number: Int, on canvas: Canvas, to graph: inout Graph
    ) async throws {
        let (item, path) = try source(run.media)
        if run.isStill {
            graph.add(
                VideoTools.guardedInput + ["-framerate", canvas.rate.text, "-i", path],
                PictureFilters.steady(canvas.rate, count: run.frames) + "," + PictureFilters.fit(canvas))
            return
        }
        let straight = run.straight
        if !straight.isEmpty {
            graph.add(
                PictureFilters.seek(to: straight.lowerBound, of: item, rate: canvas.rate) + VideoTools.guardedInput
                    + ["-i", path],
                PictureFilters.steady(canvas.rate, count: straight.count) + "," + PictureFilters.fit(canvas))
        }
        let reordered = run.reordered
        if !reordered.isEmpty {
            let name = "run-\(number + 1)"
            let store = try await FrameStore(
                for: run, of: item, at: path, on: canvas, tools: tools, in: folder, name: name)
            let played = "\(folder)/\(name).mjpeg"
            try store.write(reordered, to: FilePath(played))
            graph.add(
                ["-f", "mjpeg", "-framerate", canvas.rate.text, "-i", played],
                "\(PictureFilters.pixels),setsar=1,trim=end_frame=\(reordered.count),setpts=PTS-STARTPTS")
        }
    }

    private func appendSound(
        of run: RenderPlan.Run, number: Int, samples: Int, on canvas: Canvas, to sound: SoundStrand
    ) async throws {
        let (item, path) = try source(run.media)
        guard item.hasSound, !run.isStill else { return try sound.appendSilence(samples: samples) }
        let count = { SoundStrand.samples(ofFrames: $0, at: canvas.rate) }
        let recorded = "\(folder)/run-\(number + 1).pcm"
        let start = item.pictureStart + canvas.rate.seconds(ofFrames: run.base.lowerBound)
        let length = count(run.base.count)
        let aligned =
            "aresample=\(SoundStrand.samplesPerSecond):async=1:first_pts=0,apad,atrim=end_sample=\(length)"
        try await tools.render(
            (start > 0 ? ["-ss", "\(start)"] : []) + VideoTools.guardedInput
                + ["-i", path, "-map", "0:a:0", "-vn", "-af", aligned, "-ac", "2", "-f", "s16le", recorded])
        let begin = count(run.window.lowerBound)
        try sound.append(
            begin..<begin + samples, of: Strand(count: length, fade: count(run.strand.fade)), recordedAt: recorded)
    }

    private func arguments(for plan: RenderPlan, graph: Graph, titles: [String]) throws -> [String] {
        let pieces = graph.filters.indices.map { "[piece\($0)]" }.joined()
        let joined = (["concat=n=\(graph.filters.count):v=1:a=0"] + titles).joined(separator: ",")
        var inputs = graph.inputs
        let rate = "\(SoundStrand.samplesPerSecond)"
        inputs.append(["-f", "s16le", "-ar", rate, "-ac", "2", "-i", soundPath])
        let (sound, added) = try soundFilters(for: plan, firstInput: inputs.count)
        inputs += added
        let filters = graph.filters + ["\(pieces)\(joined)[picture]", sound]
        let output = ["-map", "[picture]", "-map", "[sound]"]
        return inputs.flatMap { $0 } + ["-filter_complex", filters.joined(separator: ";")] + output
            + ["-r", plan.canvas.rate.text] + Self.encoding
    }

    /// H.264 High and AAC in an MP4 that begins to play before it is there whole.
    private static let encoding = [
        "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-pix_fmt", "yuv420p", "-crf", "20",
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
        "-c:a", "aac", "-b:a", "160k", "-ar", "\(SoundStrand.samplesPerSecond)", "-ac", "2",
        "-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4",
    ]

    /// The clips' own sound with the added ones laid under it.
    private func soundFilters(for plan: RenderPlan, firstInput: Int) throws -> (String, inputs: [[String]]) {
        let own = "[\(firstInput - 1):a:0]"
        if plan.sounds.isEmpty { return (own + "anull[sound]", []) }
        var filters: [String] = []
        var inputs: [[String]] = []
        for (index, added) in plan.sounds.enumerated() {
            let seconds = Double(added.milliseconds) / 1000
            filters.append(
                "[\(firstInput + index):a:0]aresample=\(SoundStrand.samplesPerSecond),aformat=channel_layouts=stereo,"
                    + "atrim=duration=\(seconds),volume=\(added.volume),"
                    + "afade=t=out:st=\(max(seconds - 0.5, 0)):d=0.5[added\(index)]")
            inputs.append(VideoTools.guardedInput + ["-i", try source(added.media).path])
        }
        let labels = plan.sounds.indices.map { "[added\($0)]" }.joined()
        filters.append("\(own)\(labels)amix=inputs=\(plan.sounds.count + 1):duration=first:normalize=0[sound]")
        return (filters.joined(separator: ";"), inputs)
    }

    private func source(_ id: Int64) throws -> (item: MediaItem, path: String) {
        guard let known = media[id] else {
            throw ToolFailure(description: "The draft shows media \(id), which is gone.")
        }
        return known
    }
}
