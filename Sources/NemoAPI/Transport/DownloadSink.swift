// Writes a download into its file, in order and by absolute offsets, without holding it in memory.

import NIOCore
import NIOPosix
import SystemPackage

/// The file behind a download.
struct DownloadSink: Sendable {
    /// More came than the file may have.
    struct Overflow: Error {}

    let file: SystemPackage.FileDescriptor
    /// The most bytes the file may have.
    let cap: Int64
    let progress: @Sendable (_ length: Int64, _ expected: Int64?) -> Void

    func oversized(_ call: APICall) -> APIFailure { APIFailure(call: call, kind: .oversized(limit: cap)) }

    /// Makes the file end at `start`, to be written on from there.
    /// - Throws: `Errno`
    func begin(at start: Int64, expected: Int64?) throws -> Writer {
        try file.resize(to: start)
        return Writer(sink: self, start: start, expected: expected)
    }

    /// Collects chunks and writes them in larger pieces, away from the threads that run tasks.
    struct Writer {
        private static let pieceSize = 262_144

        private let sink: DownloadSink
        private let expected: Int64?
        private var written: Int64
        private var pending = ByteBuffer()

        fileprivate init(sink: DownloadSink, start: Int64, expected: Int64?) {
            self.sink = sink
            self.expected = expected
            written = start
        }

        /// How long the file is once all is written.
        var length: Int64 { written + Int64(pending.readableBytes) }

        /// - Throws: ``Overflow``, `Errno`
        mutating func take(_ chunk: ByteBuffer) async throws {
            guard length + Int64(chunk.readableBytes) <= sink.cap else { throw Overflow() }
            pending.writeImmutableBuffer(chunk)
            if pending.readableBytes >= Self.pieceSize { try await flush() }
        }

        /// - Throws: `Errno`
        mutating func flush() async throws {
            guard pending.readableBytes > 0 else { return }
            let (file, offset, piece) = (sink.file, written, pending)
            try await NIOThreadPool.singleton.runIfActive {
                _ = try piece.withUnsafeReadableBytes { try file.writeAll(toAbsoluteOffset: offset, $0) }
            }
            written += Int64(piece.readableBytes)
            pending.clear()
            sink.progress(written, expected)
        }
    }
}

/// The `Content-Range` of an answer (RFC 9110, 14.4).
enum ContentRange: Hashable, Sendable {
    /// `bytes 5-9/10`
    case part(first: Int64, total: Int64?)
    /// `bytes */10`
    case unsatisfied(total: Int64)

    init?(_ header: String?) {
        guard let match = header?.wholeMatch(of: /(?i)\s*bytes\s+(?:(\d+)-\d+|\*)\/(\d+|\*)\s*/) else { return nil }
        let total = Int64(match.output.2)
        if let first = match.output.1 {
            guard let first = Int64(first) else { return nil }
            self = .part(first: first, total: total)
        } else {
            guard let total else { return nil }
            self = .unsatisfied(total: total)
        }
    }
}
