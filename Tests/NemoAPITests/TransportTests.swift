// The pieces that requests are made of.

import JobModel
import NIOCore
import NIOHTTP1
import SystemPackage
import TestSupport
import Testing

@testable import NemoAPI

struct BackendAddressTests {
    @Test(arguments: [
        ("https://api.example/", "https://api.example", "api.example"),
        (" http://127.0.0.1:80/x// ", "http://127.0.0.1:80/x", "127.0.0.1:80"),
    ])
    func `a base is kept without its slash`(_ text: String, _ kept: String, _ host: String) throws {
        let address = try #require(BackendAddress(text))
        #expect(address.text == kept && address.host == host)
    }

    @Test(arguments: [
        "", "api.example", "ftp://a", "https://", "https://u:p@a", "https://a?x=1", "https://a#x", "file:///etc",
    ])
    func `what is no base is none`(_ text: String) { #expect(BackendAddress(text) == nil) }

    @Test func `what is put into a path stays one component`() throws {
        let base = try #require(BackendAddress("https://a"))
        #expect(base.appending("x", "a/b?c#d%é ") == "https://a/x/a%2Fb%3Fc%23d%25%C3%A9%20")
    }

    static let secure = "https://api.example"
    static let local = "http://127.0.0.1:8080"

    @Test(arguments: [
        (secure, "https://cdn.example/v.mp4?sig=1", true), (secure, "http://cdn.example/v.mp4", false),
        (secure, "http://127.0.0.1/v.mp4", false), (secure, "ftp://cdn.example/v", false),
        (secure, "file:///etc/passwd", false),
        (secure, "https://user:pw@cdn.example/", false), (secure, "/relative", false), (secure, "", false),
        (secure, "https://", false),
        (local, "http://127.0.0.1:99/v.mp4", true), (local, "http://localhost/v.mp4", true),
        (local, "http://[::1]:9/v", true),
        (local, "http://127.evil.example/v", false), (local, "http://10.0.0.1/v.mp4", false),
        (local, "https://cdn.example/v", true),
        ("http://10.0.0.1", "http://10.0.0.1/v", false),
    ])
    func `only safe addresses are followed`(_ base: String, _ url: String, _ isFollowed: Bool) throws {
        let backend = try #require(BackendAddress(base))
        #expect((FollowableAddress(url, from: backend) != nil) == isFollowed)
    }

    @Test(
        arguments: [
            ("/other", local + "/a", local + "/other"), ("https://b/c#f", secure + "/a", "https://b/c"),
            ("http://127.0.0.1/x", secure + "/a", nil),
        ] as [(String, String, String?)])
    func `redirects never lead back to plain HTTP`(_ target: String, _ from: String, _ followed: String?) throws {
        let backend = try #require(BackendAddress(Self.local))
        #expect(FollowableAddress(target, relativeTo: from, from: backend)?.text == followed)
    }
}

struct MultipartFileTests {
    @Test(arguments: [
        (Array("clip.mp4".utf8), "clip.mp4"), (Array("a\"b\\c.mp4".utf8), "a%22b%5Cc.mp4"),
        (Array("é 导出 🎬.mp4".utf8), "é 导出 🎬.mp4"),
        (Array("a\r\nX-Evil: 1\r\n\r\n.mp4".utf8), "a%0D%0AX-Evil: 1%0D%0A%0D%0A.mp4"),
        ([0x61, 0xFF, 0x22, 0x2E, 0x6D], "a%FF%22.m"),
        (Array("a\u{7F}\u{85}\u{2028}b".utf8), "a%7F%C2%85%E2%80%A8b"),
    ])
    func `a name cannot leave its quotes`(_ bytes: [UInt8], _ quoted: String) throws {
        #expect(try #require(FileName(bytes: bytes)).quotedForFormData == quoted)
    }

