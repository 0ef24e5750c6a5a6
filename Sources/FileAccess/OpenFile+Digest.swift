// What a file holds, as one short text.

import Crypto

extension OpenFile {
    /// The SHA-256 of the whole content in hexadecimal, read in pieces of a megabyte.
    package func digest() throws(FileError) -> String {
        try pieces(.max) { _ throws(FileError) in }
    }

    /// Writes the beginning of the content to another file.
    /// - Parameter count: bytes; fewer are written where the file ends before.
    /// - Returns: the SHA-256, in hexadecimal, of what was written.
    package func copy(_ count: Int64, to other: OpenFile) throws(FileError) -> String {
        try pieces(count) { piece throws(FileError) in try other.write(piece) }
    }

    /// - Returns: the SHA-256 of all pieces together, in hexadecimal.
    private func pieces(_ count: Int64, _ take: ([UInt8]) throws(FileError) -> Void) throws(FileError) -> String {
        var hash = SHA256()
        var offset: Int64 = 0
        while offset < count {
            let piece = try read(at: offset, count: Int(min(1 << 20, count - offset)))
            if piece.isEmpty { break }
            hash.update(data: piece)
            try take(piece)
            offset += Int64(piece.count)
        }
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
