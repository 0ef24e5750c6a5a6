// A file of the largest size goes through in a process that hardly grows (ARCHITECTURE, rule 11).

import Foundation
import JobModel
import NIOCore
import NemoAPI
import TestSupport
import Testing

import struct SystemPackage.FileDescriptor
import struct SystemPackage.FilePath

/// Each runs in a process of its own, since memory is counted by the process.
@Suite(.timeLimit(.minutes(2)))
struct LargeFileTests {
    @Test func `500 MB are uploaded in 32 MB`() async {
        await #expect(processExitsWith: .success) {
            try await LargeFile.expectSmallGrowth { try await LargeFile.upload(to: $0) }
        }
    }

    @Test func `500 MB are downloaded in 32 MB`() async {
        await #expect(processExitsWith: .success) {
            try await LargeFile.expectSmallGrowth { try await LargeFile.download(from: $0) }
        }
    }
}

private enum LargeFile {
    static let size = 500_000_000
    static let allowedGrowth = 32_000_000

    /// Measures the client and its server together, after a small call for what is loaded and made at first use.
    static func expectSmallGrowth(of work: (_ server: ScriptedServer) async throws -> Void) async throws {
        // One buffer for all parts: what the server allocates would be counted too.
        let piece = ByteBuffer(repeating: 0x5A, count: 100_000)
        try await ScriptedServer.with { connection in
            while let request = try await connection.request() {
                guard request.target == "/v" else {
                    try await connection.answer(#"{"code":0,"data":{"available":0}}"#)
                    continue
                }
                let length = "Content-Length: \(size)\r\n"
                try await connection.write("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\(length)\r\n")
                for _ in 0..<(size / piece.readableBytes) { try await connection.write(piece) }
            }
        } _: { server in
            _ = try await withClient(of: server) { try await $0.balance() }
            let before = try peakMemory()
            try await work(server)
            let growth = try peakMemory() - before
            #expect(growth <= allowedGrowth, "it grew by \(growth / 1000) kB")
        }
    }

    static func upload(to server: ScriptedServer) async throws {
        try await withFile { file in
            try file.resize(to: Int64(size))
            let upload = UploadFile(
                descriptor: file, size: Int64(size), name: "large.mp4", contentType: "video/mp4")
            _ = try await withClient(of: server) { try await $0.upload(upload, to: Sample.session) }
        }
        #expect(try #require(server.requests.last).bodyCount > size)
    }

    static func download(from server: ScriptedServer) async throws {
        try await withFile { file in
            let bytes = try await withClient(of: server) {
                try await $0.download(from: .output(server.base + "/v"), into: file, cap: Int64(size))
            }
            #expect(bytes.total == Int64(size))
        }
    }

    private static func withFile(_ body: (FileDescriptor) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let file = try FileDescriptor.open(
            FilePath(folder.appending("large")), .readWrite, options: [.create], permissions: .ownerReadWrite)
        defer { try? file.close() }
        try await body(file)
    }

    /// The most memory this process has ever had resident, in bytes (proc(5), `VmHWM`).
    private static func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber))) * 1024
    }
}
