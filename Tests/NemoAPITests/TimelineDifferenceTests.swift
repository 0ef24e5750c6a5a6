// What an edit did, told from the drafts before and after it (PROTOCOL 5).

import JobModel
import NemoAPI
import TestSupport
import Testing

struct TimelineDifferenceTests {
    private static func timeline(_ tracks: String) throws -> Timeline {
        try TimelineState(answer: Array(#"{"data":{"state":{"draft":{"t":[\#(tracks)]}}}}"#.utf8)).timeline
    }

    /// `video: a 10, b 5` as a track; a word after the length is the volume.
    private static func track(_ text: String) -> String {
        let parts = text.split(separator: ":", maxSplits: 1)
        let type = ["video": 0, "BGM": 1, "title": 7, "effect": 3][parts[0]] ?? 9
        let segments = (parts.count > 1 ? parts[1] : "").split(separator: ",").map { segment in
            let words = segment.split(separator: " ")
            let volume = words.count > 2 ? #","volume":\#(words[2])"# : ""
            return #"{"d":\#(words[1])000,"m":{"name":"\#(words[0])"\#(volume)}}"#
        }
        return #"{"tt":\#(type),"sg":[\#(segments.joined(separator: ","))]}"#
    }

    private static func difference(_ before: [String], _ after: [String]) throws -> [String] {
        let tracks = { (tracks: [String]) in try timeline(tracks.map(track).joined(separator: ",")) }
        return try tracks(after).difference(from: tracks(before))
    }

    @Test func `the issue's own examples`() throws {
        let video = #"{"tt":0,"sg":[{"d":30000,"m":{"name":"city timelapse"}}]}"#
        let title = #"{"tt":7,"sg":[{"d":3000,"m":{"text":"Urban Dreams"}}]}"#
        #expect(
            try Self.timeline("\(video),\(title)").difference(from: Self.timeline(video))
                == [#"title added: "Urban Dreams" (0-3s)"#])
        #expect(
            try Self.timeline(video.replacing("30000", with: "60000")).difference(from: Self.timeline(video))
                == ["video city timelapse: 30 s → 60 s", "length 30 s → 60 s"])
    }

    @Test(arguments: [
        ([], ["video: a 10"], ["video added: a (0-10s)", "length 0 s → 10 s"]),
        (["video: a 10", "BGM: lofi 10"], ["video: a 10"], ["BGM removed: lofi"]),
        (["video: a 10", "title: Old 3"], ["video: a 10", "title: New 3"], [#"title changed: "Old" → "New" (0-3s)"#]),
        (
            ["video: a 10", "title: Old 3"], ["video: a 10", "title: New 5"],
            [#"title changed: "Old" → "New" (0-5s)"#, #"title "New": 3 s → 5 s"#]
        ),
        (["video: a 10, b 5"], ["video: a 10, c 5"], ["video replaced: b → c (10-15s)"]),
        (["BGM: lofi 10 0.35"], ["BGM: lofi 10 0.5"], ["BGM lofi volume: 35% → 50%"]),
        (["BGM: lofi 10"], ["BGM: lofi 10 0.5"], ["BGM lofi volume: 100% → 50%"]),
        (["BGM: lofi 10"], ["BGM: lofi 10 1"], []),
        (["video: a 10, b 5"], ["video: x 2, a 10, b 5"], ["video added: x (0-2s)", "length 15 s → 17 s"]),
        (["video: a 10, b 5"], ["video: a 4, b 5"], ["video a: 10 s → 4 s", "length 15 s → 9 s"]),
        (["video: a 1, b 2, c 3"], ["video: c 3, a 1, b 2"], ["video c moved: 3 s → 0 s"]),
        (
            ["video: a 1", "video: b 2"], ["video: a 1, b 2", "video:"],
            ["video b moved to track 1", "length 2 s → 3 s"]
        ),
        (
            ["video: a 3, b 2"], ["title: T 1", "video: a 3", "video: b 2"],
            ["video b moved to track 3", #"title added: "T" (0-1s)"#, "length 5 s → 3 s"]
        ),
        (["video: a 3", "video: b 2"], ["video: b 2"], ["video removed: a", "length 3 s → 2 s"]),
        (["effect: glow 3"], ["effect: glow 3, blur 1"], ["item of type 3 added: blur (3-4s)", "length 3 s → 4 s"]),
        (["video: a 3"], ["video: a 3", "title:"], ["empty title track added"]),
        (["video: a 3", "title:"], ["video: a 3"], ["empty title track removed"]),
        (["video: a 3", "title: T 1"], ["video: a 3", "title:"], [#"title removed: "T""#]),
        (["video: a 3"], ["video: a 3"], []),
    ])
    func `what changed is told in sentences`(_ before: [String], _ after: [String], _ sentences: [String]) throws {
        #expect(try Self.difference(before, after) == sentences)
    }

    @Test(arguments: [
        (["video: a 10"], ["video: a 4, a 6"], ["video a split at 4 s"]),
        (["video: a 10"], ["video: a 4, a 3, a 3"], ["video a split at 4 s, 7 s"]),
        (
            ["video: x 2, a 10"], ["video: a 4, a 6"],
            ["video removed: x", "video a split at 4 s", "length 12 s → 10 s"]
        ),
        (["video: a 4, a 6"], ["video: a 10"], ["video a: 2 pieces joined"]),
        (["video: a 10"], ["video: a 4, a 3"], ["video a: 1 piece (10 s) → 2 pieces (7 s)", "length 10 s → 7 s"]),
        (
            ["video: a 10"], ["video: a 4, b 1, a 6"],
            ["video added: b (4-5s)", "video a: 1 piece (10 s) → 2 pieces (10 s)", "length 10 s → 11 s"]
        ),
        (["video: a 10 1"], ["video: a 4 1, a 6 0.5"], ["video a: 1 piece (10 s) → 2 pieces (10 s)"]),
        (["video: a 4, a 6"], ["video: a 6, a 4"], ["video a moved: 4 s → 0 s"]),
        (["video: a 10"], ["video: a 10, a 10"], ["video added: a (10-20s)", "length 10 s → 20 s"]),
    ])
    func `pieces of one clip are never told as new clips`(
        _ before: [String], _ after: [String], _ sentences: [String]
    ) throws {
        #expect(try Self.difference(before, after) == sentences)
    }

    @Test func `what differs by less than is shown is shown more finely`() throws {
        let video = #"{"tt":0,"sg":[{"d":10000,"m":{"name":"a"}}]}"#
        #expect(
            try Self.timeline(video.replacing("10000", with: "10040")).difference(from: Self.timeline(video))
                == ["video a: 10 s → 10.04 s", "length 10 s → 10.04 s"])
    }

    @Test func `many changes are told shortly, the length among them`() throws {
        let many = "video: " + (0..<20).map { "s\($0) 1" }.joined(separator: ",")
        let told = try Self.difference([], [many])
        #expect(told.count == 9)
        #expect(told.suffix(3) == ["video added: s6 (6-7s)", "length 0 s → 20 s", "and 13 more changes"])
        #expect(try Self.difference([many, "BGM: x 20"], ["BGM: x 20"]).last == "and 12 more changes")
    }

    @Test func `names are shown so that they forge nothing`() throws {
        let told = try Self.timeline(#"{"tt":7,"sg":[{"d":1000,"m":{"text":"a\n\u202eb\u0000"}}]}"#).difference(
            from: Timeline())
        #expect(told.first == #"title added: "a\u{A}\u{202E}b\u{0}" (0-1s)"#)
    }

    @Test(arguments: [
        (#"{"draft":{"t":[],"v":1}}"#, ["details that the list of tracks does not show"]),
        (#"{"draft":{"t":[]},"generated_media":[1,2]}"#, ["2 media files generated"]),
        (#"{"draft":{"t":[]}}"#, []),
    ])
    func `an edit that no track shows is not called nothing`(_ after: String, _ told: [String]) throws {
        let state = { (state: String) in try TimelineState(answer: Array(#"{"data":{"state":\#(state)}}"#.utf8)) }
        #expect(try state(after).changes(since: state(#"{"draft":{"t":[]}}"#)) == told)
    }

    @Test(arguments: UInt64(1)...20)
    func `any JSON is read and compared`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let drafts = (0..<2).map { _ in Self.draft(&random, depth: 0) }
            let timelines = drafts.map { Timeline(draft: $0) }
            #expect(timelines[0].difference(from: timelines[0]).isEmpty)
            #expect(timelines[0].difference(from: timelines[1]).count <= 9)
            #expect(timelines[0].summary.hasPrefix("Timeline ("))
            let state = try TimelineState(answer: JSONValue.object([.init(key: "data", value: drafts[0])]).bytes)
            #expect(state.changes(since: state).isEmpty)
        }
    }

    /// A draft with something wrong here and there.
    private static func draft(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
        let list = { (random: inout SeededGenerator) in
            JSONValue.array((0..<Int.random(in: 0...4, using: &random)).map { _ in draft(&random, depth: depth + 1) })
        }
        switch Int.random(in: 0...(depth > 5 ? 6 : 12), using: &random) {
        case 0: return .null
        case 1: return .bool(true)
        case 2:
            return .number(
                ["0", "7", "-1", "1e308", "1e999", "3000", "0.35", "18446744073709551616"].randomElement(using: &random)
                    ?? "1")
        case 3:
            return .string(
                ["", "a", "3000", "nan", "-inf", "\u{202E}", "{\"t\":[]}", "\""].randomElement(using: &random) ?? "")
        case 4...6: return .object([.init(key: "d", value: .number("1000")), .init(key: "m", value: ["name": "a"])])
        case 7: return list(&random)
        default:
            let keys = ["t", "tt", "sg", "d", "m", "name", "text", "volume", "draft"].filter { _ in
                Bool.random(using: &random)
            }
            return .object(
                keys.map { key in
                    .init(key: key, value: key == "t" || key == "sg" ? list(&random) : draft(&random, depth: depth + 1))
                })
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `timelines of any size are compared`() {
        let track = { (names: [Int]) in
            Timeline.Track(
                kind: .video, segments: names.map { Timeline.Segment(name: "s\($0)", duration: .seconds($0 % 7)) })
        }
        let before = Timeline(
            tracks: [track(Array(0..<5_000))] + (0..<2_000).map { Timeline.Track(kind: .other($0), segments: []) })
        let after = Timeline(tracks: [track(Array((0..<5_000).reversed()))])
        #expect(after.difference(from: before).count == 9)
    }
}
