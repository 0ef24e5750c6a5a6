// The timeline in words and its digest (PROTOCOL 5 and 9).

import JobModel
import NemoAPI
import Testing

struct TimelineTests {
    private static func state(_ state: String) throws -> TimelineState {
        try TimelineState(answer: Array(#"{"code":0,"data":{"state":\#(state)}}"#.utf8))
    }

    private static func timeline(_ tracks: String) throws -> Timeline {
        try state(#"{"draft":{"t":[\#(tracks)]}}"#).timeline
    }

    static let video = #"{"tt":0,"sg":[{"d":10000,"m":{"name":"city timelapse"}}]}"#
    static let music = #"{"tt":1,"sg":[{"d":10000,"m":{"name":"Lo-fi","volume":0.35}}]}"#
    static let title = #"{"tt":7,"sg":[{"d":3000,"m":{"text":"Urban Dreams"}}]}"#

    @Test func `the summary reads as the description's own`() throws {
        #expect(
            try Self.timeline("\(Self.video),\(Self.music),\(Self.title)").summary
                == #"Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)"#
        )
    }

    @Test(arguments: [
        ("", "Timeline (0 tracks)"),
        (#"{"tt":0,"sg":[]}"#, "Timeline (1 track): 1. Video: empty"),
        (
            #"{"tt":0,"sg":[{"d":1500,"m":{"title":"a"}},{"d":2049,"m":{}}]}"#,
            "Timeline (1 track): 1. Video: a (0-1.5s), untitled (1.5-3.5s)"
        ),
        (
            #"{"tt":"1","sg":[{"d":"10000","m":{"name":"x","volume":"80"}}]}"#,
            "Timeline (1 track): 1. BGM: x (0-10s, 80%)"
        ),
        (#"{"tt":3,"sg":[{"d":-5,"m":{"name":"fx"}}]}"#, "Timeline (1 track): 1. Track of type 3: fx (0-0s)"),
        (#"{"sg":{"a":1}},7,null"#, "Timeline (3 tracks): 1. Track: empty 2. Track: empty 3. Track: empty"),
        (#"{"tt":"text","sg":[{"d":1}]}"#, "Timeline (1 track): 1. Track: untitled (0-0s)"),
        (#"{"tt":7.0,"sg":[{"d":2500.6,"m":{"title":2024}}]}"#, #"Timeline (1 track): 1. Title: "2024" (0-2.5s)"#),
        (
            #"{"tt":0,"sg":[{"d":1e3,"name":"beside"},null,3]}"#,
            "Timeline (1 track): 1. Video: beside (0-1s), untitled (1-1s), untitled (1-1s)"
        ),
        (
            #"{"tt":0,"sg":[{"d":1000,"m":{"id":1},"name":"beside","volume":0}]}"#,
            "Timeline (1 track): 1. Video: beside (0-1s, 0%)"
        ),
        (
            #"{"tt":0,"sg":[{"d":true,"m":"x"},{"d":{},"m":{"name":"  ","volume":-1}}]}"#,
            "Timeline (1 track): 1. Video: untitled (0-0s), untitled (0-0s)"
        ),
        (
            #"{"tt":-4,"sg":[{"m":null}]},{"tt":99999999999999999999}"#,
            "Timeline (2 tracks): 1. Track of type -4: untitled (0-0s) 2. Track: empty"
        ),
        (
            #"{"tt":7,"sg":[{"d":1e300,"m":{"text":"a\nb\u202e"}}]}"#,
            #"Timeline (1 track): 1. Title: "a\u{A}b\u{202E}" (0-86400s)"#
        ),
    ])
    func `odd timelines are told as well as they can be`(_ tracks: String, _ summary: String) throws {
        #expect(try Self.timeline(tracks).summary == summary)
    }

    @Test func `a long timeline is told shortly`() throws {
        let segments = (0..<20).map { "{\"d\":1000,\"m\":{\"name\":\"s\($0)\"}}" }.joined(separator: ",")
        let track = "{\"tt\":0,\"sg\":[\(segments)]}"
        #expect(try Self.timeline(track).summary.hasSuffix("s11 (11-12s), and 8 more"))
        let tracks = Array(repeating: track, count: 30).joined(separator: ",")
        #expect(try Self.timeline(tracks).summary.hasSuffix(" and 6 more"))
    }

    @Test(arguments: [
        (String(repeating: "x", count: 81), 80), ("a" + String(repeating: "\u{301}", count: 10_000), 2),
        (String(repeating: "x", count: 80), 80),
    ])
    func `a long name is told shortly`(name: String, count: Int) {
        let track = Timeline.Track(kind: .video, segments: [Timeline.Segment(name: name, duration: .seconds(1))])
        let summary = Timeline(tracks: [track]).summary
        #expect(summary.count == "Timeline (1 track): 1. Video:  (0-1s)".count + count)
        #expect(summary.unicodeScalars.count < 300)
    }

    @Test(arguments: [
        ("", false), (#"{"tt":0,"sg":[]}"#, false), (video, true), (#"{"tt":0,"sg":[]},\#(title)"#, true),
    ])
    func `a draft with a segment can be exported`(_ tracks: String, _ isExportable: Bool) throws {
        #expect(try Self.timeline(tracks).isExportable == isExportable)
    }

    @Test func `the state's numbers are read`() throws {
        let state = try Self.state(
            #"{"draft":{"t":[]},"video_infos":[{},{}],"generated_media":{"a":1},"canvas_config":{"width":1080,"height":"1920"}}"#
        )
        #expect(state.videoCount == 2 && state.generatedCount == 1)
        #expect(state.canvas?.width == 1080 && state.canvas?.height == 1920)
        #expect(state.draft?.bytes == Array(#"{"t":[]}"#.utf8))
    }

    @Test(arguments: [
        #"{"state":{"draft":{"t":[1]}}}"#, #"{"data":{"draft":{"t":[1]}}}"#, #"{"data":{"state":{"draft":{"t":[1]}}}}"#,
    ])
    func `the state is found where servers put it`(_ answer: String) throws {
        #expect(try TimelineState(answer: Array(answer.utf8)).draft?.bytes == Array(#"{"t":[1]}"#.utf8))
    }

    @Test(arguments: ["{}", #"{"data":null}"#, #"{"data":{"state":{"draft":null}}}"#])
    func `a session without a draft has none`(_ answer: String) throws {
        let state = try TimelineState(answer: Array(answer.utf8))
        #expect(state.draft == nil)
        #expect(!state.timeline.isExportable)
    }

    @Test(arguments: [
        "{}", #"{"t":null}"#, #"{"t":{}}"#, #"{"t":[]}"#, #"{"t":"[]"}"#, "[]", "7", "true", #""""#, #""not a draft""#,
    ])
    func `a draft without tracks has an empty timeline`(_ draft: String) throws {
        let state = try Self.state(#"{"draft":\#(draft)}"#)
        #expect(state.timeline == Timeline())
        #expect(state.timeline.summary == "Timeline (0 tracks)")
        #expect(!state.timeline.isExportable)
    }

    @Test func `a draft that is kept as text is read`() throws {
        let state = try Self.state(
            #"{"draft":"{\"t\":[{\"tt\":7,\"sg\":[{\"d\":\"3000.0\",\"m\":{\"text\":\"a\"}}]}]}"}"#)
        #expect(state.timeline.summary == #"Timeline (1 track): 1. Title: "a" (0-3s)"#)
    }
}

struct StateDigestTests {
    private static func digest(_ draft: String, generated: String = "[]") throws -> StateDigest {
        try TimelineState(
            answer: Array(#"{"data":{"state":{"draft":\#(draft),"generated_media":\#(generated)}}}"#.utf8)
        ).digest
    }

    static let base = #"{"a":[1,"x"],"u":"https://h/p?sig=1","n":1.50}"#

    @Test(arguments: [
        #"{"n":1.50,"u":"https://h/p?sig=1","a":[1,"x"]}"#,
        #"{ "a" : [ 1, "x" ], "u":"https:\/\/h/p?sig=2", "n":1.50}"#,
        #"{"a":[1,"\u0078"],"u":"HTTP://other/","n":1.50}"#,
    ])
    func `what is no edit leaves it as it is`(_ draft: String) throws {
        #expect(try Self.digest(draft) == Self.digest(Self.base))
    }

    @Test(arguments: [
        #"{"a":["x",1],"u":"https://h","n":1.50}"#, #"{"a":[1,"x"],"u":"https://h","n":1.5}"#,
        #"{"a":[1,"x"],"u":"https://h"}"#,
        #"{"a":[1,"y"],"u":"https://h","n":1.50}"#, #"{"a":["1","x"],"u":"https://h","n":1.50}"#,
        #"{"a":[1,"x"],"u":null,"n":1.50}"#, #"{"a":[1,"x"],"v":"https://h","n":1.50}"#,
        #"{"a":[[1],"x"],"u":"https://h","n":1.50}"#,
        "null", "{}",
    ])
    func `every edit changes it`(_ draft: String) throws {
        #expect(try Self.digest(draft) != Self.digest(Self.base))
    }

    @Test func `it counts generated media and does not look into them`() throws {
        let one = try Self.digest(Self.base, generated: #"[{"url":"https://a"}]"#)
        #expect(try one == Self.digest(Self.base, generated: #"[{"url":"https://b"}]"#))
        #expect(try one != Self.digest(Self.base))
    }
}
