// Breaks an answer off after a number of bytes, as a failing network does.

import Hummingbird
import NIOCore

/// Thrown into the server so that it closes the connection in the middle of an answer.
struct BrokenOff: Error {}

/// Passes bytes on until it has had enough.
struct CutWriter: ResponseBodyWriter {
    var writer: any ResponseBodyWriter
    var left: Int

    mutating func write(_ buffer: ByteBuffer) async throws {
        var buffer = buffer
        guard let part = buffer.readSlice(length: min(left, buffer.readableBytes)) else { return }
        left -= part.readableBytes
        if part.readableBytes > 0 { try await writer.write(part) }
        if left == 0 { throw BrokenOff() }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws { throw BrokenOff() }
}

extension Response {
    /// The same answer, of which only the first bytes arrive.
    func cut(after bytes: Int) -> Response {
        let whole = body
        var response = self
        response.body = ResponseBody(contentLength: whole.contentLength.map { max($0, bytes + 1) }) { writer in
            if bytes == 0 { throw BrokenOff() }
            try await whole.write(CutWriter(writer: writer, left: bytes))
        }
        return response
    }
}
