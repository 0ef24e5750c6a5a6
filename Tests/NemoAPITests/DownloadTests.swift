// Results on their way down: whole, resumed, redirected, refused (PROTOCOL 4, FIELD-FACTS 1 and 3).

import Foundation
import JobModel
import SystemPackage
import TestSupport
import Testing

@testable import NemoAPI

@Suite(.timeLimit(.minutes(5)))
struct DownloadTests {
    private static let content = (0..<100_000).map { "\($0)\n" }.joined()

    /// Downloads into a file that begins with `present`, and gives what is in it after.
    private func download(
        _ path: String = "/v.mp4", over server: ScriptedServer, present: String = "", cap: Int64 = 10_000_000,
        fallback: Bool = false
    ) async throws -> (result: Result<DownloadedBytes, APIFailure>, text: String) {
        let folder = try TemporaryFolder()
        let file = try FileDescriptor.open(
            FilePath(folder.appending("f")), .readWrite, options: [.create], permissions: .ownerReadWrite)
        defer { try? file.close() }
        try file.writeAll(present.utf8)
        let result: Result<DownloadedBytes, APIFailure> = try await withClient(of: server) { client in
            do throws(APIFailure) {
                let source: DownloadSource = fallback ? .fallback(RenderID("r 1")) : .output(server.base + path)
                return .success(
                    try await client.download(from: source, into: file, offset: Int64(present.utf8.count), cap: cap))
            } catch {
                return .failure(error)
            }
        }
        return (result, try String(contentsOfFile: folder.appending("f"), encoding: .utf8))
    }

