// ffprobe's JSON, as it prints it for files of several kinds.

import Testing

@testable import Media

@Suite struct ProbeReportTests {
    private func facts(_ json: String) throws -> MediaFacts? {
        try ProbeReport(json: Array(json.utf8)).facts(bytes: 1000)
    }

    @Test func `a clip with sound tells everything`() throws {
        let facts = try facts(
            """
            {"programs": [], "streams": [
              {"codec_name": "h264", "codec_type": "video", "width": 1280, "height": 720, "duration": "5.280000",
               "nb_frames": "132", "disposition": {"attached_pic": 0}},
              {"codec_name": "aac", "codec_type": "audio", "duration": "5.312000", "nb_frames": "249"}],
             "format": {"format_name": "mov,mp4,m4a,3gp,3g2,mj2", "duration": "5.312000"}}
            """)
        #expect(
            facts
                == MediaFacts(
                    duration: .milliseconds(5312),
                    picture: .init(codec: "h264", width: 1280, height: 720, frames: 132), audioCodec: "aac",
                    formatName: "mov,mp4,m4a,3gp,3g2,mj2", bytes: 1000))
    }

    @Test(arguments: [(90, 720, 1280), (-90, 720, 1280), (270, 720, 1280), (180, 1280, 720), (0, 1280, 720)])
    func `a clip filmed upright is higher than wide`(_ rotation: Int, _ width: Int, _ height: Int) throws {
        let facts = try facts(
            """
            {"streams": [{"codec_type": "video", "width": 1280, "height": 720,
                          "side_data_list": [{}, {"rotation": \(rotation)}]}]}
            """)
        #expect(facts?.picture?.width == width)
        #expect(facts?.picture?.height == height)
    }

    @Test func `the cover of a song is no video`() throws {
        let facts = try facts(
            """
            {"streams": [{"codec_type": "audio", "codec_name": "mp3"},
                         {"codec_type": "video", "codec_name": "png", "disposition": {"attached_pic": 1}}],
             "format": {"format_name": "mp3", "duration": "1.5"}}
            """)
        #expect(facts?.picture == nil)
        #expect(facts?.audioCodec == "mp3")
    }

    @Test(arguments: ["N/A", "", "nan", "inf", "-3", "1e300"])
    func `a length that is no length is not known`(_ text: String) throws {
        let json = #"{"streams": [{"codec_type": "video"}], "format": {"duration": "\#(text)"}}"#
        let facts = try #require(try facts(json))
        #expect(facts.duration == nil)
    }

    @Test(arguments: ["{}", #"{"streams": []}"#, #"{"streams": [{"codec_type": "subtitle"}], "format": {}}"#])
    func `a report of nothing to see or hear has no facts`(_ json: String) throws {
        #expect(try facts(json) == nil)
    }

    @Test func `an error is told in ffprobe's words`() throws {
        let report = try ProbeReport(
            json: Array(#"{"error": {"code": -1094995529, "string": "Invalid data found"}}"#.utf8))
        #expect(report.error?.string == "Invalid data found")
        #expect(report.facts(bytes: 0) == nil)
    }

    @Test(arguments: ["", "[]", "not json", #"{"streams": 3}"#])
    func `what is not a report is an error`(_ json: String) {
        #expect(throws: (any Error).self) { try ProbeReport(json: Array(json.utf8)) }
    }
}
