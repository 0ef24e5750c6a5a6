// Files on their way up (PROTOCOL 4, RFC 7578).

import Foundation
import JobModel
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import NemoAPI

@Suite(.timeLimit(.minutes(5)))
struct UploadTests {
    private func upload(
        _ content: String, size: Int64? = nil, name: String = "clip.mp4", to server: ScriptedServer,
        progress: @escaping @Sendable (Int64) -> Void = { _ in }
    ) async throws -> UploadedMedia {
        let folder = try TemporaryFolder()
        try content.write(toFile: folder.appending("f"), atomically: false, encoding: .utf8)
        let file = try FileDescriptor.open(FilePath(folder.appending("f")), .readOnly)
        defer { try? file.close() }
        let upload = UploadFile(
            descriptor: file, size: size ?? Int64(content.utf8.count), name: try #require(FileName(name)),
            contentType: "video/mp4")
        return try await withClient(of: server) { try await $0.upload(upload, to: Sample.session, progress: progress) }
    }

    @Test func `a file arrives in a form, with its length known before`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.answer(#"{"code":0,"data":{"files":[{"name":"clip.mp4","url":"https://h/c"}]}}"#)
        } _: { server in
            let sent = Mutex<[Int64]>([])
            let media = try await upload("0123456789", to: server) { count in sent.withLock { $0.append(count) } }
            #expect(media == UploadedMedia(name: "clip.mp4", url: "https://h/c"))
            #expect(sent.withLock { $0 } == [10])
            let request = try #require(server.requests.first)
            #expect(request.target == "/api/upload-video/nemo_agent/me/sid-1")
            #expect(request["transfer-encoding"] == nil)
            let boundary = try #require(request["content-type"]?.split(separator: "boundary=").last)
            #expect(
                request.text
                    == "--\(boundary)\r\nContent-Disposition: form-data; name=\"files\"; filename=\"clip.mp4\"\r\n"
                    + "Content-Type: video/mp4\r\n\r\n0123456789\r\n--\(boundary)--\r\n")
        }
    }

    @Test func `a server that refuses before it has read all is heard`() async throws {
        try await ScriptedServer.with { connection in
            _ = try await connection.head()
            try await connection.answer("", status: "413 Content Too Large")
            try await connection.untilClosed()
        } _: { server in
            await #expect {
                try await upload(String(repeating: "x", count: 8_000_000), to: server)
            } throws: {
                ($0 as? APIFailure)?.kind == .fileTooLarge
            }
        }
    }

    @Test func `a file over the limit is refused without asking`() async throws {
        try await ScriptedServer.with { _ in
        } _: { server in
            await #expect { try await upload("x", size: 500_000_001, to: server) } throws: {
                ($0 as? APIFailure)?.kind == .fileTooLarge && ($0 as? APIFailure)?.mayHaveReachedServer == false
            }
            #expect(server.connections == 0)
        }
    }

    @Test func `a file that shrinks while it is sent fails as that`() async throws {
        try await ScriptedServer.with { connection in
            try await connection.request()
        } _: { server in
            await #expect { try await upload("short", size: 1000, to: server) } throws: {
                ($0 as? APIFailure)?.kind == .localFile(nil)
            }
            #expect(server.requests.isEmpty)
        }
    }
}
