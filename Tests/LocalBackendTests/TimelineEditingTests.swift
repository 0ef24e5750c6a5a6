// What edits do to a timeline, as values.

import Testing

@testable import LocalBackend

@Suite struct TimelineEditingTests {
    private static let clip = MediaItem(
        id: 7, name: "clip.mp4", fileName: "7.mp4", kind: .video, bytes: 1, width: 1280, height: 720,
        rate: FrameRate(numerator: 25, denominator: 1), frames: 132, seconds: 5.28, hasSound: true)

    /// A timeline of one clip of 132 frames, after `edits`.
    private static func timeline(after edits: [Edit]) throws -> Timeline {
        var next: Int64 = 100
        let newID = {
            next += 1
            return next
        }
        var timeline = try #require(Timeline.placing([clip], on: nil, newID: newID))
        for edit in edits { try timeline.apply(edit, newID: newID) }
        return timeline
    }

    /// Base, start and length of each segment.
    private static func shape(_ timeline: Timeline) -> [[Int]] {
        timeline.picture.map { [$0.base.lowerBound, $0.base.upperBound, $0.start, $0.frames] }
    }

    @Test(arguments: [
        ([Edit.extend(by: 10)], [[0, 132, 0, 132], [0, 132, 132, 250]]),
        ([.extendTo(20)], [[0, 132, 0, 132], [0, 132, 132, 368]]),
        ([.setLength(20)], [[0, 132, 0, 132], [0, 132, 132, 368]]),
        ([.setLength(2)], [[0, 132, 0, 50]]),
        ([.removeFirst(2)], [[0, 132, 50, 82]]),
        ([.removeLast(2)], [[0, 132, 0, 82]]),
        ([.keepFirst(2)], [[0, 132, 0, 50]]),
        ([.keepLast(2)], [[0, 132, 82, 50]]),
        ([.keepRange(from: 1, to: 3)], [[0, 132, 25, 50]]),
        ([.removeRange(from: 1, to: 3)], [[0, 132, 0, 25], [0, 132, 75, 57]]),
        // Only what is left is played on.
        ([.removeFirst(2), .extend(by: 1)], [[50, 132, 0, 82], [50, 132, 82, 25]]),
        ([.removeRange(from: 1, to: 3), .extend(by: 1)], [[0, 132, 0, 25], [75, 132, 0, 57], [75, 132, 57, 25]]),
        // An extension that was trimmed goes on where it stops.
        ([.extend(by: 10), .removeFirst(10)], [[0, 132, 250, 132]]),
        (
            [.extend(by: 10), .keepFirst(6), .extend(by: 1)],
            [[0, 132, 0, 132], [0, 132, 132, 18], [0, 132, 150, 25]]
        ),
    ])
    func `an edit changes the segments`(_ edits: [Edit], _ segments: [[Int]]) throws {
        let timeline = try Self.timeline(after: edits)
        #expect(Self.shape(timeline) == segments)
        #expect(timeline.revision == edits.count)
        #expect(Set(timeline.picture.map(\.id)).count == timeline.picture.count)
        #expect(try DraftText.timeline(of: DraftText.of(timeline)) == timeline)
    }

    @Test(arguments: [
        (Edit.extendTo(5), EditRefusal.alreadyThatLong), (.extend(by: 0), .alreadyThatLong),
        (.extend(by: 600), .tooLong), (.removeFirst(6), .nothingWouldBeLeft), (.removeLast(5.28), .nothingWouldBeLeft),
        (.keepFirst(6), .alreadyThatShort), (.keepLast(5.28), .alreadyThatShort),
        (.keepRange(from: 6, to: 7), .outsideTheTimeline), (.removeRange(from: 9, to: 10), .outsideTheTimeline),
        (.removeRange(from: 0, to: 9), .nothingWouldBeLeft), (.addTitle("x", seconds: 0), .noRoomForTitle),
    ])
    func `an edit that makes no sense is refused and changes nothing`(
        _ edit: Edit, _ refusal: EditRefusal
    ) throws {
        var timeline = try Self.timeline(after: [])
        let before = timeline
        #expect(throws: refusal) { try timeline.apply(edit) { 1 } }
        #expect(timeline == before)
    }

    @Test func `titles follow one another and never outlast the picture`() throws {
        let titles: [Edit] = [.addTitle("one", seconds: 3), .addTitle("two", seconds: 3)]
        #expect(try Self.timeline(after: titles).titles.map(\.milliseconds) == [3000, 2280])
        #expect(try Self.timeline(after: titles + [.keepFirst(2)]).titles.map(\.milliseconds) == [2000])
        #expect(throws: EditRefusal.noRoomForTitle) {
            try Self.timeline(after: titles + [.addTitle("three", seconds: 1)])
        }
    }

    @Test func `sounds lie under the picture, stills stand in where there is no clip`() throws {
        let song = MediaItem(id: 8, name: "song.mp3", fileName: "8.mp3", kind: .audio, bytes: 1, seconds: 60)
        let photo = MediaItem(
            id: 9, name: "photo.jpg", fileName: "9.jpg", kind: .image, bytes: 1, width: 1000, height: 2000, frames: 1)
        let both = try #require(Timeline.placing([photo, Self.clip, song], on: nil) { 1 })
        #expect(both.picture.map(\.media) == [7])
        #expect(both.sounds.map(\.milliseconds) == [5280])
        let still = try #require(Timeline.placing([photo], on: nil) { 1 })
        #expect(still.milliseconds == 5000)
        #expect((still.canvas.width, still.canvas.height) == (1080, 1920))
        #expect(Timeline.placing([song], on: nil) { 1 } == nil)
        #expect(Timeline.placing([song], on: still) { 1 }?.sounds.map(\.milliseconds) == [5000])
    }

    @Test(arguments: [
        (1920, 1080, 1920, 1080), (640, 272, 1920, 1080), (720, 1280, 1080, 1920), (500, 500, 1080, 1080),
        (1000, 1020, 1080, 1080),
    ])
    func `the canvas is 1080p by orientation`(_ width: Int, _ height: Int, _ w: Int, _ h: Int) {
        #expect(Canvas(fitting: width, height, rate: .usual) == Canvas(width: w, height: h, rate: .usual))
    }

    @Test func `a draft loses digits or order when it is encoded anew`() throws {
        let text = DraftText.of(try Self.timeline(after: [.extend(by: 1)]))
        #expect(text.contains("1.00000000000000000001"))
        #expect(text.hasPrefix(#"{"v":"#))
        #expect(Surroundings.system.identifier() > 1 << 53)
    }

    @Test(arguments: [
        (25.0, "25/1"), (29.97, "30000/1001"), (23.98, "24000/1001"), (30.0, "30/1"), (12.4, "12/1"), (240, "60/1"),
        (0.2, "1/1"),
    ])
    func `a measured rate becomes one to work at`(_ measured: Double, _ text: String) {
        #expect(FrameRate(nearest: measured).text == text)
    }
}
