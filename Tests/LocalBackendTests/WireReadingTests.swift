// The small readers: raw members of JSON, forms cut anywhere, byte ranges, marks of media.

import Testing

@testable import LocalBackend

@Suite struct WireReadingTests {
    @Test(
        arguments: [
            (#"{"draft":{"a":[1,2,{"b":"}"}]},"x":1}"#, #"{"a":[1,2,{"b":"}"}]}"#),
            (#" { "id" : "x" , "draft" : { "n": 1.0e5 } } "#, #"{ "n": 1.0e5 }"#),
            (#"{"other":{"draft":1},"draft":"a\"b\\"}"#, #""a\"b\\""#),
            (#"{"draft": 12345678901234567890.000 ,"x":[]}"#, "12345678901234567890.000"),
            (#"{"draft":null}"#, "null"), (#"{"x":1}"#, nil), ("[1]", nil), (#"{"draft""#, nil), (#"{"draft":"#, nil),
            ("", nil),
        ] as [(String, String?)])
    func `a member's value is cut out as it stands`(_ json: String, _ value: String?) {
        let found = RawMember.value(of: "draft", in: Array(json.utf8)).map { String(decoding: $0, as: UTF8.self) }
        #expect(found == value)
    }

    private static let form =
        "preamble\r\n--xyz\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n--xyz \r\n"
        + "content-disposition: form-data; name=\"files\"; filename=\"a \\\"b\\\" 城.mp4\"\r\nContent-Type: video/mp4\r\n"
        + "\r\n\r\n--xy\r\n-- not the end\r\n\r\n--xyz\r\nContent-Disposition: form-data; name=files; filename=empty\r\n"
        + "\r\n\r\n--xyz--\r\nepilogue"

    @Test(arguments: [1, 2, 3, 5, 7, 11, 64, 1000])
    func `a form is read the same wherever its bytes are cut`(_ size: Int) throws {
        var reader = MultipartForm(boundary: Array("xyz".utf8))
        var parts: [MultipartForm.Part] = []
        var contents: [String] = []
        var bytes: [UInt8] = []
        let whole = Array(Self.form.utf8)
        for start in stride(from: 0, to: whole.count, by: size) {
            for event in try reader.feed(Array(whole[start..<min(start + size, whole.count)])) {
                switch event {
                case .begin(let part): parts.append(part)
                case .bytes(let more): bytes += more
                case .end:
                    contents.append(String(decoding: bytes, as: UTF8.self))
                    bytes = []
                }
            }
        }
        #expect(
            parts == [
                .init(field: "note", fileName: nil), .init(field: "files", fileName: #"a "b" 城.mp4"#),
                .init(field: "files", fileName: "empty"),
            ])
        #expect(contents == ["hi", "\r\n--xy\r\n-- not the end\r\n", ""])
        #expect(reader.isComplete)
    }

    @Test func `a form that breaks off is not complete`() throws {
        var reader = MultipartForm(boundary: Array("xyz".utf8))
        _ = try reader.feed(Array(Self.form.utf8.prefix(200)))
        #expect(!reader.isComplete)
    }

    @Test(
        arguments: [
            (nil, ByteRange.whole), ("bytes=0-9", .part(0...9)), ("bytes=90-", .part(90...99)),
            ("bytes=-5", .part(95...99)),
            ("bytes=50-500", .part(50...99)), ("bytes=-500", .part(0...99)), ("bytes=100-", .unsatisfiable),
            ("bytes=9-3", .whole), ("items=0-9", .whole), ("bytes=0-1,5-6", .whole), ("bytes=x-", .whole),
        ] as [(String?, ByteRange)])
    func `a range header is understood`(_ header: String?, _ range: ByteRange) {
        #expect(ByteRange(header, size: 100) == range)
    }

    @Test(
        arguments: [
            ("\0\0\0\u{18}ftypisom", "mp4"), ("RIFF....AVI LIST", "avi"), ("RIFF....WAVEfmt ", "wav"),
            ("GIF89a", "gif"),
            ("ID3\u{3}", "mp3"), ("#EXTM3U", nil), ("ffconcat version 1.0", nil), ("v=0\r\no=", nil), ("", nil),
        ] as [(String, String?)])
    func `a file's kind is told by its first bytes`(_ head: String, _ kind: String?) {
        #expect(MediaSniff.fileExtension(of: Array(head.utf8)) == kind)
    }

    @Test(
        arguments: [
            ([0xFF, 0xF1, 0x50], "aac"), ([0xFF, 0xFB, 0x90], "mp3"), ([0xFF, 0xD8, 0xFF], "jpg"),
            ([0x1A, 0x45, 0xDF, 0xA3], "mkv"), ([0x89, 0x50, 0x4E, 0x47], "png"), ([0xFF, 0xFE, 0x41, 0], nil),
        ] as [([UInt8], String?)])
    func `marks that are not text are told apart`(_ head: [UInt8], _ kind: String?) {
        #expect(MediaSniff.fileExtension(of: head) == kind)
    }

    @Test func `what is drawn and what is asked of a filter is harmless`() {
        #expect(TitleOverlay.drawable("a\nb\u{202E}c 🎬") == "a bc")
        #expect(TitleOverlay.drawable("城市 100%") == "城市 100%")
        #expect(TitleOverlay.escaped("/tmp/a b:c/x,y") == #"/tmp/a\ b\\:c/x\,y"#)
        let canvas = Canvas(width: 1920, height: 1080, rate: .usual)
        #expect(TitleOverlay.size(of: "Hi", on: canvas) == 120)
        #expect(TitleOverlay.size(of: String(repeating: "城", count: 40), on: canvas) == 43)
    }
}
