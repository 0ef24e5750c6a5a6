// What a request carries, and the proof that a message is carried once.

import AsyncHTTPClient
import NIOCore
import Synchronization

/// The body of a request.
enum OutgoingBody: Sendable {
    case none
    /// May be sent again with another request.
    case bytes([UInt8])
    /// Leaves once, and keeps a record of it.
    case once(SingleUseBytes)
    case file(MultipartFile)
}

/// Bytes that can be read once. A client that tried to send a request again by itself would find no bytes, and a request
/// with a `Content-Length` but no body is none (FIELD-FACTS 1: clients double-send).
///
/// The client takes them on its event loop after the request's head, so until ``hasBegun`` no byte of them can have left.
/// They leave in one piece together with the request's end: a body that is streamed ends a moment after its last byte,
/// and an answer that came in between, from a server that closes, would be taken for a broken one.
final class SingleUseBytes: RandomAccessCollection, Sendable {
    private let bytes: [UInt8]
    private let begun = Mutex(false)

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether the bytes have been asked for.
    var hasBegun: Bool { begun.withLock { $0 } }

    var startIndex: Int { 0 }
    var endIndex: Int { bytes.count }
    subscript(position: Int) -> UInt8 { bytes[position] }

    func makeIterator() -> IndexingIterator<[UInt8]> { take().makeIterator() }

    func withContiguousStorageIfAvailable<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result? {
        try take().withContiguousStorageIfAvailable(body)
    }

    /// All bytes the first time, none after.
    private func take() -> [UInt8] {
        let isFirst = begun.withLock { begun in
            defer { begun = true }
            return !begun
        }
        return isFirst ? bytes : []
    }
}

/// A file's parts at the pace at which they leave.
struct PacedFile: AsyncSequence, Sendable {
    let file: MultipartFile
    /// Waited for before each part is handed over, so that parts do not pile up. The end is not kept waiting.
    let pace: @Sendable () async throws -> Void

    func makeAsyncIterator() -> Iterator { Iterator(reader: file.makeReader(), pace: pace) }

    struct Iterator: AsyncIteratorProtocol {
        var reader: MultipartFile.Reader
        let pace: @Sendable () async throws -> Void

        mutating func next() async throws -> ByteBuffer? {
            guard let part = try await reader.next() else { return nil }
            try await pace()
            return part
        }
    }
}