    @Test(arguments: [
        ("video/mp4", "video/mp4"), ("a", "application/octet-stream"), ("a/b\r\nX: y", "application/octet-stream"),
        ("", "application/octet-stream"),
    ])
    func `a media type cannot become a header`(_ type: String, _ safe: String) { #expect(MediaType.safe(type) == safe) }

    private func body(of content: String, size: Int64) async throws -> (text: String, length: Int64) {
        let folder = try TemporaryFolder()
        let file = try FileDescriptor.open(
            FilePath(folder.appending("f")), .readWrite, options: [.create], permissions: .ownerReadWrite)
        try file.writeAll(content.utf8)
        let body = try MultipartFile(
            UploadFile(descriptor: file, size: size, name: "c.txt", contentType: "text/plain"),
            boundary: "B", progress: { _ in })
        // The body must not depend on the caller's descriptor.
        try file.close()
        var reader = body.makeReader()
        var bytes: [UInt8] = []
        while let part = try await reader.next() { bytes += part.readableBytesView }
        return (String(decoding: bytes, as: UTF8.self), body.length)
    }

    @Test(arguments: ["", "hello", String(repeating: "0123456789abcdef", count: 40_000)])
    func `the body is as long as it was said to be`(_ content: String) async throws {
        let (text, length) = try await body(of: content, size: Int64(content.utf8.count))
        #expect(Int64(text.utf8.count) == length)
        let head =
            "--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"c.txt\"\r\nContent-Type: text/plain\r\n\r\n"
        #expect(text == head + content + "\r\n--B--\r\n")
    }

    @Test func `a file that grows is sent as it was announced`() async throws {
        #expect(try await body(of: "hello world", size: 5).text.hasSuffix("\r\n\r\nhello\r\n--B--\r\n"))
    }

    @Test func `a file that shrinks fails`() async throws {
        await #expect(throws: UploadSourceError.endedEarly(at: 5, expected: 9)) { try await body(of: "hello", size: 9) }
    }
}

struct SingleUseBytesTests {
    @Test func `bytes are given once and never again, whichever way they are asked for`() {
        let bytes = SingleUseBytes([1, 2])
        #expect(bytes.count == 2)
        #expect(!bytes.hasBegun)
        #expect(ByteBuffer(bytes: bytes) == ByteBuffer(bytes: [1, 2]))
        #expect(bytes.hasBegun)
        #expect(ByteBuffer(bytes: bytes).readableBytes == 0)
        #expect(Array(bytes.makeIterator().map(\.self)).isEmpty)
    }

    @Test func `a request that was sent cannot be sent again`() async throws {
        try await ScriptedServer.with { connection in
            while try await connection.request() != nil { try await connection.answer("{}") }
        } _: { server in
            // Nothing here waits for a limit; they are far beyond what a busy machine needs.
            let transport = Transport(connectLimit: .seconds(60), time: MonotonicTime(ContinuousClock()))
            let limits = CallLimits(idle: .seconds(60), total: .seconds(60), bytes: 100)
            let request = OutgoingRequest(
                method: .POST, url: server.base + "/", body: .once(SingleUseBytes(Array("pay".utf8))))
            let status = try? await transport.exchange(request, over: .fresh, limits: limits) { $0.status }
            #expect(status == 200)
            await #expect(throws: ExchangeBreak.self) {
                try await transport.exchange(request, over: .fresh, limits: limits) { $0.status }
            }
            await transport.shutdown()
            #expect(server.requests.count == 1)
        }
    }
}

struct ContentRangeTests {
    @Test(
        arguments: [
            ("bytes 5-9/10", .part(first: 5, total: 10)), ("bytes 0-0/*", .part(first: 0, total: nil)),
            ("bytes */10", .unsatisfied(total: 10)),
            ("bytes */*", nil), ("lines 1-2/3", nil), ("bytes 99999999999999999999-1/2", nil), ("", nil),
        ] as [(String, ContentRange?)])
    func `the header is read`(_ header: String, _ range: ContentRange?) { #expect(ContentRange(header) == range) }
}
