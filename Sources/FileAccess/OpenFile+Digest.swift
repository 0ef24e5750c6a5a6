// What a file holds, as one short text.

import Crypto

extension OpenFile {
    /// The SHA-256 of the whole content in hexadecimal, read in pieces of a megabyte.
    package func digest() throws(FileError) -> String {
        var hash = SHA256()
        var offset: Int64 = 0
        while true {
            let piece = try read(at: offset, count: 1 << 20)
            if piece.isEmpty { break }
            hash.update(data: piece)
            offset += Int64(piece.count)
        }
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
