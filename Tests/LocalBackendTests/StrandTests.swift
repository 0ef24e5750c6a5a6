// How a clip is played on: positions, turns, and what a render plan makes of them.

import Testing

@testable import LocalBackend

@Suite struct StrandTests {
    private static let strand = Strand(count: 10, fade: 4)

    /// Numbers for source frames, `e` and `s` with a step for turns at the end and the start.
    private static func trace(_ strand: Strand, _ length: Int) -> String {
        (0..<length).map { position in
            switch strand.moment(at: position, endingAt: length) {
            case .source(let frame): "\(frame)"
            case .turn(.atEnd, let step): "e\(step)"
            case .turn(.atStart, let step): "s\(step)"
            }
        }.joined(separator: " ")
    }

    @Test(arguments: [
        (10, "0 1 2 3 4 5 6 7 8 9"),
        (8, "0 1 2 3 4 5 6 7"),
        (11, "0 1 2 3 4 5 e0 e1 e2 e3 5"),
        (14, "0 1 2 3 4 5 e0 e1 e2 e3 5 4 3 2"),
        // Nothing is begun that would not be finished: the pass ends as it was recorded.
        (16, "0 1 2 3 4 5 e0 e1 e2 e3 5 4 3 2 1 0"),
        (20, "0 1 2 3 4 5 e0 e1 e2 e3 5 4 s0 s1 s2 s3 4 5 6 7"),
    ])
    func `passes go forward and back and are crossfaded where they meet`(_ length: Int, _ moments: String) {
        #expect(Self.trace(Self.strand, length) == moments)
    }

    @Test func `a clip too short for a fade turns without one`() {
        #expect(Self.trace(Strand(count: 3, fade: 12), 8) == "0 1 2 2 1 0 0 1")
        #expect(Self.trace(Strand(count: 1, fade: 12), 3) == "0 0 0")
    }

    @Test func `what can be decoded straight is, and only needed frames are stored`() throws {
        var timeline = Timeline(
            id: 1, canvas: Canvas(width: 1920, height: 1080, rate: FrameRate(numerator: 25, denominator: 1)),
            picture: [
                PictureSegment(id: 1, media: 7, name: "", base: 100..<1100, start: 0, frames: 1000, isStill: false)
            ])
        #expect(RenderPlan(timeline).runs.map(\.straight) == [100..<1100])
        #expect(RenderPlan(timeline).runs[0].reordered.isEmpty)

        var next: Int64 = 9
        try timeline.apply(.extend(by: 2)) {
            next += 1
            return next
        }
        let plan = RenderPlan(timeline)
        let run = try #require(plan.runs.first)
        #expect(plan.runs.count == 1)
        #expect(plan.frames == 1050)
        #expect(run.straight == 100..<1087)
        #expect(run.reordered.count == 63)
        // Fifty frames back from where the turn ends, and the thirteen of the turn.
        #expect(run.stored == 937..<1000)
    }

    @Test func `a crossfade of sound keeps its loudness and ends in the new sound`() {
        let old = [UInt8](repeating: 0, count: 16)
        var new = old
        for sample in 0..<8 { new[sample * 2 + 1] = 0x40 }
        let mixed = SoundStrand.crossfade(old, new, from: 0, of: 4)
        let levels = stride(from: 1, to: 16, by: 4).map { mixed[$0] }
        #expect(levels == levels.sorted())
        #expect(levels[0] < 0x10 && levels[3] > 0x38)
    }
}