    @Test func `a video arrives whole, and no secret goes to its host`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.answer(
                Self.content, type: "video/mp4", also: "Content-Disposition: attachment; filename=../x\r\n")
        } _: { server in
            let (result, text) = try await download(over: server)
            #expect(text == Self.content)
            let bytes = try result.get()
            #expect(bytes.total == Int64(Self.content.utf8.count) && bytes.received == bytes.total)
            #expect(bytes.contentType == "video/mp4")
            let request = try #require(server.requests.first)
            #expect(request["authorization"] == nil)
            #expect(!request.headers.contains { $0[0].hasPrefix("x-skill") })
            #expect(request["range"] == nil)
        }
    }

    @Test func `the fallback has the usual headers, and where it redirects to has not`() async throws {
        try await ScriptedServer.with { connection in
            while let request = try await connection.request() {
                if request.target == "/signed" {
                    try await connection.answer("video", type: "video/mp4")
                } else {
                    try await connection.answer("", status: "302 Found", also: "Location: /signed\r\n")
                }
            }
        } _: { server in
            let (result, text) = try await download(over: server, fallback: true)
            #expect(try result.get().total == 5)
            #expect(text == "video")
            #expect(server.requests.map(\.target) == ["/api/render/proxy/r%201/download", "/signed"])
            #expect(server.requests.map { $0["authorization"] } == ["Bearer \(Sample.token)", nil])
            #expect(server.requests.map { $0["x-skill-source"] } == ["generator-extension", nil])
        }
    }

    @Test(arguments: [3, 4])
    func `redirects are followed three times`(_ count: Int) async throws {
        try await ScriptedServer.with { connection in
            while let request = try await connection.request() {
                let number = Int(request.target.dropFirst()) ?? 0
                if number == count {
                    try await connection.answer("video", type: "video/mp4")
                } else {
                    try await connection.answer(
                        "", status: "307 Temporary Redirect", also: "Location: /\(number + 1)\r\n")
                }
            }
        } _: { server in
            let (result, _) = try await download("/0", over: server)
            switch result {
            case .success: #expect(count == 3)
            case .failure(let failure): #expect(count == 4 && failure.kind == .addressRefused)
            }
        }
    }

    @Test(arguments: ["http://10.0.0.1/v.mp4", "ftp://127.0.0.1/v.mp4", "file:///etc/passwd", "https://u:p@127.0.0.1/"])
    func `a redirect to an unsafe address is refused`(_ target: String) async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.answer("", status: "302 Found", also: "Location: \(target)\r\n")
        } _: { server in
            guard case .failure(let failure) = try await download(over: server).result else {
                Issue.record("followed")
                return
            }
            #expect(failure.kind == .addressRefused)
            #expect(!failure.description.contains("passwd"))
        }
    }

    @Test func `a download goes on where it stopped`() async throws {
        let present = String(Self.content.prefix(1234))
        try await ScriptedServer.with { connection in
            try await connection.request()
            let rest = Self.content.dropFirst(1234)
            try await connection.answer(
                String(rest), status: "206 Partial Content", type: "video/mp4",
                also: "Content-Range: bytes 1234-\(Self.content.count - 1)/\(Self.content.count)\r\n")
        } _: { server in
            let (result, text) = try await download(over: server, present: present)
            #expect(text == Self.content)
            #expect(try result.get().received == Int64(Self.content.utf8.count - 1234))
            #expect(server.requests.first?["range"] == "bytes=1234-")
        }
    }

    @Test func `a server that ignores the range starts the file over`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.answer("video", type: "video/mp4")
        } _: { server in
            let (result, text) = try await download(over: server, present: "something longer")
            #expect(text == "video")
            #expect(try result.get() == DownloadedBytes(total: 5, received: 5, contentType: "video/mp4"))
        }
    }

    @Test func `a file that is there already is not fetched again`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.answer("", status: "416 Range Not Satisfiable", also: "Content-Range: bytes */5\r\n")
        } _: { server in
            let (result, text) = try await download(over: server, present: "video")
            #expect(text == "video")
            #expect(try result.get().received == 0)
        }
    }

    @Test func `what does not fit the server's file is fetched from the start`() async throws {
        try await ScriptedServer.with { connection in
            while let request = try await connection.request() {
                if request["range"] == nil {
                    try await connection.answer("video", type: "video/mp4")
                } else {
                    try await connection.answer(
                        "", status: "416 Range Not Satisfiable", also: "Content-Range: bytes */5\r\n")
                }
            }
        } _: { server in
            let (result, text) = try await download(over: server, present: "too long for it")
            #expect(text == "video")
            #expect(try result.get().total == 5)
        }
    }

    /// Ways of a download to come short, and how much of it is kept.
    enum Shortness: CaseIterable, Sendable { case closed, reset, wrongPart, wrongTotal }

    @Test(arguments: Shortness.allCases)
    func `a download that comes short is a failure, and what came is kept`(_ shortness: Shortness) async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            switch shortness {
            case .closed: try await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nvideo")
            case .reset:
                try await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
                try await connection.reset()
            case .wrongPart:
                try await connection.answer(
                    "eo", status: "206 Partial Content", type: "video/mp4", also: "Content-Range: bytes 7-8/9\r\n")
            case .wrongTotal:
                try await connection.answer(
                    "deo", status: "206 Partial Content", type: "video/mp4", also: "Content-Range: bytes 2-4/9\r\n")
            }
        } _: { server in
            let present = shortness == .wrongPart || shortness == .wrongTotal ? "vi" : ""
            let (result, text) = try await download(over: server, present: present)
            guard case .failure(let failure) = result else {
                Issue.record("it succeeded")
                return
            }
            #expect(failure.isPassing)
            switch shortness {
            case .closed, .wrongTotal: #expect(text == "video")
            case .reset: #expect(text == "")
            case .wrongPart: #expect(text == "vi")
            }
        }
    }

    @Test(arguments: [true, false])
    func `a file over the cap is refused, announced or not`(_ isAnnounced: Bool) async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            let length = isAnnounced ? "Content-Length: 1000000\r\n" : ""
            try await connection.write("HTTP/1.1 200 OK\r\n\(length)\r\n")
            while true { try await connection.write(String(repeating: "x", count: 1000)) }
        } _: { server in
            let (result, text) = try await download(over: server, cap: 100_000)
            guard case .failure(let failure) = result else {
                Issue.record("it succeeded")
                return
            }
            #expect(failure.kind == .oversized(limit: 100_000))
            #expect(text.utf8.count <= 100_000)
        }
    }

    @Test(arguments: [
        ("403 Forbidden", "<Error/>", "application/xml", APIFailure.Kind.notFound),
        ("200 OK", "<html>", "text/html", .unwell(.page)),
        ("503 Busy", "", "text/plain", .unwell(.status(503))),
    ])
    func `what is no video is told`(_ status: String, _ body: String, _ type: String, _ kind: APIFailure.Kind)
        async throws
    {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.answer(body, status: status, type: type)
        } _: { server in
            let (result, text) = try await download(over: server, present: "kept")
            guard case .failure(let failure) = result else {
                Issue.record("it succeeded")
                return
            }
            #expect(failure.kind == kind)
            #expect(text == "kept")
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func `a full disk is told as that`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.answer("video", type: "video/mp4")
        } _: { server in
            let file = try FileDescriptor.open("/dev/full", .writeOnly)
            defer { try? file.close() }
            await #expect {
                try await withClient(of: server) {
                    try await $0.download(from: .output(server.base + "/v"), into: file, cap: 99)
                }
            } throws: {
                if case .localFile(.some) = ($0 as? APIFailure)?.kind { true } else { false }
            }
        }
    }
}
