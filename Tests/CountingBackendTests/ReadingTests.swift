// What the server reads by itself: forms cut anywhere, and JSON that must not be decoded.

import CountingBackend
import Foundation
import Testing

struct ReadingTests {
    static let form = [
        "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a;b.mp4\"\r\nContent-Type: video/mp4\r\n\r\n",
        "one\r\n--x", "y\r\n\r\n--x\r\n",
        "Content-Disposition: form-data; name=\"files\"; filename=\"\u{e9}.png\"\r\nContent-Type: image/png\r\n\r\n",
        "\r\n--x--\r\n",
    ].joined()

    @Test(arguments: 1...40)
    func `a form is read the same, in whatever pieces it comes`(size: Int) throws {
        // The first file holds what begins like a boundary and is none; it must be another than the form's.
        let text = Self.form.replacingOccurrences(of: "--x", with: "--bound").replacingOccurrences(
            of: "--boundy", with: "--bouny")
        let bytes = Array(text.utf8)
        var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=\"bound\""))
        for start in stride(from: 0, to: bytes.count, by: size) {
            #expect(!reader.isComplete || start + size > bytes.count - 2)
            reader.take(bytes[start..<min(start + size, bytes.count)])
        }
        #expect(reader.isComplete)
        let content = Array("one\r\n--bouny\r\n".utf8)
        #expect(reader.files.map(\.name) == ["a;b.mp4", "\u{e9}.png"])
        #expect(reader.files.map(\.type) == ["video/mp4", "image/png"])
        #expect(reader.files.map(\.bytes) == [content.count, 0])
        #expect(reader.files.map(\.checksum) == [Checksum(of: content), Checksum()])
    }

    @Test func `a form without its end is not complete`() throws {
        var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=x"))
        reader.take(Array("--x\r\nContent-Disposition: form-data; name=\"files\"\r\n\r\nabc".utf8)[...])
        #expect(!reader.isComplete)
        #expect(MultipartReader(contentType: "application/json") == nil)
    }

    @Test(arguments: [
        (#"{"draft":{"a":[1,"}",{}]},"x":1}"#, #"{"a":[1,"}",{}]}"#),
        (#"{"x":{"draft":1}, "draft" : 9223372036854775807 }"#, "9223372036854775807"),
        (#"{"x":"\"draft\":2","draft":"a\\\"b"}"#, #""a\\\"b""#), (#"{"draft":[ ]}"#, "[ ]"),
        (#"{"draft":null}"#, "null"),
    ])
    func `a member's value is found as it stands`(text: String, value: String) {
        #expect(RawJSON.member("draft", of: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } == value)
    }

    @Test(arguments: ["", "[]", "{}", #"{"x":1}"#, #"{"draft"}"#, #"{"draft":"#, "{\"draft"])
    func `a member that is not there is not found`(text: String) {
        #expect(RawJSON.member("draft", of: Array(text.utf8)) == nil)
    }
}
